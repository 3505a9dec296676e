import { lookupNames } from '../../event/enrichment/enrich'
import type { GivenOfLogs, RawProcessing } from '../../event/given'
import type { LogEvent } from '../../event/log-event'
import { ownShape } from '../../event/log-shapes'
import { reservedNames } from '../../event/mapping/reserved-names'
import { overlap, usualRecords } from '../../event/mapping/usual-records'
import { openLog, type ToldLog } from '../../event/open-log'
import { standingAt } from '../../event/place'
import { readLog } from '../../event/read-log'
import type { Json, JsonObject } from '../../json/json'
import { isCollection, isJsonObject, isScalar } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { requiredLiterals } from '../../query/required-literals'
import { isUsual, ownRecords } from './own-records'
import { isMessage, type Telling, tagKeys, tellingOf } from './piped-telling'
import type { RecordKind } from './record-kind'
import { type ScannedPlace, scannedPlace } from './scanned-place'

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
  const { texts, sourcePlaces, openings, usual, unlike, carried } = telling
  const isEnriched = said.enrichment !== undefined
  const placesOf = (field: string): readonly string[] | undefined => {
    if (field === 'source') return sourcePlaces
    const places = placesInRecord(field)
    if (carried === undefined || places === undefined) return places
    const inside = places.map((place) => `${carried.carrier}.${place}`)
    // Of what carries a record its message is that record.
    return [...inside, ...places.filter((place) => !overlap(place, carried.carrier))]
  }
  const isForeign = (place: string): boolean => {
    const [key = place] = place.split('.', 1)
    const isBeside = carried !== undefined && key !== carried.carrier
    if (isBeside && !carried.beside.includes(key)) return true
    return refusedKeys.has(key) || (usual !== undefined && !usual.keys.has(key))
  }
  const refusedKeys = new Set(telling.refused.flatMap(([key, inside]) => (inside === undefined ? [key] : [])))
  const deciding = placesOfAll(processing.decidedBy, placesOf)?.filter(
    (place) => carried === undefined || !isForeign(place),
  )
  const told: readonly (ScannedPlace | undefined)[] | undefined = deciding?.map((place) =>
    scannedPlace(place, carried?.carrier),
  )
  if (told === undefined || told.length > mostDeciding || !areDefined(told)) return undefined
  const isKept = (path: string): boolean => !isLookedUp(path) && processing.keepsTexts(path)
  const isOfKind = (record: JsonObject): boolean =>
    !told.some((place) => isCollection(standingAt(record, place))) &&
    unlike.every(({ place, value }) => isUnlike(standingAt(record, place), value)) &&
    texts.every((key) => isText(record[key])) &&
    (usual === undefined || isUsual(usual, record, { ...said, enrichment: undefined, processing: undefined }))
  return {
    ...telling,
    told: [...told, ...texts.map((key) => [key] as const), ...unlike.map(({ place }) => place)],
    values: [...telling.values, ...(usual === undefined && !carried ? [{ place: messagePlace, may: isMessage }] : [])],
    isForeign,
    placesRead: (field) => {
      const isLater = isEnriched && field.startsWith('@') && isLookedUp(field.slice(1))
      const fields = isLater ? undefined : processing.dependsOn(field)
      return fields && placesOfAll(fields, placesOf)
    },
    unread: [carried === undefined ? messagePlace : [carried.carrier, ...messagePlace]],
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

/** Where a record may say what a field says of it; undefined where that may be anywhere. */
function placesInRecord(field: string): readonly string[] | undefined {
  if (!field.startsWith('@')) return officialPlaces[field]
  return overlap(field, '@message') ? ['message'] : [field.slice(1)]
}

/** What is none of its values makes a mark no mark, and an object or a list may be anything. */
function isUnlike(there: unknown, value: (value: Json) => boolean): boolean {
  return there === undefined || there === null || (isScalar(there) && !value(there))
}

/** Whether a lookup behind the pipelines may fill an attribute. */
export function isLookedUp(path: string): boolean {
  return lookupNames.some((name) => overlap(name, path))
}

const messagePlace = ['message'] as const

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
