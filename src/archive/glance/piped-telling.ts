import { envelopeKeys, isScalarInEnvelope, keysInEnvelope, keysOfNoRecord } from '../../event/envelopes/envelopes'
import { type KnownProfile, profiles } from '../../event/known-profiles'
import { incomingShape, intakeFields, ownShape, telltaleKeys } from '../../event/log-shapes'
import { type UsualRecords, usualRecords } from '../../event/mapping/usual-records'
import type { OpenLog, ToldLog } from '../../event/open-log'
import { standingAt } from '../../event/place'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isScalar } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { AllowedValue, RecordKind } from './record-kind'
import { placeAt, type ScannedPlace, scannedPlace } from './scanned-place'

/** By what the records of a file are told, and what they may be. */
export interface Telling extends Pick<RecordKind, 'source' | 'carried' | 'refused' | 'unlisted' | 'values'> {
  /** What may not stand at some places. */
  readonly unlike: readonly Unlike[]
  /** Under these keys each has a text. */
  readonly texts: readonly string[]
  readonly sourcePlaces: readonly string[]
  readonly openings: readonly ToldLog[]
  readonly usual?: UsualRecords
}

/** A place at which a record has no such value. */
interface Unlike {
  readonly place: ScannedPlace
  readonly value: (value: Json) => boolean
}

type Unwrapped = Pick<Telling, 'carried' | 'refused' | 'unlisted' | 'values'>

export const tagKeys = ['tags', 'ddtags']
/** The key under which a log that is on its way may carry the record of its source. */
const carrier = 'message'
/** Keys that make of a log another one than it seems. */
const speaking = [...telltaleKeys.filter((key) => key !== 'ddsource'), 'attributes', 'content', 'aws']
/** What a container wrote may be a record in a text. */
const ofContainers = ['stream', 'log']
/** Files in which so much speaks for envelopes, or for other sources, are parsed. */
const mostOdd = 8

/** Tells by one record of a file of what kind its others have to be; undefined where one cannot be told by so little. */
export function tellingOf(raw: JsonObject, { shape, profile, given, attributes, log }: OpenLog): Telling | undefined {
  const isOwn = shape === ownShape
  if (!isOwn && shape !== incomingShape) return undefined
  const carries = !isOwn && carriesRecord(raw, log)
  const usual = usualRecords.find((each) => isOwn && each.profile === profile)
  const alone = noEnvelopes(raw, usual === undefined ? envelopeKeys : keysOfNoRecord)
  const beside = alone && carries ? carrying(raw, alone) : alone
  if (beside === undefined) return undefined
  const { ddsource } = raw
  if (!isOwn && isText(ddsource)) {
    const openings = [{ shape, profile: undefined }]
    return { ...beside, unlike: [], source: ddsource, texts: ['ddsource'], sourcePlaces: ['ddsource'], openings }
  }
  const mine = profiles.filter((each) => (isOwn && each === profile) || isOf(each, given.source))
  // Its source hangs on what else it holds.
  if (mine.some(({ from }) => from?.source !== undefined)) return undefined
  const others = carries ? marksOfCarried(raw, attributes, mine) : marksOfOthers(raw, mine)
  if (others === undefined || others.unlike.length > mostOdd) return undefined
  const refused = [...beside.refused, ['ddsource'] as const, ...others.refused]
  const source = isOwn ? profile?.source : given.source
  const openings = mine.map((each) => ({ shape: carries ? shape : ownShape, profile: each }))
  const telling = { ...beside, refused, unlike: others.unlike, source }
  if (usual !== undefined) {
    const texts = [...usual.values, ...usual.texts]
    return { ...telling, texts, sourcePlaces: [], openings, usual }
  }
  const named = ['source', ...(carries ? inCarried(['ddsource', 'source']) : [])]
  const sourcePlaces = [...named, ...tagKeys, ...(carries ? inCarried(tagKeys) : [])]
  return { ...telling, texts: [], sourcePlaces, openings: [{ shape: incomingShape, profile: undefined }, ...openings] }
}

function inCarried(paths: readonly string[]): readonly string[] {
  return paths.map((path) => `${carrier}.${path}`)
}

function isOf({ source, otherSources = [] }: KnownProfile, given: string | undefined): boolean {
  return given !== undefined && [source, ...otherSources].includes(given)
}

