import type { JsonObject } from '../../json/json'
import { isScalar } from '../../json/json-object'
import type { Reserved } from '../log-tags'
import { type Place, standingAt } from '../place'
import { timeFields } from './guessed-places'
import { statusOf } from './log-status'

/**
 * The attributes that stand for reserved ones in JSON logs, in Datadog's order (docs, Pipelines > Preprocessing). They
 * stay attributes as well; that a message goes is observed in the public pipelines' tests.
 */
export const reservedNames = {
  date: [...timeFields, 'syslog.timestamp'],
  host: ['host', 'hostname', 'syslog.hostname'],
  service: ['service', 'syslog.appname', 'dd.service'],
  status: ['status', 'severity', 'level', 'syslog.severity'],
  message: ['message', 'msg', 'log'],
  trace: ['dd.trace_id', 'contextMap.dd.trace_id', 'named_tags.dd.trace_id', 'trace_id'],
} as const

const places = {
  host: reservedNames.host.map(placeOf),
  service: reservedNames.service.map(placeOf),
  status: reservedNames.status.map(placeOf),
  message: reservedNames.message.map(placeOf),
  trace: reservedNames.trace.map(placeOf),
} as const

/**
 * The reserved fields of a raw log, of whose source nobody knows more: what attributes say of those that it lacks, and
 * its status in Datadog's words.
 */
export function preprocessed(reserved: Reserved, attributes: JsonObject): Reserved {
  // Filled one by one: laid together of parts it costs an engine several times as much.
  const filled: { -readonly [Field in keyof Reserved]: Reserved[Field] } = { ...reserved }
  const status = reserved.status ?? firstOf(attributes, places.status)
  if (status !== undefined) filled.status = statusOf(status)
  const message = reserved.message ?? firstOf(attributes, places.message)
  if (message !== undefined) filled.message = message
  const service = reserved.service ?? firstOf(attributes, places.service)
  if (service !== undefined) filled.service = service
  const host = reserved.host ?? firstOf(attributes, places.host)
  if (host !== undefined) filled.host = host
  const traceId = reserved.traceId ?? firstOf(attributes, places.trace)
  if (traceId !== undefined) filled.traceId = traceId
  return filled
}

/** A name as it is written, and what it says of a key in an object. */
interface NamedPlace {
  readonly name: string
  readonly path?: Place
}

function placeOf(name: string): NamedPlace {
  return name.includes('.') ? { name, path: name.split('.') } : { name }
}

function firstOf(attributes: JsonObject, among: readonly NamedPlace[]): string | undefined {
  for (const { name, path } of among) {
    const value = attributes[name] ?? (path && attributes[path[0] ?? ''] && standingAt(attributes, path))
    if (isScalar(value) && value !== '') return String(value)
  }
  return undefined
}
