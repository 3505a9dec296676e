import { lookupNames } from '../../event/enrichment/enrich'
import { envelopeKeys, isScalarInEnvelope, keysInEnvelope, keysOfNoRecord } from '../../event/envelopes/envelopes'
import type { GivenOfLogs, RawProcessing } from '../../event/given'
import { type KnownProfile, profiles } from '../../event/known-profiles'
import type { LogEvent } from '../../event/log-event'
import { incomingShape, ownShape, telltaleKeys } from '../../event/log-shapes'
import { reservedNames } from '../../event/mapping/reserved-names'
import { overlap, type UsualRecords, usualRecords } from '../../event/mapping/usual-records'
import { type OpenLog, openLog, type ToldLog } from '../../event/open-log'
import { standingAt } from '../../event/place'
import { readLog } from '../../event/read-log'
import type { Json, JsonObject } from '../../json/json'
import { isCollection, isJsonObject, isScalar } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { requiredLiterals } from '../../query/required-literals'
import { isUsual, ownRecords } from './own-records'
import type { AllowedValue, RecordKind, ScannedPlace } from './record-kind'
import { scannedPlace } from './signature-places'

/**
 * The records of a file whose logs may pass pipelines, by one of them. What stands in a field behind the pipelines hangs on
 * some places before them, which the pipelines know. Undefined where records like that one have to be parsed to be told.
 */
export function pipedRecords(raw: unknown, given: GivenOfLogs): RecordKind | undefined {
  const { processing } = given
  if (processing === undefined || !isJsonObject(raw)) return undefined
  const open = openLog(raw, given)
  if ('trouble' in open) return undefined
  const usual = usualRecords.find(({ profile }) => open.shape === ownShape && profile === open.profile)
  if (usual !== undefined && !processing.asksFor(usual.profile.source)) return ownRecords(usual, given)
  const telling = tellingOf(raw, open)
  return telling && pipedKind(telling, given, processing)
}

/** By what the records of a file are told, and what they may be. */
interface Telling extends Pick<RecordKind, 'source' | 'refused' | 'unlisted' | 'values'> {
  /** What may not stand under some keys. */
  readonly unlike: readonly Unlike[]
  /** Under these keys each has a text. */
  readonly texts: readonly string[]
  readonly sourcePlaces: readonly string[]
  readonly openings: readonly ToldLog[]
  readonly usual?: UsualRecords
}

const tagKeys = ['tags', 'ddtags']
/** Keys that make of a log another one than it seems. */
const speaking = [...telltaleKeys.filter((key) => key !== 'ddsource'), 'attributes', 'content', 'aws']
/** What a container wrote may be a record in a text. */
const ofContainers = ['stream', 'log']
const unknownLog: ToldLog = { shape: incomingShape, profile: undefined }

function tellingOf(raw: JsonObject, { shape, profile, given }: OpenLog): Telling | undefined {
  const isOwn = shape === ownShape
  if (!isOwn && shape !== incomingShape) return undefined
  const usual = usualRecords.find((each) => isOwn && each.profile === profile)
  const beside = noEnvelopes(raw, usual === undefined ? envelopeKeys : keysOfNoRecord)
  if (beside === undefined) return undefined
  const { ddsource } = raw
  if (!isOwn && isText(ddsource)) {
    const openings = [unknownLog]
    return { ...beside, unlike: [], source: ddsource, texts: ['ddsource'], sourcePlaces: ['ddsource'], openings }
  }
  const mine = profiles.filter((each) => (isOwn && each === profile) || isOf(each, given.source))
  // Its source hangs on what else it holds.
  if (mine.some(({ from }) => from?.source !== undefined)) return undefined
  const others = marksOfOthers(raw, mine)
  if (others === undefined) return undefined
  const { unlike } = others
  const refused = [...beside.refused, ['ddsource'] as const, ...others.refused]
  const source = isOwn ? profile?.source : given.source
  const openings = mine.map((each) => ({ shape: ownShape, profile: each }))
  if (usual === undefined) {
    return {
      ...beside,
      refused,
      unlike,
      source,
      texts: [],
      sourcePlaces: ['source', ...tagKeys],
      openings: [unknownLog, ...openings],
    }
  }
  const texts = [...usual.values, ...usual.texts]
  return { ...beside, refused, unlike, source, texts, sourcePlaces: [], openings, usual }
}

