/**
 * A set of characters (code points). The first 256 are a table; of the others the set holds none, all, or those that a
 * test says. What a set holds beyond the table is never listed, so that `\p{L}` costs nothing until it is asked.
 */
export interface CharSet {
  readonly low: Uint8Array
  readonly high: 'none' | 'all' | ((codePoint: number) => boolean)
}

/** Whether a code point is in the set. */
export function holds(set: CharSet, codePoint: number): boolean {
  if (codePoint < 256) return set.low[codePoint] === 1
  if (typeof set.high === 'function') return set.high(codePoint)
  return set.high === 'all'
}

/** The set of what a test says yes to; `test` is asked for the first 256 code points at once, for others later. */
export function setWhere(test: (codePoint: number) => boolean, high: CharSet['high'] = test): CharSet {
  const low = new Uint8Array(256)
  for (let codePoint = 0; codePoint < 256; codePoint += 1) if (test(codePoint)) low[codePoint] = 1
  return { low, high }
}

/** The set of the characters from `first` to `last`, both inside. */
export function range(first: number, last: number): CharSet {
  const inside = (codePoint: number): boolean => codePoint >= first && codePoint <= last
  return setWhere(inside, last < 256 ? 'none' : inside)
}

/** The set of the characters of a text. */
export function charsOf(text: string): CharSet {
  const low = new Uint8Array(256)
  const high = new Set<number>()
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0
    if (point < 256) low[point] = 1
    else high.add(point)
  }
  return { low, high: high.size === 0 ? 'none' : (point) => high.has(point) }
}

/** The set of one character in both its cases: of an ASCII letter alone, as Java does without `(?u)`, or of any. */
export function charInBothCases(char: string, unicode: boolean): CharSet {
  return charsOf(
    casesOf(char.codePointAt(0) ?? 0, unicode)
      .map((point) => String.fromCodePoint(point))
      .join(''),
  )
}

export const noChar: CharSet = { low: new Uint8Array(256), high: 'none' }
export const anyChar: CharSet = { low: new Uint8Array(256).fill(1), high: 'all' }

/** What is in one set or the other. */
export function union(a: CharSet, b: CharSet): CharSet {
  if (a === b || b === noChar) return a
  if (a === noChar) return b
  const low = Uint8Array.from(a.low)
  for (let index = 0; index < 256; index += 1) if (b.low[index] === 1) low[index] = 1
  return { low, high: eitherHigh(a.high, b.high) }
}

/** What is in both sets. */
export function intersection(a: CharSet, b: CharSet): CharSet {
  return complement(union(complement(a), complement(b)))
}

/** What is not in the set. */
export function complement(set: CharSet): CharSet {
  const { high } = set
  return {
    low: set.low.map((inside) => 1 - inside),
    high: typeof high === 'function' ? (point) => !high(point) : high === 'all' ? 'none' : 'all',
  }
}

/** Whether no character is in both; a yes is sure, a no may be wrong for characters beyond the first 256. */
export function areDisjoint(a: CharSet, b: CharSet): boolean {
  if (a.high !== 'none' && b.high !== 'none') return false
  for (let index = 0; index < 256; index += 1) if (a.low[index] === 1 && b.low[index] === 1) return false
  return true
}

/** Whether the set holds every character there is. */
export function isEverything(set: CharSet): boolean {
  return set.high === 'all' && set.low.indexOf(0) === -1
}

/** The only code unit of the set, if it holds just one of the first 256 characters and no other. */
export function onlyCharOf(set: CharSet): number | undefined {
  if (set.high !== 'none') return undefined
  const first = set.low.indexOf(1)
  return first !== -1 && set.low.indexOf(1, first + 1) === -1 ? first : undefined
}

/** The set with the other case of each of its letters: of ASCII letters alone, as Java does without `(?u)`, or of all. */
export function withBothCases(set: CharSet, unicode: boolean): CharSet {
  const inAnyCase = (point: number): boolean => casesOf(point, unicode).some((other) => holds(set, other))
  return setWhere(inAnyCase, unicode && set.high !== 'all' ? inAnyCase : set.high)
}

function casesOf(point: number, unicode: boolean): readonly number[] {
  if (point > 127 && !unicode) return [point]
  const char = String.fromCodePoint(point)
  return [point, ...[char.toLowerCase(), char.toUpperCase()].flatMap(onlyPoint)]
}

function onlyPoint(text: string): readonly number[] {
  const [point, ...more] = Array.from(text, (char) => char.codePointAt(0) ?? 0)
  return point === undefined || more.length > 0 ? [] : [point]
}

function eitherHigh(a: CharSet['high'], b: CharSet['high']): CharSet['high'] {
  if (a === 'all' || b === 'all') return 'all'
  if (a === 'none') return b
  if (b === 'none') return a
  return (point) => a(point) || b(point)
}
