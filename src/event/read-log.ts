import { isCollection, isDeeperThan, isJsonObject } from '../json/json-object'
import { isText } from '../json/json-text'
import { unenrichedOf } from './enrichment/enrich'
import { whatUntimedIs } from './envelopes/untimed'
import type { GivenOfLogs, ProcessedLog } from './given'
import type { KnownProfile } from './known-profiles'
import { completedBy } from './later/complete-event'
import { namedByContent, type Unnamed } from './later/named-by-content'
import type { LogEvent } from './log-event'
import { preprocessed } from './mapping/reserved-names'
import { idPlace, type OpenLog, openLog, openTold, type ToldLog, timePlace } from './open-log'
import { standingAt } from './place'
import { likelyTime, timeOfLog } from './time-of-log'

export interface ReadLogOptions {
  /** The time of a log that carries none. Without it such a log is refused. */
  readonly defaultTimeMs?: number
  /** Whether a time under a name of the source's own goes before that; without a default it always counts. */
  readonly guessesTime?: boolean | undefined
  /** The id of a log that carries none. Without it such a log is named by its content. */
  readonly defaultId?: string
  /** What is said of the logs of this file for what they lack. */
  readonly given?: GivenOfLogs | undefined
  /** Set for what was told before. */
  readonly told?: ToldLog | undefined
}

/** The event, or why there is none: in words that follow "this log …", with what to do. */
export type ReadLogResult = { readonly event: LogEvent } | LogRefusal

export interface LogRefusal {
  readonly trouble: string
  readonly help?: string
}

/** A log nested deeper than this is refused: nothing that Datadog accepts comes near. */
export const deepestLog = 200

/**
 * Reads one raw log of any shape that the README of this room lists. What is not a log, or has no time, is answered with
 * a trouble in words that follow "this log …".
 */
export function readLog(raw: unknown, options: ReadLogOptions = {}): ReadLogResult {
  const { given, told } = options
  const open = told !== undefined && isJsonObject(raw) ? openTold(raw, told, given) : openLog(raw, given)
  if ('trouble' in open) return open
  const { log, profile } = open
  if (isDeeperThan(log, deepestLog)) return { trouble: `is nested deeper than ${deepestLog} levels` }
  const { defaultTimeMs, guessesTime = defaultTimeMs === undefined } = options
  const {
    written,
    isZoneAssumed,
    timeMs = isAbsent(written) ? defaultTimeMs : undefined,
  } = timeOfLog(open, guessesTime)
  const passed = passPipelines(open, timeMs, options)
  if (passed !== undefined) return passed
  if (timeMs === undefined) return timeRefusal(written, open)
  const event = filled(
    isForeign(open) ? { ...open, reserved: preprocessed(open.reserved, open.attributes) } : open,
    open,
    timeMs,
    options,
  )
  if (isZoneAssumed) event.isZoneAssumed = true
  if (open.isSignal) event.isSignal = true
  const isToldProcessed = open.given.stage === 'processed' && open.shape.stage === 'raw'
  if (profile !== undefined) completeAs(profile, event, !isToldProcessed)
  return { event: named(event, open) }
}

/** Whether a log is raw and of no source that the house knows: a profile says itself what its records hold. */
function isForeign({ shape, given: { stage = shape.stage }, profile, isSignal }: OpenLog): boolean {
  return stage === 'raw' && profile === undefined && !isSignal
}

/** What the workspace's pipelines make of a raw log; undefined for one that passes none. */
function passPipelines(open: OpenLog, ownMs: number | undefined, options: ReadLogOptions): ReadLogResult | undefined {
  const { log, shape, reserved, given, profile } = open
  const { processing, stage = shape.stage } = given
  if (processing === undefined || stage !== 'raw' || open.isSignal) return undefined
  const source = reserved.source ?? profile?.sourceOf(open.attributes)
  const attributes = shape.whole?.(log) ?? open.attributes
  const official = source === undefined ? reserved : { ...reserved, source }
  const nowMs = given.nowMs ?? options.defaultTimeMs
  const processed = processing.process({ reserved: official, attributes, timeMs: ownMs, nowMs })
  if (processed === undefined) return undefined
  const timeMs = processed.timeMs ?? options.defaultTimeMs
  if (timeMs === undefined) return timeRefusal(standingAt(log, timePlace(open)), open)
  const event = named(eventFrom(processed, timeMs, open, options), open)
  const { whole } = processed
  if (whole === undefined) return { event }
  return {
    event: completedBy(event, () => {
      const all = whole()
      return all && named(eventFrom(all, all.timeMs ?? timeMs, open, options), open)
    }),
  }
}

