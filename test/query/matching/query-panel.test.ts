import * as fc from 'fast-check'
import { compileQuery } from '../../../src/query/matching/compile-query'
import { QueryPanel } from '../../../src/query/matching/query-panel'
import { parseQuery } from '../../../src/query/parse-query'
import { often, seedOr } from '../../random-runs'
import { anyEvent, anyQueryText } from '../random-queries'

function askedOf(text: string) {
  const { query } = parseQuery(text)
  if (!query) throw new Error(`${text} does not parse`)
  return { query, matches: compileQuery(query) }
}

const event = (attributes: object) => ({ id: 'e', timeMs: 0, tags: [], attributes: attributes as never })

test('queries that are asked together answer what each answers alone, of one event and of two', () => {
  let matched = 0
  fc.assert(
    fc.property(
      fc.array(anyQueryText, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(anyEvent, anyEvent), { minLength: 6, maxLength: 6 }),
      fc.nat({ max: 11 }),
      (texts, events, unknown) => {
        // Equal ones are among them, and one of which only the test is known.
        const asked = [...texts, ...texts.slice(0, 2), `${texts[0]} ${texts.at(-1)}`].map(askedOf)
        const panel = new QueryPanel(asked.map((one, at) => (at === unknown ? { ...one, query: undefined } : one)))
        for (const [one, more] of events) {
          const alone = asked.flatMap(({ matches }, at) => (matches(one) ? [at] : []))
          expect(panel.matching(one)).toEqual(alone)
          expect(panel.matching(one, () => more)).toEqual(alone.filter((at) => asked[at]?.matches(more)))
          matched += alone.length
        }
      },
    ),
    { numRuns: often(120), seed: seedOr(20261127) },
  )
  expect(matched).toBeGreaterThan(0)
})

test('a thousand queries that each demand a value are not asked one by one, and equal clauses once', () => {
  let count = 0
  const counting = ({ query, matches }: ReturnType<typeof askedOf>) => ({
    query,
    matches: (one: Parameters<typeof matches>[0]) => {
      count += 1
      return matches(one)
    },
  })
  const narrow = Array.from({ length: 1000 }, (_, at) => counting(askedOf(`@usr.id:u${at}`)))
  expect(new QueryPanel(narrow).matching(event({ usr: { id: 'u7' } }))).toEqual([7])
  expect(count).toBe(1)
  const equal = Array.from({ length: 1000 }, () => counting(askedOf('@usr.id:u*')))
  expect(new QueryPanel(equal).matching(event({ usr: { id: 'u7' } }))).toHaveLength(1000)
  expect(count).toBe(2)
})
