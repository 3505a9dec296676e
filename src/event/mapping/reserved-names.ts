import type { Json, JsonObject } from '../../json/json'
import { isScalar } from '../../json/json-object'
import type { Reserved } from '../log-tags'
import { timeFields } from './guessed-places'
import { statusOf } from './log-status'
import { valueAt } from './record-values'

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

/**
 * The reserved fields of a raw log, of whose source nobody knows more: what attributes say of those that it lacks, and
 * its status in Datadog's words.
 */
export function preprocessed(reserved: Reserved, attributes: JsonObject): Reserved {
  const status = reserved.status ?? firstOf(attributes, reservedNames.status)
  const message = reserved.message ?? textOf(firstOf(attributes, reservedNames.message))
  const service = reserved.service ?? textOf(firstOf(attributes, reservedNames.service))
  const host = reserved.host ?? textOf(firstOf(attributes, reservedNames.host))
  const traceId = reserved.traceId ?? textOf(firstOf(attributes, reservedNames.trace))
  return {
    ...reserved,
    ...(status !== undefined && { status: statusOf(status) }),
    ...(message !== undefined && { message }),
    ...(service !== undefined && { service }),
    ...(host !== undefined && { host }),
    ...(traceId !== undefined && { traceId }),
  }
}

function firstOf(attributes: JsonObject, names: readonly string[]): Json | undefined {
  for (const name of names) {
    const value = attributes[name] ?? valueAt(attributes, name)
    if (isScalar(value) && value !== '') return value
  }
  return undefined
}

function textOf(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