/** Whether a log has the record of its source under `message`, as an object or as the JSON that its text is. */
function carriesRecord(raw: JsonObject, opened: JsonObject): boolean {
  const { message } = raw
  return isJsonObject(message) || (isText(message) && message.startsWith('{') && isJsonObject(opened[carrier]))
}

/** What has to hold of records that carry others: the fields of a delivery stand beside, and what the one at hand has. */
function carrying(raw: JsonObject, beside: Unwrapped): Unwrapped | undefined {
  const isWhole = isJsonObject(raw[carrier])
  const keys = Object.keys(raw)
  if (!keys.every((key) => scannedPlace(key) !== undefined)) return undefined
  const ofEnvelopes = isWhole ? keysInEnvelope(carrier) : []
  if (ofEnvelopes === undefined) return undefined
  const refused = inCarried([...ofEnvelopes, 'detail-type'])
  return {
    carried: { carrier, beside: [...new Set([...intakeFields, ...keys])] },
    refused: [...beside.refused, ...refused.map(placeAt)],
    unlisted: beside.unlisted,
    values: [
      ...beside.values,
      { place: [carrier], may: isWhole ? (first) => first === openObject : isJsonText },
      { place: [carrier, 'message'], may: isMessage },
    ],
  }
}

/** What has to hold of records so that none is an envelope, if they have no other of its keys than the one at hand. */
function noEnvelopes(raw: JsonObject, keys: readonly string[]): Unwrapped | undefined {
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
      if (isScalarInEnvelope(key)) values.push({ place: [key], may: isObject })
      refused.push(...inside.map((inner) => [key, inner] as const))
    } else if (isScalar(there)) {
      if (isScalarInEnvelope(key)) return undefined
      values.push({ place: [key], may: (first) => !isObject(first) && first !== openList })
    } else if (there === undefined) refused.push([key])
    else return undefined
  }
  return unlisted.length + values.length > 2 * mostOdd ? undefined : { refused, unlisted, values }
}

interface Marks {
  readonly refused: readonly ScannedPlace[]
  readonly unlike: readonly Unlike[]
}

/** What records have nothing at, or no such value, so that no other profile tells them; undefined where that is not to be said. */
function marksOfOthers(raw: JsonObject, mine: readonly KnownProfile[]): Marks | undefined {
  const refused: ScannedPlace[] = []
  const unlike: Unlike[] = []
  for (const { marks, beside, values } of profiles.filter((profile) => !mine.includes(profile))) {
    for (const mark of marks) {
      const there = Object.hasOwn(raw, mark) ? raw[mark] : undefined
      const value = values?.[mark]
      if (there === undefined) refused.push([mark])
      else if (value !== undefined && isScalar(there) && !value(there)) unlike.push({ place: [mark], value })
      else {
        const places = beside?.[mark]
        if (places === undefined || places.some((place) => standingAt(raw, place.split('.')) !== undefined))
          return undefined
        refused.push(...places.map(placeAt))
      }
    }
  }
  return { refused, unlike }
}

/** The same where a record is carried: what stands beside it is no other source's, and what it holds is not either. */
function marksOfCarried(raw: JsonObject, attributes: JsonObject, mine: readonly KnownProfile[]): Marks | undefined {
  const [around, inside] = [marksOfOthers(raw, []), marksOfOthers(attributes, mine)]
  if (around === undefined || inside === undefined) return undefined
  const within = (place: ScannedPlace): ScannedPlace => [carrier, ...place]
  return {
    refused: [...around.refused, ...inside.refused.map(within)],
    unlike: [...around.unlike, ...inside.unlike.map(({ place, value }) => ({ place: within(place), value }))],
  }
}

const [quote, openObject, openList, letterN] = [0x22, 0x7b, 0x5b, 0x6e]

/** An object, or null. */
function isObject(first: number): boolean {
  return first === openObject || first === letterN
}

function isJsonText(first: number, sign: number): boolean {
  return first === quote && sign === openObject
}

/** A text that is a message and nothing else: no JSON, and no line of a source that writes such. */
export function isMessage(first: number, sign: number): boolean {
  const isPrintable = sign > 0x20 && sign < 0x7f
  return first === letterN || (first === quote && isPrintable && !/["\\{0-9a-f-]/.test(String.fromCharCode(sign)))
}
