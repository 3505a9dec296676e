import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { carriedRecord } from './carried-record'
import { areOfCloudTrail, recordOfRow } from './cloudtrail-rows'
import { recordOfColumns } from './looked-up-event'

/** A table that is exported as CSV: what tells it by the names of its columns, and the log that a row is. */
interface CsvKind {
  readonly name: string
  /** Asked with the names in lower case. */
  readonly tells: (names: ReadonlySet<string>) => boolean
  readonly logOf: (cells: Cells) => JsonObject
}

/** What is in a row, by the names of its columns as they are written; an empty cell is not there. */
type Cells = ReadonlyMap<string, string>

const kinds: readonly CsvKind[] = [
  {
    name: "Datadog's Log Explorer",
    tells: (names) =>
      names.has('date') &&
      (names.has('message') || names.has('content')) &&
      (names.has('host') || names.has('service')),
    logOf: exploredLog,
  },
  {
    name: 'CloudWatch Logs Insights',
    tells: (names) => names.has('@message') && (names.has('@timestamp') || names.has('@ptr')),
    logOf: (cells) => Object.fromEntries(cells),
  },
  {
    name: "CloudTrail's event history",
    tells: (names) => names.has('event name') && names.has('event time'),
    logOf: eventOfHistory,
  },
  {
    name: 'CloudTrail Lake or Athena',
    tells: (names) => areOfCloudTrail((column) => names.has(column)) || names.has('eventjson'),
    logOf: (cells) => carriedRecord(cells.get('eventJson') ?? cells.get('eventjson')) ?? recordOfRow(cellValues(cells)),
  },
]

/** Whether the names of columns are those of an export that is known, whatever its file is called. */
export function isKnownHeader(header: readonly string[]): boolean {
  const names = lowerCase(header)
  return kinds.some(({ tells }) => tells(names))
}

/** How the rows of a table become logs; of a table that is not known each column is an attribute. */
export function readerOfRows(header: readonly string[]): (cells: readonly string[]) => JsonObject {
  const names = lowerCase(header)
  const logOf = kinds.find(({ tells }) => tells(names))?.logOf ?? cellValues
  const columns = header.map((name) => name.trim())
  return (row) =>
    logOf(
      new Map(
        columns.flatMap((name, index) => {
          const cell = row[index] ?? ''
          return name === '' || cell === '' ? [] : [[name, cell] as const]
        }),
      ),
    )
}

function lowerCase(header: readonly string[]): ReadonlySet<string> {
  return new Set(header.map((name) => name.trim().toLowerCase()))
}

function cellValues(cells: Cells): JsonObject {
  return Object.fromEntries([...cells].map(([name, cell]) => [name, cellValue(cell)]))
}

/** JSON as it is, a number where JSON would write it so, else the text. */
function cellValue(cell: string): Json {
  if (/^\s*[[{]/.test(cell)) return carriedRecord(`{"cell":${cell}}`)?.['cell'] ?? cell
  const number = Number(cell)
  return cell.length < 17 && String(number) === cell && Number.isFinite(number) ? number : cell
}

/** The names of a log's own fields in the Log Explorer, and where a log of an archive has them. */
const explorerFields: ReadonlyMap<string, string> = new Map([
  ...(['date', 'host', 'service', 'status', 'source', 'message'] as const).map((name) => [name, name] as const),
  ['content', 'message'],
  ['tags', 'tags'],
  ['id', '_id'],
  ['log id', '_id'],
])
/** Columns that hold all attributes as JSON. */
const whole: ReadonlySet<string> = new Set(['attributes', '@attributes', 'custom', 'json'])

/** A log that Datadog has processed: its attributes are the other columns, and what its message holds as JSON. */
function exploredLog(cells: Cells): JsonObject {
  const log: Record<string, Json> = {}
  const attributes: Record<string, Json> = {}
  for (const [name, cell] of cells) {
    const field = explorerFields.get(name.toLowerCase())
    const value = cellValue(cell)
    if (field !== undefined) log[field] = field === 'tags' && isList(value) ? value : cell
    else if (whole.has(name.toLowerCase()) && isJsonObject(value)) merge(attributes, value)
    else set(attributes, (name.startsWith('@') ? name.slice(1) : name).split('.'), value)
  }
  const spoken = carriedRecord(log['message'])
  return {
    ...log,
    attributes: spoken === undefined ? attributes : merge({ ...spoken } as Record<string, Json>, attributes),
  }
}

/** Puts what the second has over the first, object by object. */
function merge(into: Record<string, Json>, from: JsonObject): Record<string, Json> {
  for (const [key, value] of Object.entries(from)) {
    const there = Object.hasOwn(into, key) ? into[key] : undefined
    if (value === undefined) continue
    put(
      into,
      key,
      isJsonObject(there) && isJsonObject(value) ? merge({ ...there } as Record<string, Json>, value) : value,
    )
  }
  return into
}

/** Sets a value at a path of keys; where a value is in the way, under the whole path as one key. */
function set(into: Record<string, Json>, [key = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) put(into, key, value)
  else {
    const there = Object.hasOwn(into, key) ? into[key] : {}
    if (!isJsonObject(there)) put(into, [key, ...rest].join('.'), value)
    else {
      const inner = { ...there } as Record<string, Json>
      set(inner, rest, value)
      put(into, key, inner)
    }
  }
}

function put(into: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true })
}

/** Columns of CloudTrail's console, in lower case, and the names of its record. */
const historyColumns: ReadonlyMap<string, string> = new Map([
  ['source ip address', 'sourceIPAddress'],
  ['aws region', 'awsRegion'],
  ['error code', 'errorCode'],
  ['request id', 'requestID'],
  ['event type', 'eventType'],
  ['event version', 'eventVersion'],
  ['api version', 'apiVersion'],
  ['user agent', 'userAgent'],
  ['recipient account id', 'recipientAccountId'],
  ['shared event id', 'sharedEventID'],
  ['vpc endpoint id', 'vpcEndpointId'],
])

function eventOfHistory(cells: Cells): JsonObject {
  const at = new Map([...cells].map(([name, cell]) => [name.toLowerCase(), cell]))
  const [types, names] = [at.get('resource type'), at.get('resource name')].map((list) => list?.split(/,\s*/) ?? [])
  const more = [...at].flatMap(([column, cell]) => {
    const name = historyColumns.get(column)
    return name === undefined ? [] : [[name, cell] as const]
  })
  return recordOfColumns({
    eventID: at.get('event id'),
    eventName: at.get('event name'),
    eventTime: at.get('event time'),
    eventSource: at.get('event source'),
    readOnly: at.get('read-only')?.toLowerCase(),
    userName: at.get('user name'),
    accessKeyId: at.get('aws access key'),
    resources: (names ?? []).map((name, index) => [types?.[index], name]),
    more: Object.fromEntries(more),
  })
}
