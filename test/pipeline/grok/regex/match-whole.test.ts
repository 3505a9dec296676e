import fc from 'fast-check'
import { compileRegex } from '../../../../src/pipeline/grok/regex/compile-regex'
import { wholeMatcher } from '../../../../src/pipeline/grok/regex/match-whole'
import { readRegex } from '../../../../src/pipeline/grok/regex/read-regex'
import { often, seedOr } from '../../../random-runs'

/** What an expression captures of a text, or none; the steps it took, with all the time in the world or a given number. */
function matched(pattern: string, text: string, { patience, most = 1e9 }: { patience?: number; most?: number } = {}) {
  let captures = 0
  const program = compileRegex(readRegex(named(pattern), 0, { newCapture: () => captures++ }), captures)
  const steps = { left: most }
  const places = wholeMatcher(program, patience)(text, steps)
  const found = places && Array.from({ length: captures }, (_, n) => textAt(text, places, n))
  return { found, taken: most - steps.left }
}

/** The groups of an expression under names: those without count only where they are met again. */
function named(pattern: string): string {
  let number = 0
  return pattern.replace(/\\.|\((?!\?)/g, (found) => (found === '(' ? `(?<g${++number}>` : found))
}

function textAt(text: string, places: Int32Array, capture: number): string | undefined {
  const [start = -1, end = -1] = [places[capture * 2], places[capture * 2 + 1]]
  return start === -1 ? undefined : text.slice(start, end)
}

/** Expressions that JavaScript reads as Java does; what repeats is never empty, since there the two differ. */
const solid: fc.Memo<string> = fc.memo((depth) => {
  const one = fc.constantFrom(
    'a',
    'b',
    'c',
    '.',
    '[ab]',
    '[^a]',
    '\\w',
    '\\s',
    ' ',
    '\\x61',
    '(?=a)a',
    'b(?<=b)',
    '\\bc',
  )
  if (depth <= 1) return one
  const inner = solid(depth - 1)
  return fc.oneof(
    one,
    fc.tuple(inner, inner).map(([a, b]) => a + b),
    fc.tuple(inner, inner).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(inner, fc.constantFrom('+', '+?', '{2}', '{1,3}', '{1,2}?')).map(([a, times]) => `(?:${a})${times}`),
    fc.tuple(inner, inner, fc.constantFrom('*', '*?', '?', '??', '{0,2}')).map(([a, b, t]) => `${a}(?:${b})${t}`),
    fc.tuple(inner, inner).map(([a, b]) => `(?!${a})${b}`),
    fc.tuple(inner, inner).map(([a, b]) => `${a}(?<!${b})`),
  )
})

const run = fc
  .tuple(fc.constantFrom('a', '.', '[ab]', '\\w', '[^c]'), fc.constantFrom('*', '*?', '+', '+?'))
  .map((parts) => parts.join(''))
const expression = fc
  .array(
    fc.oneof(
      solid(3),
      run,
      run.map((inner) => `(${inner})`),
      solid(2).map((inner) => `(${inner})?`),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''))
const word = fc.string({ unit: fc.constantFrom('a', 'a', 'b', 'c', ' ', '\n', '😀'), maxLength: 12 })

describe('matching a whole text', () => {
  it('finds and captures what JavaScript does, whether it remembers what failed or not', () => {
    fc.assert(
      fc.property(expression, word, (pattern, text) => {
        const known = new RegExp(`^(?:${pattern})$`, 'su').exec(text)
        const wanted = known === null ? undefined : [...known].slice(1)
        expect(matched(pattern, text).found).toEqual(wanted)
        expect(matched(pattern, text, { patience: 0 }).found).toEqual(wanted)
      }),
      { numRuns: often(800), seed: seedOr(7) },
    )
  })

  it('takes no more steps than some for each character and instruction, whatever the expression', () => {
    const hostile = [
      ['(a+)+b', 'a'],
      ['(a|aa)+b', 'a'],
      ['(a|a?)+b', 'a'],
      ['(.*)*b', 'a'],
      ['([a-z]+\\s?)*!', 'word '],
      ['.*.*.*.*.*b', 'a'],
      ['(.*?) (.*?) (.*?) (.*?) end', 'a '],
      ['(\\w*\\s*)*(\\w*\\s*)*:', 'ab '],
      ['(?:(?>a*)|a)*b', 'a'],
      ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
      ['(?=(a+)+b)a*', 'a'],
      ['(?:a(?!(?:a|aa)+b))*b', 'a'],
      ['(?:x?){1,50}(?:x?){50}y', 'x'],
    ] as const
    for (const [pattern, unit] of hostile) {
      const text = unit.repeat(Math.ceil(800 / unit.length))
      const { found, taken } = matched(pattern, text)
      expect([pattern, found]).toEqual([pattern, undefined])
      const longer = matched(pattern, text + text)
      expect([pattern, longer.taken < 2.2 * taken + 20_000]).toEqual([pattern, true])
      expect([pattern, taken < 1000 * text.length]).toEqual([pattern, true])
    }
  })

  it('ends with its steps where an expression looks back at what it captured', () => {
    const { found, taken } = matched('(a*)(a*)(a*)\\3\\2\\1b', 'a'.repeat(1000), { most: 100_000 })
    expect([found, taken]).toEqual([undefined, 100_000])
  })

  it('does not remember over a group that is met again', () => {
    expect(matched('(a|ab)(c|bcd)\\1?', 'abcd', { patience: 0 }).found).toEqual(['a', 'bcd'])
    expect(matched('(a*)(?:b\\1)+', 'aabaabaa', { patience: 0 }).found).toEqual(['aa'])
  })

  it('keeps what a group on its own captured, and undoes it when the search goes back over it', () => {
    expect(matched('(?>(a+))b|(a)(.*)', 'aac').found).toEqual([undefined, 'a', 'ac'])
    expect(matched('(?=(a+))\\1b', 'aab').found).toEqual(['aa'])
    expect(matched('(?!(b))(.*)', 'ab').found).toEqual([undefined, 'ab'])
  })
})