function eventFrom(processed: ProcessedLog, timeMs: number, open: OpenLog, options: ReadLogOptions): FreshEvent {
  const { pipelines, passedOver } = processed
  const event = filled(processed, open, timeMs, options)
  event.pipelines = pipelines
  if (passedOver.length > 0) event.passedOver = passedOver
  return event
}

/** An event on its way: ours to fill. It has an id, unless its content is to name it. */
type FreshEvent = { -readonly [Field in keyof Unnamed]: Unnamed[Field] } & { readonly id?: string }

/** Filled one by one: laid together of parts it costs an engine several times as much. */
function filled(
  { reserved, attributes }: Pick<OpenLog, 'reserved' | 'attributes'>,
  open: OpenLog,
  timeMs: number,
  { defaultId }: ReadLogOptions,
): FreshEvent {
  const { message, service, status, host, source, traceId, tags } = reserved
  const written = standingAt(open.log, idPlace(open))
  const id = isText(written) ? written : defaultId
  const event: FreshEvent = id === undefined ? { timeMs, tags, attributes } : { id, timeMs, tags, attributes }
  if (message !== undefined) event.message = message
  if (service !== undefined) event.service = service
  if (status !== undefined) event.status = status
  if (host !== undefined) event.host = host
  if (source !== undefined) event.source = source
  if (traceId !== undefined) event.traceId = traceId
  const tiebreaker = tiebreakerOf(open.tiebreaker)
  if (tiebreaker !== undefined) event.tiebreaker = tiebreaker
  return event
}

/** The event with its id: its own, else a digest of its content. */
function named(event: Unnamed, open: OpenLog): LogEvent {
  const whole = enriched(event, open)
  return hasId(whole) ? whole : namedByContent(whole, event)
}

function hasId(event: Unnamed): event is LogEvent {
  return 'id' in event
}

/** A raw log with what is looked up for it, or with what could not be. */
function enriched(event: Unnamed, { shape, given }: OpenLog): Unnamed {
  const { enrichment, stage = shape.stage } = given
  if (enrichment === undefined || stage !== 'raw') return event
  const attributes = enrichment.enrich(event.attributes)
  const unenriched = unenrichedOf(attributes, enrichment.missing)
  if (attributes === event.attributes && unenriched.length === 0) return event
  return { ...event, attributes, ...(unenriched.length > 0 && { unenriched }) }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

/** Fills what Datadog's integration of the source fills, and leaves what is there; of what it has processed all attributes. */
function completeAs(profile: KnownProfile, event: FreshEvent, isMapped: boolean): void {
  const { attributes } = event
  const { from = {} } = profile
  const message = event.message ?? from.message?.(attributes)
  const status = event.status ?? from.status?.(attributes)
  const host = event.host ?? from.host?.(attributes)
  event.source ??= profile.sourceOf(attributes)
  event.service ??= from.service?.(attributes) ?? profile.service
  if (message !== undefined) event.message = message
  if (status !== undefined) event.status = status
  if (host !== undefined) event.host = host
  const missingTags = (profile.tags?.(attributes) ?? []).filter((tag) => !event.tags.includes(tag))
  if (missingTags.length > 0) event.tags = [...event.tags, ...missingTags]
  if (isMapped) event.attributes = profile.addAttributes(attributes)
}

function tiebreakerOf(tiebreaker: unknown): number | undefined {
  const value = isText(tiebreaker) ? Number(tiebreaker) : tiebreaker
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function timeRefusal(written: unknown, open: OpenLog): LogRefusal {
  const { log, given } = open
  const likely = likelyTime(open)
  if (isAbsent(written)) return whatUntimedIs(log, given.time, likely)
  const shown = isCollection(written) ? 'a list or an object' : JSON.stringify(String(written).slice(0, 60))
  const help = `if another field has its time, say which: --time-field ${likely ?? 'PATH'}, or logs: in ddac.yaml`
  return { trouble: `has a time that cannot be read: ${shown}`, help }
}
