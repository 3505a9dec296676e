import type { Json, JsonObject } from '../../../json/json'
import { isJsonObject, isObjectList, isScalar, listIn, objectAt, objectsIn } from '../../../json/json-object'
import type { SealedEnvelope } from '../envelope'

/** Logs as OpenTelemetry's collectors write and send them, with the fields that Datadog's exporter gives them. */
export const otlpEnvelope: SealedEnvelope = {
  kind: 'sealed',
  name: 'logs of OpenTelemetry',
  key: 'resourceLogs',
  recognise: ({ resourceLogs }) => isObjectList(resourceLogs),
  open: ({ resourceLogs }) =>
    objectsIn(resourceLogs).flatMap((entry) => {
      const resource = attributesIn(objectAt(entry, 'resource')?.['attributes'])
      const records = objectsIn(entry['scopeLogs']).flatMap(({ logRecords }) => objectsIn(logRecords))
      return records.map((record) => logOf(record, resource))
    }),
}

function logOf(record: JsonObject, resource: JsonObject): JsonObject {
  const attributes = { ...resource, ...attributesIn(record['attributes']) }
  const { timeUnixNano, observedTimeUnixNano, severityText, severityNumber, traceId, body } = record
  const time = Number(timeUnixNano) > 0 ? timeUnixNano : observedTimeUnixNano
  const status = isScalar(severityText) && severityText !== '' ? severityText : bySeverity(Number(severityNumber))
  const fields: JsonObject = {
    ddsource: attributes['datadog.log.source'] ?? attributes['ddsource'] ?? null,
    service: attributes['service.name'] ?? null,
    hostname: attributes['datadog.host.name'] ?? attributes['host.name'] ?? null,
    status: status ?? null,
    trace_id: traceId ?? null,
    message: isJsonObject(body) ? plainOf(body) : null,
    timestamp: time ?? null,
  }
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== '')
  return { ...attributes, ...Object.fromEntries(said) }
}

/** Four severities of OpenTelemetry are one status, from trace on. */
function bySeverity(severity: number): string | undefined {
  return severity >= 1 ? ['trace', 'debug', 'info', 'warn', 'error', 'fatal'][Math.ceil(severity / 4) - 1] : undefined
}

function attributesIn(list: Json | undefined): JsonObject {
  return Object.fromEntries(
    objectsIn(list).map(({ key, value }) => [String(key), isJsonObject(value) ? plainOf(value) : null]),
  )
}

/** A value as its kind has it; numbers of 64 bits are texts there. */
function plainOf(value: JsonObject, depth = 0): Json {
  if (depth > 30) return null
  const { intValue, arrayValue, kvlistValue } = value
  if (intValue !== undefined) return Number.isSafeInteger(Number(intValue)) ? Number(intValue) : intValue
  if (isJsonObject(arrayValue))
    return listIn(arrayValue['values']).map((each) => (isJsonObject(each) ? plainOf(each, depth + 1) : null))
  if (!isJsonObject(kvlistValue))
    return value['stringValue'] ?? value['boolValue'] ?? value['doubleValue'] ?? value['bytesValue'] ?? null
  const pairs = objectsIn(kvlistValue['values'])
  return Object.fromEntries(
    pairs.map(({ key, value: each }) => [String(key), isJsonObject(each) ? plainOf(each, depth + 1) : null]),
  )
}
