import type { JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import { isText } from '../json/json-text'
import { envelopeOf, recordsIn } from './envelopes/envelopes'
import { readTime } from './event-time'
import { type GivenOfLogs, withGivenTags } from './given'
import { type KnownProfile, profileOf, recogniseProfile, recordOfLine } from './known-profiles'
import { type LogFields, type LogShape, logShapes } from './log-shapes'
import { type Reserved, readTags, takeReserved } from './log-tags'
import { isReachable, type Place, standingAt } from './place'

/** A raw log, told by its shape, opened and taken apart. */
export interface OpenLog {
  readonly shape: LogShape
  /** The log with what travelled as text opened; places lead into this. */
  readonly log: JsonObject
  readonly reserved: Reserved
  readonly tiebreaker: unknown
  readonly isSignal: boolean
  readonly attributes: JsonObject
  readonly given: GivenOfLogs
  /** Undefined where the house does not know the source, or the log is no record of it. */
  readonly profile: KnownProfile | undefined
}

const nothingGiven: GivenOfLogs = {}

/** Tells the shape of a raw log and takes it apart; a trouble is in words that follow "this log …". */
export function openLog(
  raw: unknown,
  given: GivenOfLogs = nothingGiven,
): OpenLog | { readonly trouble: string; readonly help?: string } {
  if (typeof raw === 'string') {
    const message = recordOfLine(raw, undefined)
    if (message !== undefined) return openLog({ message }, given)
  }
  if (!isJsonObject(raw)) return { trouble: `is ${kindOf(raw)}, not an object` }
  const shape = logShapes.find(({ recognise }) => recognise(raw))
  if (shape === undefined) return openContent(raw, given)
  const log = shape.open?.(raw, given.source !== undefined) ?? raw
  return takeApart(shape, log, given)
}

/** What a log was told to be before. */
export interface ToldLog {
  readonly shape: LogShape
  /** Whose record it is: nobody's that the house knows, where it names no source itself and this is undefined. */
  readonly profile: KnownProfile | undefined
}

/** Takes apart what was told before, which holds nothing that travels as text. */
export function openTold(log: JsonObject, { shape, profile }: ToldLog, given: GivenOfLogs = nothingGiven): OpenLog {
  return takeApart(shape, log, given, [profile])
}

/** Whose record it is, is asked unless it is told. */
function takeApart(
  shape: LogShape,
  log: JsonObject,
  given: GivenOfLogs,
  told?: readonly [KnownProfile | undefined],
): OpenLog {
  const { fields, attributes } = shape.read(log)
  const said = takeReserved(fields, withGivenTags(readTags(fields.tags), given.tags && readTags(given.tags)))
  const isSignal = fields.isSignal === true
  const stage = given.stage === 'raw' ? 'raw' : shape.stage
  const own = told ? told[0] : isSignal ? undefined : profileFor(stage, said.source, attributes)
  const source = said.source === undefined && own === undefined ? (given.source ?? fields.usualSource) : undefined
  const profile = source === undefined || isSignal ? own : profileOf(source, attributes)
  const service = said.service === undefined ? (given.service ?? usualService(source, fields)) : undefined
  const reserved: Reserved =
    source === undefined && service === undefined
      ? said
      : { ...said, ...(source !== undefined && { source }), ...(service !== undefined && { service }) }
  return { shape, log, reserved, tiebreaker: fields.tiebreaker, isSignal, attributes, given, profile }
}

/** A delivery that names its source names the service alike. */
function usualService(source: string | undefined, { usualSource }: LogFields): string | undefined {
  return source === usualSource ? usualSource : undefined
}

/** Where the time of a log may stand, in the order in which it is looked for. */
export function timePlaces({ shape, profile, given }: OpenLog): readonly Place[] {
  return [...placesOf(shape, profile).time, ...givenPlaces(shape, given)]
}

/**
 * Where the time of a log stands; where it has none, the place at which one would be read. The place that was given
 * counts where no other has a time that can be read.
 */
export function timePlace(open: OpenLog): Place {
  const { shape, profile, log, given } = open
  const places = placesOf(shape, profile).time
  const found = places.find((place) => isTime(standingAt(log, place)))
  if (given.time !== undefined && (found === undefined || readTime(standingAt(log, found)) === undefined)) {
    const there = givenPlaces(shape, given).filter((place) => isTime(standingAt(log, place)))
    const best = there.find((place) => readTime(standingAt(log, place)) !== undefined) ?? there[0]
    if (best !== undefined) return best
  }
  return found ?? free(log, shape.freshTime && profile === undefined ? [shape.freshTime] : places)
}

/** A path as it may be meant: one key, or one in the other; in the log, or in the record that it carries. */
function givenPlaces({ records }: LogShape, { time }: GivenOfLogs): readonly Place[] {
  if (time === undefined) return []
  const bare = time.startsWith('@') ? [time, time.slice(1)] : [time]
  const paths = bare.flatMap((path) => (path.includes('.') ? [[path], path.split('.')] : [[path]]))
  return [...records, []].flatMap((record) => paths.map((path) => [...record, ...path]))
}

/** Where the id of a log stands; where it has none, the place at which one would be read. */
export function idPlace({ shape, profile, log }: OpenLog): Place {
  const places = placesOf(shape, profile).id
  return places.find((place) => isText(standingAt(log, place))) ?? free(log, places)
}

function isTime(value: unknown): boolean {
  return value !== undefined && value !== null
}

function free(log: JsonObject, places: readonly Place[]): Place {
  return places.find((place) => isReachable(log, place)) ?? []
}

/** An envelope that nobody opened is its one log. */
function openContent(envelope: JsonObject, given: GivenOfLogs): ReturnType<typeof openLog> {
  const records = recordsIn(envelope)
  const [only] = records
  if (records.length !== 1) return { trouble: `holds ${records.length === 0 ? 'no log' : `${records.length} logs`}` }
  return only === envelope ? refusalOf(envelope) : openLog(only, given)
}

function refusalOf(document: JsonObject): { readonly trouble: string; readonly help?: string } {
  const envelope = envelopeOf(document)
  if (envelope?.kind !== 'sealed') return { trouble: 'cannot be opened' }
  const { trouble = 'cannot be opened', help } = envelope
  return { trouble, ...(help !== undefined && { help }) }
}

function profileFor(
  stage: LogShape['stage'],
  source: string | undefined,
  attributes: JsonObject,
): KnownProfile | undefined {
  if (stage === 'raw') return source === undefined ? recogniseProfile(attributes) : profileOf(source, attributes)
  // What Datadog has processed it has given its names; what a program hands over in that form may be raw inside.
  const profile = source === undefined ? undefined : profileOf(source, attributes)
  return profile?.completesProcessed === true || profile?.hasAdded(attributes) === false ? profile : undefined
}

interface Places {
  readonly time: readonly Place[]
  readonly id: readonly Place[]
}

const known = new Map<LogShape, Map<KnownProfile | undefined, Places>>()

/** Of a raw log the source's own places come first: it knows better than what delivered it. */
function placesOf(shape: LogShape, profile: KnownProfile | undefined): Places {
  const ofShape = known.get(shape) ?? new Map<KnownProfile | undefined, Places>()
  const found = ofShape.get(profile)
  if (found !== undefined) return found
  const places = { time: joined(shape, profile, 'time'), id: joined(shape, profile, 'id') }
  known.set(shape, ofShape)
  ofShape.set(profile, places)
  return places
}

function joined(shape: LogShape, profile: KnownProfile | undefined, what: keyof Places): readonly Place[] {
  const own = shape.records.flatMap((record) => (profile?.[what] ?? []).map((place) => [...record, ...place]))
  return shape.stage === 'raw' ? [...own, ...shape[what]] : [...shape[what], ...own]
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : value === undefined ? 'nothing' : `a ${typeof value}`
}
