import * as fc from 'fast-check'
import { compileWildcard, compileWordWildcard } from '../../../src/query/matching/wildcard'
import type { PatternPart } from '../../../src/query/query'
import { compileWordSequence, wordsOf } from '../../../src/query/words'
import { often } from '../../random-runs'

const part: fc.Arbitrary<PatternPart> = fc.oneof(
  fc.constant<PatternPart>({ kind: 'run' }),
  fc.constant<PatternPart>({ kind: 'one' }),
  fc.stringMatching(/^[ab -]{1,3}$/).map((text): PatternPart => ({ kind: 'text', text })),
)
const pattern = fc.array(part, { minLength: 1, maxLength: 7 })
const text = fc.stringMatching(/^[ab -]{0,10}$/)

/** The same question to the engine of regular expressions, fit for short texts only. */
function expression(parts: readonly PatternPart[]): string {
  const forms = { run: '[^]*', one: '[^]' }
  return parts.map((some) => (some.kind === 'text' ? some.text : forms[some.kind])).join('')
}

function partOf(character: string): PatternPart {
  if (character === '*') return { kind: 'run' }
  return character === '?' ? { kind: 'one' } : { kind: 'text', text: character }
}

describe('compileWildcard', () => {
  it('agrees with a regular expression on the whole text', () => {
    fc.assert(
      fc.property(pattern, text, (parts, some) => {
        expect(compileWildcard(parts)(some)).toBe(new RegExp(`^${expression(parts)}$`).test(some))
      }),
      { seed: 11, numRuns: often(1200) },
    )
  })
})

describe('compileWildcard for long pieces', () => {
  it('agrees with a regular expression beyond the first 32 characters of a piece', () => {
    const piece = fc.array(fc.constantFrom('a', 'b', '?', '\u{1f600}'), { minLength: 28, maxLength: 70 })
    fc.assert(
      fc.property(piece, fc.nat(20), fc.nat(69), (characters, before, changed) => {
        const parts = ['*', ...characters, '*'].map(partOf)
        const whole = characters.map((character) => (character === '?' ? 'b' : character))
        const other = whole.map((character, at) => (at === changed ? 'a' : character))
        for (const inside of [whole, other]) {
          const some = `${'ab'.repeat(before)}${inside.join('')}ab`
          expect(compileWildcard(parts)(some)).toBe(new RegExp(`^${expression(parts)}$`, 'u').test(some))
        }
      }),
      { seed: 14, numRuns: often(300) },
    )
  })
})

describe('compileWordWildcard', () => {
  it('agrees with a regular expression between the ends of words', () => {
    const edge = '(?:(?<![ab])|(?![ab]))'
    fc.assert(
      fc.property(pattern, text, (parts, some) => {
        const start = parts[0]?.kind === 'run' ? '' : edge
        const end = parts.at(-1)?.kind === 'run' ? '' : edge
        expect(compileWordWildcard(parts)(some)).toBe(new RegExp(start + expression(parts) + end).test(some))
      }),
      { seed: 12, numRuns: often(1200) },
    )
  })
})

describe('compileWordSequence', () => {
  it('agrees with the words of the text taken apart', () => {
    fc.assert(
      fc.property(text, text, (wanted, some) => {
        const words = wordsOf(wanted)
        const all = wordsOf(some)
        const expected = words.length > 0 && all.some((_, at) => words.every((word, i) => all[at + i] === word))
        expect(compileWordSequence(words)(some)).toBe(expected)
      }),
      { seed: 13, numRuns: often(1200) },
    )
  })
})
