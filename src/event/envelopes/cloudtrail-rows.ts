import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList, objectsIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { carriedRecord } from './carried-record'
import { cloudTrailName, isCloudTrailName, ownWords } from './cloudtrail-names'
import type { ListEnvelope, SealedEnvelope } from './envelope'
import { readStruct } from './sql-struct'

/** CloudTrail's records as queries over them answer: rows of CloudTrail Lake, and Athena's, with names in lower case. */
export const cloudTrailRowEnvelopes: readonly (ListEnvelope | SealedEnvelope)[] = [
  {
    kind: 'list',
    name: 'answer of a query of CloudTrail Lake',
    key: 'QueryResultRows',
    holds: (first) => isList(first) && isLakeRow(first),
  },
  {
    kind: 'sealed',
    name: 'CloudTrail record with names in lower case',
    key: 'eventname',
    recognise: (row) =>
      row['eventName'] === undefined &&
      isText(row['eventname']) &&
      areOfCloudTrail((column) => row[column] !== undefined),
    open: (row) => [recordOfRow(row)],
  },
  {
    kind: 'sealed',
    name: 'CloudTrail record as a text in a column',
    key: 'eventJson',
    recognise: ({ eventJson }) => carriedRecord(eventJson) !== undefined,
    open: ({ eventJson }) => [carriedRecord(eventJson)],
  },
]

/** A row has no more columns than CloudTrail's record has names, times what a query makes of them. */
const mostColumns = 200

/** Whether a list is a row of CloudTrail Lake: a list of columns, each an object of one key, CloudTrail's among them. */
export function isLakeRow(row: readonly unknown[]): boolean {
  if (row.length === 0 || row.length > mostColumns) return false
  const columns = row.map((column) => (isJsonObject(column) ? Object.keys(column) : []))
  const keys = columns.map(([key]) => key ?? '')
  const isEach = columns.every(({ length }) => length === 1)
  return isEach && new Set(keys).size === keys.length && keys.some((key) => telling.has(key.toLowerCase()))
}

const telling = new Set(['eventname', 'eventtime', 'eventid', 'eventsource', 'eventjson', 'useridentity'])

/** The record behind a row of CloudTrail Lake. */
export function recordOfLakeRow(row: readonly unknown[]): JsonObject {
  const merged: JsonObject = Object.assign({}, ...objectsIn(row))
  const text = Object.entries(merged).find(([name]) => cloudTrailName(name) === 'eventJson')?.[1]
  return carriedRecord(text) ?? recordOfRow(merged)
}

/** Whether columns, in lower case, are those of CloudTrail: no other table has such beside name and time of an event. */
export function areOfCloudTrail(has: (column: string) => boolean): boolean {
  return has('eventname') && has('eventtime') && besides.some(has)
}

const besides = [
  'eventsource',
  'useridentity',
  'sourceipaddress',
  'eventid',
  'awsregion',
  'recipientaccountid',
  'requestparameters',
]

/** The record of a row; where the query left out of what service it is, it is CloudTrail's all the same. */
export function recordOfRow(row: JsonObject): JsonObject {
  const record = restoredRecord(row)
  return isText(record['eventSource']) ? record : { ...record, ddsource: 'cloudtrail' }
}

/**
 * A record with CloudTrail's own names again, and what stood in a column as text opened: JSON, or a struct as SQL prints
 * it. What a request or a response holds keeps its names.
 */
function restoredRecord(row: JsonObject): JsonObject {
  return restored(row, 0)
}

/** Deeper than this CloudTrail's own names do not go. */
const mostLevels = 8

function restored(object: JsonObject, level: number, below?: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]): (readonly [string, Json])[] => {
      if (value === undefined) return []
      const name = cloudTrailName(key, below)
      const opened = openedColumn(name, value)
      return [[name, ownWords.has(name) || level === mostLevels ? opened : restoredValue(opened, level + 1, name)]]
    }),
  )
}

function restoredValue(value: Json, level: number, below: string): Json {
  if (isList(value)) return level > mostLevels ? value : value.map((item) => restoredValue(item, level + 1, below))
  return isJsonObject(value) ? restored(value, level, below) : value
}

function openedColumn(name: string, value: Json): Json {
  if (typeof value !== 'string' || !isCloudTrailName(name) || !/^[[{]/.test(value)) return value
  return jsonIn(value) ?? readStruct(value) ?? value
}

function jsonIn(text: string): Json | undefined {
  if (text.startsWith('{')) return carriedRecord(text)
  return carriedRecord(`{"list":${text}}`)?.['list']
}
