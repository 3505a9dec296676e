import { sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject, isObjectList } from '../json/json-object'
import { linedUp } from '../json/line-up'

/** One field that differs. `path` reads like `queries[0].query`; a side on which the field is absent has no value. */
export interface FieldChange {
  readonly path: string
  readonly before?: Json
  readonly after?: Json
}

/**
 * Where two canonical objects differ, in the order of their keys; empty exactly when they are equal. Lists of objects
 * are lined up so that an inserted query does not make all later ones look changed: positions in paths are those of
 * `after`, for a removed element those of `before`. Other lists are told as a whole.
 */
export function differences(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  const changes: FieldChange[] = []
  compareObjects(before, after, '', 0, changes)
  return changes
}

/** Deeper than any known field; below, a difference is told as a whole. */
const deepest = 24

function compareObjects(
  before: JsonObject,
  after: JsonObject,
  path: string,
  depth: number,
  changes: FieldChange[],
): void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  for (const key of keys) {
    const here = path === '' ? key : `${path}.${key}`
    compareValues(ownValue(before, key), ownValue(after, key), here, depth + 1, changes)
  }
}

function compareValues(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
  depth: number,
  changes: FieldChange[],
): void {
  if (before === undefined && after === undefined) return
  if (before !== undefined && after !== undefined) {
    if (sameJson(before, after)) return
    if (depth < deepest && isJsonObject(before) && isJsonObject(after)) {
      compareObjects(before, after, path, depth, changes)
      return
    }
    if (depth < deepest && isObjectList(before) && isObjectList(after) && before.length + after.length > 0) {
      compareLists(before, after, path, depth, changes)
      return
    }
  }
  changes.push({ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) })
}

function compareLists(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  path: string,
  depth: number,
  changes: FieldChange[],
): void {
  for (const [left, right] of linedUp(before, after)) {
    if (left !== undefined && right !== undefined) {
      compareValues(before[left], after[right], `${path}[${right}]`, depth + 1, changes)
    } else if (left !== undefined) {
      compareValues(before[left], undefined, `${path}[${left}]`, depth + 1, changes)
    } else if (right !== undefined) {
      compareValues(undefined, after[right], `${path}[${right}]`, depth + 1, changes)
    }
  }
}

function ownValue(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
