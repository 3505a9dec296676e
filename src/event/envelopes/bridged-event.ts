import type { JsonObject } from '../../json/json'
import { isJsonObject, objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { recogniseProfile } from '../known-profiles'
import { carriedRecord } from './carried-record'
import { envelopeOf } from './envelopes'

/** The event of EventBridge that a message is, as text or opened; undefined for any other, also for one that is a list. */
export function bridgedEvent(message: unknown): JsonObject | undefined {
  // Asked of every message, and so of its text first.
  if (typeof message === 'string' && !message.includes('"detail-type"')) return undefined
  const event = isJsonObject(message) ? message : carriedRecord(message)
  if (event === undefined || !isText(event['detail-type']) || !isJsonObject(event['detail'])) return undefined
  return envelopeOf(event) === undefined ? event : undefined
}

/** The record in an event of EventBridge, where a profile knows it and not the event. */
export function recordOfEvent(event: JsonObject): JsonObject | undefined {
  const detail = objectAt(event, 'detail')
  const isKnown =
    recogniseProfile(event) === undefined && detail !== undefined && recogniseProfile(detail) !== undefined
  return isKnown ? detail : undefined
}
