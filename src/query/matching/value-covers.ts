import { numberOf, readNumber } from '../number-literal'
import type { Bound, CidrBlock, PatternPart, RangeEnd, Value } from '../query'
import { blockInside } from './cidr-block'
import { compileValueTest } from './value-test'

/** Whether each stored value that `narrow` accepts is accepted by `wide`, as far as that can be proved, on a field that is compared as a whole. */
export function valueCovers(wide: Value, narrow: Value): boolean {
  if (wide.kind === 'any' || wide.kind === 'exists') return true
  switch (narrow.kind) {
    case 'term':
    case 'phrase': {
      const accepts = compileValueTest(wide)
      return storedAs(narrow.text).every(accepts)
    }
    case 'wildcard':
      return wide.kind === 'wildcard' && patternCovers(partsOf(wide.pattern), partsOf(narrow.pattern))
    case 'comparison':
    case 'range':
      return isBounded(wide) && boundsCover(boundsOf(wide), boundsOf(narrow))
    default:
      return false
  }
}

/** Whether each address of the narrow blocks lies in a wide one. */
export function blocksCover(wide: readonly CidrBlock[], narrow: readonly CidrBlock[]): boolean {
  return narrow.every((inner) => wide.some((outer) => blockInside(inner.text, outer.text)))
}

/** What a log may hold where a text is asked for: the text, a number of that size, or a flag of that name. */
function storedAs(text: string): readonly (string | number | boolean)[] {
  const number = readNumber(text)
  return [
    text,
    ...(number === undefined ? [] : [number]),
    ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
  ]
}

type Bounded = Extract<Value, { readonly kind: 'comparison' | 'range' }>

interface Bounds {
  readonly lower: RangeEnd
  readonly upper: RangeEnd
}

const open: RangeEnd = { included: false, bound: undefined }

function isBounded(value: Value): value is Bounded {
  return value.kind === 'comparison' || value.kind === 'range'
}

function boundsOf(value: Bounded): Bounds {
  if (value.kind === 'range') return value
  const end = { included: value.operator.endsWith('='), bound: value.bound }
  return value.operator.startsWith('>') ? { lower: end, upper: open } : { lower: open, upper: end }
}

function boundsCover(wide: Bounds, narrow: Bounds): boolean {
  return endCovers(wide.lower, narrow.lower, 1) && endCovers(wide.upper, narrow.upper, -1)
}

/** A stored number is compared by size and a stored text by order, so an end has to be the wider one in both. */
function endCovers(wide: RangeEnd, narrow: RangeEnd, sign: 1 | -1): boolean {
  if (wide.bound === undefined) return true
  if (narrow.bound === undefined) return false
  const isWider = (order: number): boolean => order * sign > 0 || (order === 0 && (wide.included || !narrow.included))
  const [inner, outer] = [narrow.bound, wide.bound]
  return numbersCovered(inner, outer, isWider) && textsCovered(inner, outer, isWider)
}

function numbersCovered(inner: Bound, outer: Bound, isWider: (order: number) => boolean): boolean {
  const [narrow, wide] = [numberOf(inner), numberOf(outer)]
  // A number is never greater or less than what is no number.
  if (narrow === undefined) return true
  return wide !== undefined && isWider(narrow - wide)
}

function textsCovered(inner: Bound, outer: Bound, isWider: (order: number) => boolean): boolean {
  // A text is never greater or less than a measure.
  if (inner.measure !== undefined) return true
  if (outer.measure !== undefined) return false
  return isWider(inner.text === outer.text ? 0 : inner.text < outer.text ? -1 : 1)
}

/** One character, any run, any one character. */
type Part = string | typeof run | typeof one
const run = Symbol('run')
const one = Symbol('one')

function partsOf(pattern: readonly PatternPart[]): readonly Part[] {
  return pattern.flatMap((part): readonly Part[] => {
    if (part.kind === 'text') return Array.from(part.text)
    return [part.kind === 'run' ? run : one]
  })
}

/** More parts than these on each side are not held against each other. */
const mostParts = 1_000

/** Whether each text of the narrow pattern is one of the wide one: a run of it is taken by a run alone. */
function patternCovers(wide: readonly Part[], narrow: readonly Part[]): boolean {
  if (wide.length > mostParts || narrow.length > mostParts) return false
  // covered[at]: whether what is left of `wide` takes what is left of `narrow` from `at` on.
  let covered: readonly boolean[] = Array.from({ length: narrow.length + 1 }, (_, at) => at === narrow.length)
  for (const part of wide.toReversed()) {
    const next: boolean[] = new Array(narrow.length + 1).fill(false)
    for (let at = narrow.length; at >= 0; at -= 1) {
      const other = narrow[at]
      const rest = covered[at + 1] ?? false
      if (part === run) next[at] = (covered[at] ?? false) || (at < narrow.length && (next[at + 1] ?? false))
      else if (other !== undefined)
        next[at] = (part === other || (part === one && isOneCharacter(other))) && other !== run && rest
    }
    covered = next
  }
  return covered[0] ?? false
}

/** A character beyond the first 65,536 is two of those that some count. */
function isOneCharacter(part: Part): boolean {
  return part === one || (typeof part === 'string' && part.length === 1)
}
