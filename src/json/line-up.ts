import { canonicalJson } from './canonical-json'
import type { Json } from './json'
import { asObject } from './json-object'
import { isText } from './json-text'

/** Positions of two items that stand beside each other; one of them is absent where the other has none beside it. */
type Pair = readonly [left: number | undefined, right: number | undefined]

/**
 * Two lists laid beside each other, in order: equal items first of all, then objects with one name, and between those
 * items by their turn.
 */
export function linedUp(before: readonly Json[], after: readonly Json[]): readonly Pair[] {
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

/** Above this many pairs, lists are laid beside each other position by position. */
const mostPairs = 250_000

/** The longest run of pairs, in order on both sides, of elements that are equal or at least carry one name. */
function anchors(before: readonly Json[], after: readonly Json[]): readonly (readonly [number, number])[] {
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

function marks(item: Json): Marks {
  const name = asObject(item)?.name
  return { text: canonicalJson(item), name: isText(name) ? name : undefined }
}

function likeness(left: Marks | undefined, right: Marks | undefined): number {
  if (!left || !right) return 0
  if (left.text === right.text) return 3
  return left.name !== undefined && left.name === right.name ? 2 : 0
}