function isOf({ source, otherSources = [] }: KnownProfile, given: string | undefined): boolean {
  return given !== undefined && [source, ...otherSources].includes(given)
}

/** What has to hold of records so that none is an envelope, if they have no other of its keys than the one at hand. */
function noEnvelopes(
  raw: JsonObject,
  keys: readonly string[],
): Pick<Telling, 'refused' | 'unlisted' | 'values'> | undefined {
  if (speaking.some((key) => Object.hasOwn(raw, key)) || ofContainers.every((key) => Object.hasOwn(raw, key))) return
  const refused: ScannedPlace[] = speaking.map((key) => [key])
  refused.push(Object.hasOwn(raw, 'stream') ? ['log'] : ['stream'])
  const unlisted: string[] = []
  const values: AllowedValue[] = []
  for (const key of keys.filter((each) => each !== 'message')) {
    const there = Object.hasOwn(raw, key) ? raw[key] : undefined
    if (isJsonObject(there)) {
      const inside = keysInEnvelope(key)
      if (inside === undefined) return undefined
      unlisted.push(key)
      if (isScalarInEnvelope(key)) values.push({ key, may: isObject })
      refused.push(...inside.map((inner) => [key, inner] as const))
    } else if (isScalar(there)) {
      if (isScalarInEnvelope(key)) return undefined
      values.push({ key, may: (first) => !isObject(first) && first !== openList })
    } else if (there === undefined) refused.push([key])
    else return undefined
  }
  return { refused, unlisted, values }
}

/** A key under which a record has no such value. */
interface Unlike {
  readonly key: string
  readonly value: (value: Json) => boolean
}

/** What records have nothing at, or no such value, so that no other profile tells them; undefined where that is not to be said. */
function marksOfOthers(
  raw: JsonObject,
  mine: readonly KnownProfile[],
): { readonly refused: readonly ScannedPlace[]; readonly unlike: readonly Unlike[] } | undefined {
  const refused: ScannedPlace[] = []
  const unlike: Unlike[] = []
  for (const { marks, beside, values } of profiles.filter((profile) => !mine.includes(profile))) {
    for (const mark of marks) {
      const there = Object.hasOwn(raw, mark) ? raw[mark] : undefined
      const value = values?.[mark]
      if (there === undefined) refused.push([mark])
      else if (value !== undefined && isScalar(there) && !value(there)) unlike.push({ key: mark, value })
      else {
        const places = beside?.[mark]
        if (places === undefined || places.some((place) => standingAt(raw, place.split('.')) !== undefined))
          return undefined
        refused.push(...places.map(scanned))
      }
    }
  }
  return { refused, unlike }
}

const [quote, openObject, openList, letterN] = [0x22, 0x7b, 0x5b, 0x6e]

/** An object, or null. */
function isObject(first: number): boolean {
  return first === openObject || first === letterN
}

