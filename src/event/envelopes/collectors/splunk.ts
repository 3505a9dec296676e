import { isJsonObject, objectAt } from '../../../json/json-object'
import { isText } from '../../../json/json-text'
import { carriedRecord } from '../carried-record'
import type { SealedEnvelope } from '../envelope'

/** Events as Splunk exports them, the log a text in `_raw`, and as it takes them in. */
export const splunkEnvelopes: readonly SealedEnvelope[] = [
  {
    kind: 'sealed',
    name: "line of Splunk's export",
    key: 'result',
    recognise: (line) => isText(objectAt(line, 'result')?.['_raw']),
    inside: ['_raw'],
    isNested: true,
    open: (line) => [objectAt(line, 'result')],
  },
  {
    kind: 'sealed',
    name: 'event of Splunk',
    key: '_raw',
    recognise: ({ _raw, _time, timestamp }) => isText(_raw) && _time !== undefined && timestamp === undefined,
    open: (event) => [
      {
        ...Object.fromEntries(Object.entries(event).filter(([key]) => !key.startsWith('_') && !splunkOwn.has(key))),
        message: carriedRecord(event['_raw']) ?? event['_raw'] ?? '',
        timestamp: event['_time'] ?? null,
      },
    ],
  },
  {
    kind: 'sealed',
    name: "event of Splunk's HTTP Event Collector",
    key: 'sourcetype',
    recognise: (log) =>
      isText(log['sourcetype']) &&
      (isText(log['event']) || isJsonObject(log['event'])) &&
      Object.keys(log).every((key) => collectorKeys.has(key)),
    open: ({ event, time, host, fields }) => [
      {
        ...(isJsonObject(fields) && fields),
        message: carriedRecord(event) ?? event ?? '',
        ...(time !== undefined && { timestamp: time }),
        ...(host !== undefined && { host }),
      },
    ],
  },
]

/** What the collector takes; `source` is a file there, or a word of the sender's. */
const collectorKeys: ReadonlySet<string> = new Set([
  ...['event', 'time', 'host', 'source', 'sourcetype', 'index', 'fields'],
])

/** What Splunk says of where it has an event; `source` is a file there. */
const splunkOwn: ReadonlySet<string> = new Set([
  ...['source', 'sourcetype', 'index', 'splunk_server', 'splunk_server_group', 'linecount', 'punct', 'timestartpos'],
  ...['timeendpos', 'eventtype', 'tag', 'tag::eventtype'],
])
