import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList, objectsIn } from '../../json/json-object'
import { asText, isText } from '../../json/json-text'
import { carriedRecord } from './carried-record'
import { cloudWatchHost, cloudWatchSource, cloudWatchTags, type LogStream } from './cloudwatch-source'
import type { ListEnvelope, SealedEnvelope } from './envelope'

/** What comes out of CloudWatch Logs: to subscribers, and to those who ask. */
export const cloudWatchEnvelopes: readonly (ListEnvelope | SealedEnvelope)[] = [
  {
    kind: 'sealed',
    name: 'delivery of a CloudWatch Logs subscription',
    key: 'logEvents',
    recognise: ({ logEvents, messageType }) =>
      messageType === 'DATA_MESSAGE' ||
      messageType === 'CONTROL_MESSAGE' ||
      (isList(logEvents) && logEvents.length > 0 && logEvents.every(isLogEvent)),
    open: (document, { isEnvelope }) => {
      // Whether anybody listens is asked in the same form.
      if (document['messageType'] === 'CONTROL_MESSAGE') return []
      const stream = streamOf(document)
      return objectsIn(document['logEvents']).map((event) => {
        const { message } = event
        // Of an event of Security Hub each finding is a log.
        const bridged = isText(message) && message.includes('"aws.securityhub"') ? carriedRecord(message) : undefined
        return bridged !== undefined && isEnvelope(bridged) ? bridged : deliveredLog(event, stream)
      })
    },
  },
  {
    kind: 'list',
    name: 'answer of filter-log-events or get-log-events',
    key: 'events',
    holds: isAnswered,
  },
  {
    kind: 'sealed',
    name: "element of filter-log-events' answer",
    key: 'ingestionTime',
    recognise: (event) => isAnswered(event) && !('ddsourcecategory' in event),
    open: (event) => [deliveredLog(event, { logStream: asText(event['logStreamName']) })],
  },
  {
    kind: 'list',
    name: 'answer of a query of Logs Insights',
    key: 'results',
    holds: (first) => isList(first) && isInsightsRow(first),
  },
  {
    kind: 'sealed',
    name: 'row of Logs Insights, as its console exports it',
    key: '@message',
    recognise: (row) => '@timestamp' in row || '@ptr' in row,
    open: (row) => [logOfFields(new Map(Object.entries(row)))],
  },
]

const exported = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z) (\{.*)$/s

/** The log in a line of an export to S3: the time of its delivery, and the record; undefined for any other line. */
export function logOfExportedLine(line: string): JsonObject | undefined {
  const [, timestamp, message] = exported.exec(line) ?? []
  return timestamp === undefined || carriedRecord(message) === undefined
    ? undefined
    : deliveredLog({ timestamp, message }, {})
}

/** Whether a list is a row of Logs Insights: pairs of `field` and `value`. */
export function isInsightsRow(row: readonly unknown[]): boolean {
  return row.length > 0 && row.length <= mostFields && row.every(isField)
}

const mostFields = 1000

/** The log behind a row of Logs Insights; where the query did not ask for the message, its fields are the attributes. */
export function logOfInsightsRow(row: readonly unknown[]): JsonObject {
  return logOfFields(new Map(objectsIn(row).map(({ field, value }) => [String(field), value])))
}

function logOfFields(fields: ReadonlyMap<string, Json | undefined>): JsonObject {
  const at = (name: string): string | undefined => asText(fields.get(name))
  // `@log` is the account and the group.
  const [owner, logGroup] = (at('@log') ?? '').split(/:(.*)/s, 2)
  const message = fields.get('@message')
  const event = { id: at('@ptr'), timestamp: at('@timestamp'), message }
  const log = deliveredLog(event, { owner: owner || undefined, logGroup, logStream: at('@logStream') })
  if (message !== undefined) return log
  const own = [...fields].flatMap(([name, value]) =>
    name.startsWith('@') || value === undefined ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(own), ...log }
}

function isField(value: unknown): boolean {
  return isJsonObject(value) && isText(value['field']) && 'value' in value && Object.keys(value).length === 2
}

function isLogEvent(event: unknown): boolean {
  return isJsonObject(event) && typeof event['message'] === 'string' && typeof event['timestamp'] === 'number'
}

function isAnswered(event: unknown): boolean {
  return isJsonObject(event) && isLogEvent(event) && typeof event['ingestionTime'] === 'number'
}

function streamOf(document: JsonObject): LogStream {
  return {
    logGroup: asText(document['logGroup']),
    logStream: asText(document['logStream']),
    owner: asText(document['owner']),
  }
}

/** The log as Datadog's forwarder sends it; a source that nothing tells is left to `usualSource` of the shape. */
function deliveredLog(event: Readonly<Record<string, Json | undefined>>, stream: LogStream): JsonObject {
  const source = cloudWatchSource(stream)
  const host = cloudWatchHost(stream)
  const tags = cloudWatchTags(stream)
  const id = event['id'] ?? event['eventId']
  return {
    ...(isText(id) && { id, _id: id }),
    ...(event['timestamp'] !== undefined && { timestamp: event['timestamp'] }),
    ...(event['message'] !== undefined && { message: event['message'] }),
    ...(source !== undefined && { ddsource: source, service: source }),
    ddsourcecategory: 'aws',
    ...(host !== undefined && { host }),
    ...(tags.length > 0 && { ddtags: tags.join(',') }),
    aws: { awslogs: defined(stream) },
  }
}

function defined({ logGroup, logStream, owner }: LogStream): JsonObject {
  return {
    ...(logGroup !== undefined && { logGroup }),
    ...(logStream !== undefined && { logStream }),
    ...(owner !== undefined && { owner }),
  }
}
