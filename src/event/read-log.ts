import { isCollection, isDeeperThan } from '../json/json-object'
import { isText } from '../json/json-text'
import { unenrichedOf } from './enrichment/enrich'
import { whatUntimedIs } from './envelopes/untimed'
import type { GivenOfLogs, ProcessedLog } from './given'
import type { KnownProfile } from './known-profiles'
import { completedBy } from './later/complete-event'
import { namedByContent, type Unnamed } from './later/named-by-content'
import type { LogEvent } from './log-event'
import { idPlace, type OpenLog, openLog, timePlace } from './open-log'
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
  const open = openLog(raw, options.given)
  if ('trouble' in open) return open
  const { log, reserved, attributes, profile } = open
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
  const own = {
    timeMs,
    ...tiebreakerOf(open.tiebreaker),
    ...reserved,
    attributes,
    ...(isZoneAssumed && { isZoneAssumed }),
  }
  const event: Unnamed = open.isSignal ? { ...own, isSignal: true } : own
  const isToldProcessed = open.given.stage === 'processed' && open.shape.stage === 'raw'
  const mapped = profile === undefined ? event : withProfile(event, profile, !isToldProcessed)
  return { event: named(mapped, open, options) }
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
  const event = named(eventFrom(processed, timeMs, open), open, options)
  const { whole } = processed
  if (whole === undefined) return { event }
  return {
    event: completedBy(event, () => {
      const all = whole()
      return all && named(eventFrom(all, all.timeMs ?? timeMs, open), open, options)
    }),
  }
}

function eventFrom(processed: ProcessedLog, timeMs: number, open: OpenLog): Unnamed {
  const { pipelines, passedOver, reserved: made, attributes: all } = processed
  const { tiebreaker } = tiebreakerOf(open.tiebreaker)
  const { message, service, status, host, source: ownSource, traceId, tags } = made
  // Filled one by one: laid together of parts it costs an engine several times as much.
  const event: { -readonly [Field in keyof Unnamed]: Unnamed[Field] } = { timeMs, tags, attributes: all, pipelines }
  if (message !== undefined) event.message = message
  if (service !== undefined) event.service = service
  if (status !== undefined) event.status = status
  if (host !== undefined) event.host = host
  if (ownSource !== undefined) event.source = ownSource
  if (traceId !== undefined) event.traceId = traceId
  if (tiebreaker !== undefined) event.tiebreaker = tiebreaker
  if (passedOver.length > 0) event.passedOver = passedOver
  return event
}

/** The event with its id: its own, else a digest of its content. */
function named(event: Unnamed, open: OpenLog, options: ReadLogOptions): LogEvent {
  const written = standingAt(open.log, idPlace(open))
  const id = isText(written) ? written : options.defaultId
  const whole = enriched(event, open)
  return id === undefined ? namedByContent(whole, event) : { id, ...whole }
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
function withProfile(event: Unnamed, profile: KnownProfile, isMapped: boolean): Unnamed {
  const { attributes } = event
  const { from = {} } = profile
  const message = event.message ?? from.message?.(attributes)
  const status = event.status ?? from.status?.(attributes)
  const host = event.host ?? from.host?.(attributes)
  const missingTags = (profile.tags?.(attributes) ?? []).filter((tag) => !event.tags.includes(tag))
  // What is new is laid out first: the other order costs an engine several times as much.
  return {
    source: profile.sourceOf(attributes),
    service: from.service?.(attributes) ?? profile.service,
    ...(message !== undefined && { message }),
    ...(status !== undefined && { status }),
    ...event,
    ...(host !== undefined && { host }),
    tags: missingTags.length > 0 ? [...event.tags, ...missingTags] : event.tags,
    attributes: isMapped ? profile.addAttributes(attributes) : attributes,
  }
}

function tiebreakerOf(tiebreaker: unknown): { readonly tiebreaker?: number } {
  const value = isText(tiebreaker) ? Number(tiebreaker) : tiebreaker
  return typeof value === 'number' && Number.isFinite(value) ? { tiebreaker: value } : {}
}

function timeRefusal(written: unknown, open: OpenLog): LogRefusal {
  const { log, given } = open
  const likely = likelyTime(open)
  if (isAbsent(written)) return whatUntimedIs(log, given.time, likely)
  const shown = isCollection(written) ? 'a list or an object' : JSON.stringify(String(written).slice(0, 60))
  const help = `if another field has its time, say which: --time-field ${likely ?? 'PATH'}, or logs: in ddac.yaml`
  return { trouble: `has a time that cannot be read: ${shown}`, help }
}
