import fc from 'fast-check'
import { compileRules } from '../../src/detect/compile-rules'
import { selectEvent } from '../../src/detect/select-event'
import type { LogEvent } from '../../src/event/log-event'
import { compileQuery } from '../../src/query/matching/compile-query'
import { parseQuery } from '../../src/query/parse-query'
import { often } from '../random-runs'

const values = ['a', 'b', '1', '1.0', 'true']
const clause = fc
  .tuple(fc.constantFrom('@x', '@y', 'source', 'env'), fc.constantFrom(...values, '"a"', 'a*', '*'))
  .map(([field, value]) => `${field}:${value}`)
const group = fc
  .tuple(fc.constantFrom('@x', '@y'), fc.array(fc.constantFrom(...values), { minLength: 2, maxLength: 3 }))
  .map(([field, some]) => `${field}:(${some.join(' OR ')})`)
const query = fc
  .array(fc.tuple(fc.constantFrom('', '-'), fc.oneof(clause, group)), { minLength: 1, maxLength: 4 })
  .chain((parts) =>
    fc.constantFrom(' ', ' OR ').map((joint) => parts.map(([sign, part]) => `${sign}${part}`).join(joint)),
  )
const stored = fc.constantFrom('a', 'b', '1', 1, true, ['a', 'b'], [1, 'b'], null)

test('the index over all rules never loses a query that matches', () => {
  fc.assert(
    fc.property(
      fc.array(query, { minLength: 1, maxLength: 8 }),
      stored,
      stored,
      fc.constantFrom(undefined, 'a', 'b'),
      (queries, x, y, source) => {
        const event: LogEvent = {
          id: 'e',
          timeMs: 0,
          tags: ['env:a'],
          attributes: { x, y },
          ...(source !== undefined && { source }),
        }
        const compiled = compileRules(
          queries.map((text, index) => ({
            name: `${index}`,
            message: '',
            isEnabled: true,
            queries: [{ query: text }],
            cases: [{ status: 'low' as const, condition: 'a > 0' }],
            options: {},
          })),
        )
        const selected = selectEvent(compiled, event)?.hits.map(({ rule }) => rule) ?? []
        const matching = queries.flatMap((text, index) => {
          const { query: parsed } = parseQuery(text)
          return parsed !== undefined && compileQuery(parsed)(event) ? [index] : []
        })
        expect([...selected].sort((a, b) => a - b)).toEqual(matching)
      },
    ),
    { numRuns: often(300), seed: 1 },
  )
})
