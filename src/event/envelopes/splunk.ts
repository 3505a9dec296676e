import { objectAt } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { carriedRecord } from './carried-record'
import type { SealedEnvelope } from './envelope'

/** Events as Splunk exports them: the log is the text in `_raw`. */
export const splunkEnvelopes: readonly SealedEnvelope[] = [
  {
    kind: 'sealed',
    name: "line of Splunk's export",
    key: 'result',
    recognise: (line) => isText(objectAt(line, 'result')?.['_raw']),
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
]

/** What Splunk says of where it has an event; `source` is a file there. */
const splunkOwn: ReadonlySet<string> = new Set([
  ...['source', 'sourcetype', 'index', 'splunk_server', 'splunk_server_group', 'linecount', 'punct', 'timestartpos'],
  ...['timeendpos', 'eventtype', 'tag', 'tag::eventtype'],
])
