import * as fc from 'fast-check'
import { compileCondition } from '../../src/condition/compile-condition'
import type { Comparison, Condition, Operand, PlainCondition } from '../../src/condition/condition'
import { namesIn } from '../../src/condition/names-in'
import { parseCondition } from '../../src/condition/parse-condition'
import { printCondition } from '../../src/condition/print-condition'
import { anyString } from '../any-string'
import { shapeOf } from '../query/shape-of'
import { often } from '../random-runs'

const nowhere = { start: 0, end: 0 }
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,4}$/)
const query: fc.Arbitrary<Operand> = fc
  .record({ name, factor: fc.oneof(fc.constant(1), fc.nat()) })
  .map((some): Operand => ({ kind: 'query', ...some, nameRange: nowhere, ...nowhere }))
const number: fc.Arbitrary<Operand> = fc
  .oneof(fc.nat().map(String), fc.constantFrom('0.95', '0.995', '007', '9007199254740991', '0.0000001'))
  .map((text): Operand => ({ kind: 'number', text, value: Number(text), ...nowhere }))
const comparison: fc.Arbitrary<PlainCondition> = fc
  .record({
    sides: fc.oneof(fc.tuple(query, query), fc.tuple(query, number), fc.tuple(number, query)),
    operator: fc.constantFrom<Comparison['operator']>('>', '>=', '<', '<='),
  })
  .map(
    ({ sides: [left, right], operator }): PlainCondition => ({ kind: 'comparison', left, operator, right, ...nowhere }),
  )

const { plain } = fc.letrec<{ plain: PlainCondition }>((tie) => {
  const some = fc.array(tie('plain'), { minLength: 2, maxLength: 4 })
  return {
    plain: fc.oneof(
      { maxDepth: 4 },
      comparison,
      some.map((conditions): PlainCondition => ({ kind: 'and', conditions, ...nowhere })),
      some.map((conditions): PlainCondition => ({ kind: 'or', conditions, ...nowhere })),
    ),
  }
})
const condition: fc.Arbitrary<Condition> = fc.oneof(
  plain,
  fc.tuple(plain, plain).map(([left, right]): Condition => ({ kind: 'then', left, right, ...nowhere })),
)

describe('printing a condition', () => {
  it('gives a text that reads as the same tree', () => {
    fc.assert(
      fc.property(condition, (tree) => {
        const { condition: again, problems } = parseCondition(printCondition(tree), { decimals: true })
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(shapeOf(again)).toEqual(shapeOf(tree))
      }),
      { seed: 3, numRuns: often(200) },
    )
  })
})

describe('any text', () => {
  const pieces = [
    ...[
      'a',
      'b',
      'step_1',
      '0',
      '5',
      '0.5',
      '>',
      '>=',
      '<',
      '<=',
      '==',
      '=',
      '!',
      '!=',
      '&&',
      '||',
      '&',
      '|',
      '(',
      ')',
    ],
    ...['THEN', 'then', 'AND', 'or', '*', '+', '-', '/', '%', ' ', ' ', '\n', ',', '"', '$', '😀', '\ud800', 'A', '_x'],
  ]
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((some) => some.join(''))
  const live = (text: string): void => {
    const { condition: read, problems } = parseCondition(text)
    for (const { start, end, message } of problems) {
      const isPlaced = start >= 0 && end <= text.length && (start < end || text === '')
      if (!isPlaced || message === '') throw new Error(`${JSON.stringify(text)}: ${message} at ${start}-${end}`)
    }
    expect(read === undefined).toBe(problems.some(({ severity }) => severity === 'error'))
    if (read === undefined) return
    expect(shapeOf(parseCondition(printCondition(read)).condition)).toEqual(shapeOf(read))
    compileCondition(read)(() => 1)
    for (const { name: found, start, end } of namesIn(read)) expect(text.slice(start, end)).toBe(found)
  }

  it('made of the pieces of the language is read or refused with places', () => {
    fc.assert(fc.property(soup, live), { seed: 4, numRuns: often(1200) })
  })

  it('made of random characters is read or refused with places', () => {
    fc.assert(fc.property(anyString({ maxLength: 30 }), live), { seed: 5, numRuns: often(300) })
  })

  it.each([
    '(',
    ')',
    'a>1&&',
    '!',
    'THEN ',
    'a ',
    '*',
    '"',
    '1',
    '(a>1 THEN ',
    '2*',
    '(a b',
    '(a > 1 b ',
    '(a > 1) b (',
  ])('of very many %s is refused', (piece) => {
    const { condition: read, problems } = parseCondition(piece.repeat(20_000))
    expect(read).toBeUndefined()
    expect(problems.length).toBeGreaterThan(0)
  })

  it('with 10,000 comparisons is read, printed and decided', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `a${i} > ${i}`).join(' || ')
    const { condition: read, problems } = parseCondition(text)
    expect(problems).toEqual([])
    expect(read && printCondition(read)).toBe(text)
    expect(read && compileCondition(read)((asked) => (asked === 'a9999' ? 10_000 : 0))).toBe(true)
    expect(read && namesIn(read).length).toBe(10_000)
  })

  it('with 200 nested parentheses is read, with one more refused there', () => {
    const nested = (levels: number) => parseCondition(`${'('.repeat(levels)}a > 1${')'.repeat(levels)}`)
    expect(nested(200).condition).toBeDefined()
    expect(nested(201).problems.map(({ code, start }) => [code, start])).toEqual([['C012', 200]])
  })
})
