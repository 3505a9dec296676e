import { canonicalJson } from '../json/canonical-json'
import { listIn } from '../json/json-object'
import type { LogEvent } from './log-event'
import type { LogFields } from './log-shapes'

/** The fields of a log that stand beside its attributes, and its tags without them. */
export type Reserved = Pick<LogEvent, 'message' | 'service' | 'status' | 'host' | 'source' | 'traceId' | 'tags'>

/** Tags from a list, or from the comma-separated text of the log intake; lower case, as Datadog keeps them (docs, Getting started > Tags). */
export function readTags(value: unknown): readonly string[] {
  const words = typeof value === 'string' ? value.split(',') : listIn(value)
  return words
    .filter((word) => typeof word === 'string' || typeof word === 'number' || typeof word === 'boolean')
    .map((word) => String(word).trim().toLowerCase())
    .filter((word) => word !== '')
}

/** The reserved fields, taken from a tag such as `source:cloudtrail` where the log has no field of that name. */
export function takeReserved(fields: LogFields, tags: readonly string[]): Reserved {
  const message = textOf(fields.message)
  const service = textOf(fields.service) ?? fromTag(tags, 'service:')
  const status = textOf(fields.status) ?? fromTag(tags, 'status:')
  const host = textOf(fields.host) ?? fromTag(tags, 'host:')
  const source = textOf(fields.source) ?? fromTag(tags, 'source:')
  const traceId = textOf(fields.traceId)
  const repeated =
    tags.length === 0 ? [] : [`service:${service}`, `status:${status}`, `host:${host}`, `source:${source}`]
  // Filled one by one: laid together of parts it costs an engine several times as much.
  const reserved: { -readonly [Field in keyof Reserved]: Reserved[Field] } = {
    tags: tags.filter((tag) => !repeated.includes(tag)),
  }
  if (message !== undefined) reserved.message = message
  if (service !== undefined) reserved.service = service
  if (status !== undefined) reserved.status = status
  if (host !== undefined) reserved.host = host
  if (source !== undefined) reserved.source = source
  if (traceId !== undefined) reserved.traceId = traceId
  return reserved
}

function fromTag(tags: readonly string[], prefix: string): string | undefined {
  return tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length)
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  return Array.isArray(value) && value.length === 1 ? textOf(value[0]) : canonicalJson(value)
}