/** A text that is a message and nothing else: no JSON, and no line of a source that writes such. */
function isMessage(first: number, sign: number): boolean {
  const isPrintable = sign > 0x20 && sign < 0x7f
  return first === letterN || (first === quote && isPrintable && !/["\\{0-9a-f-]/.test(String.fromCharCode(sign)))
}

function scanned(place: string): ScannedPlace {
  const [key = '', inside] = place.split('.')
  return inside === undefined ? [key] : [key, inside]
}

/** Where an official field of a raw log is looked for, beside its source. */
const officialPlaces: Readonly<Record<string, readonly string[]>> = {
  message: reservedNames.message,
  service: [...reservedNames.service, ...tagKeys],
  status: [...reservedNames.status, ...tagKeys],
  host: [...reservedNames.host, ...tagKeys],
  trace_id: reservedNames.trace,
  span_id: [],
  tags: tagKeys,
}

function pipedKind(telling: Telling, said: GivenOfLogs, processing: RawProcessing): RecordKind | undefined {
  const { texts, sourcePlaces, openings, usual, unlike } = telling
  const isEnriched = said.enrichment !== undefined
  const placesOf = (field: string): readonly string[] | undefined => {
    if (field === 'source') return sourcePlaces
    if (!field.startsWith('@')) return officialPlaces[field]
    return overlap(field, '@message') ? ['message'] : [field.slice(1)]
  }
  const deciding = placesOfAll(processing.decidedBy, placesOf)
  const told: readonly (ScannedPlace | undefined)[] | undefined = deciding?.map(scannedPlace)
  if (told === undefined || told.length > mostDeciding || !areDefined(told)) return undefined
  const isKept = (path: string): boolean => !isLookedUp(path) && processing.keepsTexts(path)
  const refusedKeys = new Set(telling.refused.flatMap(([key, inside]) => (inside === undefined ? [key] : [])))
  const isOfKind = (record: JsonObject): boolean =>
    !told.some((place) => isCollection(standingAt(record, place))) &&
    unlike.every(({ key, value }) => isUnlike(record[key], value)) &&
    texts.every((key) => isText(record[key])) &&
    (usual === undefined || isUsual(usual, record, { ...said, enrichment: undefined, processing: undefined }))
  return {
    ...telling,
    told: [...told, ...texts.map((key) => [key] as const), ...unlike.map(({ key }) => [key] as const)],
    values: [...telling.values, ...(usual === undefined ? [{ key: 'message', may: isMessage }] : [])],
    isForeign: (place) => {
      const [key = place] = place.split('.', 1)
      return refusedKeys.has(key) || (usual !== undefined && !usual.keys.has(key))
    },
    placesRead: (field) => {
      const isLater = isEnriched && field.startsWith('@') && isLookedUp(field.slice(1))
      const fields = isLater ? undefined : processing.dependsOn(field)
      return fields && placesOfAll(fields, placesOf)
    },
    unread: [['message']],
    literals: (query) => requiredLiterals(query, isKept),
    eventsFor: (fields) => {
      const some = processing.only(fields)
      const given = { ...said, enrichment: undefined, processing: { ...some, process: some.processAgain } }
      const options = { given, defaultTimeMs: 0, guessesTime: false, defaultId: 'sample' }
      const eventOf = (record: JsonObject, opening: ToldLog): LogEvent | undefined => {
        const read = readLog(record, { ...options, told: opening })
        return 'event' in read ? read.event : undefined
      }
      return (record, isFirst) => {
        if (isFirst && !isOfKind(record)) return undefined
        const events = openings.map((opening) => eventOf(record, opening))
        return areDefined(events) && events.every(isPassed) ? events : undefined
      }
    },
    known: undefined,
    isUniform: false,
  }
}

/** What is none of its values makes a mark no mark, and an object or a list may be anything. */
function isUnlike(there: Json | undefined, value: (value: Json) => boolean): boolean {
  return there === undefined || there === null || (isScalar(there) && !value(there))
}

/** Whether a lookup behind the pipelines may fill an attribute. */
export function isLookedUp(path: string): boolean {
  return lookupNames.some((name) => overlap(name, path))
}

/** Logs that pass pipelines by more places than these are parsed. */
const mostDeciding = 8

/** What it is does not hang on its profile: it passed a pipeline, or has no source. */
function isPassed({ pipelines, source }: LogEvent): boolean {
  return pipelines !== undefined || source === undefined
}

function placesOfAll(
  fields: readonly string[],
  placesOf: (field: string) => readonly string[] | undefined,
): readonly string[] | undefined {
  const places = fields.map(placesOf)
  return areDefined(places) ? [...new Set(places.flat())] : undefined
}

function areDefined<Value>(values: readonly Value[]): values is readonly Exclude<Value, undefined>[] {
  return values.every((value) => value !== undefined)
}
