import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import type { Json } from '../json/json'
import { scalarText } from './scalar-text'

/** The values of the group-by fields, by position. Equal keys are the same group, whatever the fields are called. */
export interface Group {
  readonly key: string
  /** Undefined at a position that this group does not have. */
  readonly values: readonly (string | undefined)[]
}

/** For each position of a group, the names under which the queries know that field. */
export function fieldsByPosition(groupBys: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const longest = Math.max(0, ...groupBys.map(({ length }) => length))
  return Array.from({ length: longest }, (_, position) => [
    ...new Set(groupBys.flatMap((fields) => fields[position] ?? [])),
  ])
}

/** What stands for a missing value where a query has optional group-by fields (documented). */
export const missingValue = 'N/A'

/** More groups than this are not made of one event, however long its lists are. */
const maxGroupsOfOneEvent = 10_000

const oneGroup: readonly Group[] = [{ key: '[]', values: [] }]

/**
 * The groups that an event joins: one a combination of its values, so that a list puts it in the group of each of its
 * elements (assumed). An event that lacks a field joins none, or with `optional` the group of `N/A`.
 */
export function compileGroups(fields: readonly string[], optional: boolean): (event: LogEvent) => readonly Group[] {
  if (fields.length === 0) return () => oneGroup
  const valuesOf = compileTuples(fields, optional)
  return (event) => valuesOf(event).map((values) => ({ key: JSON.stringify(values), values }))
}

/** All combinations of the values that an event has at these paths, without repetition; none if a path has no value. */
export function compileTuples(paths: readonly string[], optional = false): (event: LogEvent) => readonly string[][] {
  const readers = paths.map((path) => compilePath(path))
  return (event) => {
    let tuples: string[][] = [[]]
    for (const read of readers) {
      const found = distinctTexts(read(event))
      if (found.length === 0 && !optional) return []
      const values = found.length === 0 ? [missingValue] : found
      tuples = values.length === 1 ? tuples.map((tuple) => [...tuple, values[0] ?? '']) : combine(tuples, values)
    }
    return tuples
  }
}

function combine(tuples: readonly string[][], values: readonly string[]): string[][] {
  const combined: string[][] = []
  for (const tuple of tuples) {
    for (const value of values) {
      if (combined.length === maxGroupsOfOneEvent) return combined
      combined.push([...tuple, value])
    }
  }
  return combined
}

function distinctTexts(values: readonly Json[]): readonly string[] {
  const [only] = values
  if (values.length === 1 && typeof only === 'string') return [only]
  const texts = new Set<string>()
  for (const value of values) {
    const text = scalarText(value)
    if (text !== undefined) texts.add(text)
  }
  return [...texts]
}

/** Which of these fields have no value in a log that could name a group or be counted. */
export function absentFields(fields: readonly string[]): (event: LogEvent) => readonly string[] {
  const tuples = fields.map((field) => [field, compileTuples([field])] as const)
  return (event) => tuples.filter(([, valuesOf]) => valuesOf(event).length === 0).map(([field]) => field)
}
