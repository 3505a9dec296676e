import * as fc from 'fast-check'
import type { LogEvent } from '../../src/event/log-event'
import { explainQuery } from '../../src/query/explain-query'
import { compileQuery } from '../../src/query/matching/compile-query'
import { parseQuery } from '../../src/query/parse-query'
import { printQuery } from '../../src/query/print-query'
import type { Query } from '../../src/query/query'
import { requiredLiterals } from '../../src/query/required-literals'
import { anyString } from '../any-string'
import { often } from '../random-runs'
import { shapeOf } from './shape-of'

const event: LogEvent = {
  id: 'e',
  timeMs: 1,
  message: 'a AND b: x*y "z" -5',
  service: 'a',
  tags: ['a:b', 'x'],
  attributes: { a: { b: ['x', 5, null, { c: true }] }, 'a.b': 'y', '': 'empty' },
}

const pieces = [
  ...['a', 'b', '@a', '@a.b', 'x*', '?', '*', '"a b"', '"', '\\', '\\"', '\\x', '(', ')', '[', ']', '{', '}', ':', '-'],
  ...['+', '!', '~', '^', '=', '>', '>=', '<', '<=', ' ', ' ', ' ', '\n', 'AND', 'OR', 'NOT', 'and', '&&', '||', 'TO'],
  ...['[1 TO 5]', '{* TO x}', 'CIDR(', '10.0.0.0/8', ',', '_exists_:', '_missing_:', 'tags:', 'service:', '#f:', '5'],
  ...['-5', '1E5', '\u201c', '😀', '\ud800', '__proto__', '\u0000', '@', '#', '.', '..', '@a:(', 'message:'],
]
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((some) => some.join(''))
const noise = anyString({ maxLength: 40 })

/** All that may be done with a text, whatever it holds. */
function live(text: string): void {
  const { query, problems } = parseQuery(text)
  for (const { start, end, message } of problems) {
    if (message === '' || start < 0 || start >= end || end > text.length) throw new Error(`${text}: ${message}`)
  }
  expect(query === undefined).toBe(problems.some(({ severity }) => severity === 'error'))
  if (query === undefined) return
  expect(JSON.stringify(shapeOf(parseQuery(printQuery(query)).query))).toBe(JSON.stringify(shapeOf(query)))
  expectSpans(query, text)
  const matched = compileQuery(query)(event)
  expect(explainQuery(query, event).matched).toBe(matched)
  requiredLiterals(query)
}

/** Every node lies within the text and holds its parts; a clause's own text reads as that clause. */
function expectSpans(query: Query, text: string): void {
  if (query.start < 0 || query.start > query.end || query.end > text.length) throw new Error(`outside of ${text}`)
  const inner = query.kind === 'not' ? [query.query] : query.kind === 'and' || query.kind === 'or' ? query.queries : []
  for (const part of inner) {
    if (part.start < query.start || part.end > query.end) throw new Error(`a part outside of its whole: ${text}`)
    expectSpans(part, text)
  }
  if (query.kind === 'clause' && query.value.kind !== 'exists') expect(query.value.end).toBe(query.end)
}

describe('any text', () => {
  it('made of the pieces of the language is read or refused with places', () => {
    fc.assert(fc.property(soup, live), { seed: 1, numRuns: often(800) })
  })

  it('made of random characters is read or refused with places', () => {
    fc.assert(fc.property(noise, live), { seed: 2, numRuns: often(300) })
  })

  it.each([
    ['opening parentheses', '('.repeat(100_000)],
    ['field groups', '@a:('.repeat(50_000)],
    ['negated groups', '-('.repeat(50_000)],
    ['minus signs', '-'.repeat(20_000)],
    ['NOT', 'NOT '.repeat(20_000)],
    ['quotes', '"'.repeat(20_001)],
    ['backslashes', '\\'.repeat(20_001)],
    ['closing parentheses', ')'.repeat(20_000)],
    ['colons', ':'.repeat(20_000)],
    ['opening brackets', '['.repeat(20_000)],
    ['ORs', 'OR '.repeat(20_000)],
    ['stars', '*'.repeat(20_000)],
    ['dots', `@${'.'.repeat(20_000)}:x`],
    ['CIDR', 'CIDR('.repeat(20_000)],
    ['one long word', 'x'.repeat(200_000)],
  ])('of very many %s is read or refused', (_, text) => {
    const { query, problems } = parseQuery(text)
    expect(query === undefined).toBe(problems.some(({ severity }) => severity === 'error'))
    if (query !== undefined) compileQuery(query)(event)
  })

  it('with 200 nested groups is read, printed, compiled and explained', () => {
    const text = `${'(x OR (y '.repeat(100)}z${'))'.repeat(100)}`
    const { query } = parseQuery(text)
    expect(query && printQuery(query)).toBe(text.replace('(x', 'x').replace(/\)$/, ''))
    if (query) expect(explainQuery(query, event).matched).toBe(compileQuery(query)(event))
  })

  it('with one group more is refused at that group', () => {
    const { query, problems } = parseQuery(`${'('.repeat(201)}z${')'.repeat(201)}`)
    expect(query).toBeUndefined()
    expect(problems.map(({ code, start, end }) => [code, start, end])).toContainEqual(['Q013', 200, 201])
  })

  it.each(['OR', 'AND'])('with 10,000 clauses joined by %s is read, printed, compiled and matched', (operator) => {
    const text = Array.from({ length: 5000 }, (_, i) => `w${i} ${operator} @a.b:v${i}`).join(` ${operator} `)
    const { query, problems } = parseQuery(text)
    expect(problems.length).toBe(operator === 'OR' ? 21 : 0)
    if (query === undefined) throw new Error('not read')
    expect(query.kind !== 'everything' && 'queries' in query && query.queries.length).toBe(10_000)
    expect(JSON.stringify(shapeOf(parseQuery(printQuery(query)).query))).toBe(JSON.stringify(shapeOf(query)))
    const last = { ...event, message: 'w4999', attributes: {} }
    expect(compileQuery(query)(last)).toBe(operator === 'OR')
    expect(requiredLiterals(query).length).toBe(operator === 'OR' ? 0 : 4990)
  })
})
