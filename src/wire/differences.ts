import { canonicalJson, sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject, isObjectList } from '../json/json-object'
import { isText } from '../json/json-text'

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

/** Above this many pairs, lists are compared position by position. */
const mostPairs = 250_000

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

type Pair = readonly [left: number | undefined, right: number | undefined]

/** Pairs of positions in order: equal elements first of all, then, between those, elements by their turn. */
function linedUp(before: readonly JsonObject[], after: readonly JsonObject[]): readonly Pair[] {
  const pairs: Pair[] = []
  let left = 0
  let right = 0
  for (const [nextLeft, nextRight] of [...anchors(before, after), [before.length, after.length] as const]) {
    while (left < nextLeft || right < nextRight) {
      pairs.push([left < nextLeft ? left : undefined, right < nextRight ? right : undefined])
      if (left < nextLeft) left += 1
      if (right < nextRight) right += 1
    }
    if (nextLeft < before.length && nextRight < after.length) pairs.push([nextLeft, nextRight])
    left = nextLeft + 1
    right = nextRight + 1
  }
  return pairs
}

/** The longest run of pairs, in order on both sides, of elements that are equal or at least carry one name. */
function anchors(before: readonly JsonObject[], after: readonly JsonObject[]): readonly (readonly [number, number])[] {
  if (before.length === after.length && before.length < 2) return []
  if (before.length * after.length > mostPairs) return []
  const lefts = before.map(marks)
  const rights = after.map(marks)
  const width = after.length + 1
  const best = new Float64Array((before.length + 1) * width)
  const at = (left: number, right: number): number => best[left * width + right] ?? 0
  for (let left = before.length - 1; left >= 0; left -= 1) {
    for (let right = after.length - 1; right >= 0; right -= 1) {
      const together = likeness(lefts[left], rights[right])
      const joined = together > 0 ? together + at(left + 1, right + 1) : 0
      best[left * width + right] = Math.max(joined, at(left + 1, right), at(left, right + 1))
    }
  }
  const pairs: [number, number][] = []
  let left = 0
  let right = 0
  while (left < before.length && right < after.length) {
    const together = likeness(lefts[left], rights[right])
    if (together > 0 && at(left, right) === together + at(left + 1, right + 1)) {
      pairs.push([left, right])
      left += 1
      right += 1
    } else if (at(left + 1, right) >= at(left, right + 1)) left += 1
    else right += 1
  }
  return pairs
}

interface Marks {
  readonly text: string
  readonly name: string | undefined
}

function marks(item: JsonObject): Marks {
  const { name } = item
  return { text: canonicalJson(item), name: isText(name) ? name : undefined }
}

function likeness(left: Marks | undefined, right: Marks | undefined): number {
  if (!left || !right) return 0
  if (left.text === right.text) return 3
  return left.name !== undefined && left.name === right.name ? 2 : 0
}

function ownValue(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
