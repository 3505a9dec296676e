import fc from 'fast-check'
import { compileCondition } from '../../src/condition/compile-condition'
import type { PlainCondition } from '../../src/condition/condition'
import { parseCondition } from '../../src/condition/parse-condition'
import { countDomain, follows, isAlwaysTrue, isNeverTrue } from '../../src/lint/satisfiable'
import { often } from '../random-runs'

const counts = () => countDomain
const amounts = () => ({ whole: false, least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY })

function read(text: string): PlainCondition {
  const { condition } = parseCondition(text, { decimals: true })
  if (condition === undefined || condition.kind === 'then') throw new Error(text)
  return condition
}

const comparison = fc
  .tuple(
    fc.constantFrom('a', 'b', '2 * a', '3 * b'),
    fc.constantFrom('>', '>=', '<', '<='),
    fc.integer({ min: 0, max: 7 }),
  )
  .map(([left, operator, number]) => `${left} ${operator} ${number}`)
const conditionText = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    comparison,
    fc.constantFrom('a > b', 'a <= b', 'b > a'),
    fc
      .tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any'))
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
  ),
})).any

/** Counts up to here are enough to tell conditions with numbers up to 7 apart. */
const grid = Array.from({ length: 10 }, (_, a) => Array.from({ length: 10 }, (_, b) => ({ a, b }))).flat()

function truths(condition: PlainCondition): readonly boolean[] {
  const holds = compileCondition(condition)
  return grid.map((values) => holds((name) => values[name as 'a' | 'b']))
}

it('what is called never or always true is so for all small counts', () => {
  fc.assert(
    fc.property(conditionText, (text) => {
      const condition = read(text)
      if (isNeverTrue(condition, counts)) expect(truths(condition)).not.toContain(true)
      if (isAlwaysTrue(condition, counts)) expect(truths(condition)).not.toContain(false)
    }),
    { numRuns: often(400), seed: 7 },
  )
})

it('what is said to follow is true wherever the other is', () => {
  fc.assert(
    fc.property(conditionText, conditionText, (one, other) => {
      const [first, second] = [read(one), read(other)]
      if (!follows(first, second, counts)) return
      const wide = truths(first)
      expect(truths(second).every((holds, at) => !holds || wide[at])).toBe(true)
    }),
    { numRuns: often(400), seed: 7 },
  )
})

it('comparisons of one query with numbers are told exactly', () => {
  const joined = fc.array(comparison, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' && '))
  fc.assert(
    fc.property(joined, (text) => {
      const condition = read(text)
      expect(isNeverTrue(condition, counts)).toBe(!truths(condition).includes(true))
    }),
    { numRuns: often(400), seed: 7 },
  )
})

it.each([
  ['a > 5 && a < 6', counts, true],
  ['a > 5 && a < 6', amounts, false],
  ['a >= 5 && a <= 5', amounts, false],
  ['a > 5 && a <= 5', amounts, true],
  ['a < 0', counts, true],
  ['a < 0', amounts, false],
  ['3 * a > 4 && a < 2', counts, true],
])('%s is never true: %#', (text, domainOf, expected) => {
  expect(isNeverTrue(read(text), domainOf)).toBe(expected)
})

it('a condition with more alternatives than can be looked through is taken to be free', () => {
  const many = Array.from({ length: 12 }, (_, at) => `(a > ${at} || b > ${at})`).join(' && ')
  expect(isNeverTrue(read(`a < 0 && ${many}`), counts)).toBe(false)
})
