import * as fc from 'fast-check'
import { reservedField } from '../../src/event/attribute-path'
import { parseQuery } from '../../src/query/parse-query'
import { printQuery } from '../../src/query/print-query'
import type { Bound, Field, PatternPart, Query, RangeEnd, Value } from '../../src/query/query'
import { often } from '../random-runs'
import { shapeOf } from './shape-of'

const nowhere = { start: 0, end: 0 }
const odd = [
  ...'()[]{}":!~^?*\\><+-=&|@#.,/\' \t\r\n\u201c\u201d',
  'AND',
  'OR',
  'NOT',
  'CIDR',
  '&&',
  '||',
  '_',
  '😀',
  '\ud800',
]
const text = fc
  .array(fc.oneof(fc.constantFrom(...odd), fc.constantFrom(...'abz019Ü語'.split(''))), { minLength: 1, maxLength: 6 })
  .map((characters) => characters.join(''))
const name = text.filter((some) => !/^[@#]/.test(some))

const field: fc.Arbitrary<Field> = fc.oneof(
  fc.constant<Field>({ kind: 'default', ...nowhere }),
  fc.constant<Field>({ kind: 'everywhere', ...nowhere }),
  name.map((path): Field => ({ kind: 'attribute', path, ...nowhere })),
  name.map((calculated): Field => ({ kind: 'calculated', name: calculated, ...nowhere })),
  fc
    .constantFrom('source', 'service', 'status', 'host', 'message', 'trace_id', 'timestamp', 'tags')
    .map((reserved): Field => ({ kind: 'reserved', name: reserved as 'source', ...nowhere })),
  name
    .filter((key) => reservedField(key) === undefined && key !== '*')
    .map((key): Field => ({ kind: 'tag', key, ...nowhere })),
)

const bound: fc.Arbitrary<Bound> = fc
  .oneof(fc.integer().map(String), text)
  .map((some): Bound => ({ text: some, ...nowhere }))
const end: fc.Arbitrary<RangeEnd> = fc.record({ included: fc.boolean(), bound: fc.option(bound, { nil: undefined }) })
const pattern: fc.Arbitrary<readonly PatternPart[]> = fc
  .array(
    fc.oneof(
      fc.constant<PatternPart>({ kind: 'run' }),
      fc.constant<PatternPart>({ kind: 'one' }),
      text.map((some): PatternPart => ({ kind: 'text', text: some })),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.filter((part, index) => part.kind === 'one' || part.kind !== parts[index - 1]?.kind))
  .filter((parts) => parts.some(({ kind }) => kind !== 'text') && !(parts.length === 1 && parts[0]?.kind === 'run'))

const value: fc.Arbitrary<Value> = fc.oneof(
  text.map((some): Value => ({ kind: 'term', text: some, ...nowhere })),
  fc.oneof(text, fc.constant('')).map((some): Value => ({ kind: 'phrase', text: some, ...nowhere })),
  pattern.map((parts): Value => ({ kind: 'wildcard', pattern: parts, ...nowhere })),
  fc.constant<Value>({ kind: 'any', ...nowhere }),
  fc.constant<Value>({ kind: 'exists', ...nowhere }),
  fc.record({ operator: fc.constantFrom('>', '>=', '<', '<='), bound }).map(
    ({ operator, bound: some }): Value => ({
      kind: 'comparison',
      operator: operator as '>',
      bound: some,
      ...nowhere,
    }),
  ),
  fc.record({ lower: end, upper: end }).map((ends): Value => ({ kind: 'range', ...ends, ...nowhere })),
)

const clause: fc.Arbitrary<Query> = fc
  .record({ field, value })
  .filter(({ field: where, value: what }) => {
    const isPresence = where.kind === 'tag' && /^_(exists|missing)_$/.test(where.key)
    const isNameless = where.kind === 'default' || where.kind === 'everywhere'
    return !isPresence && !(isNameless && (what.kind === 'any' || what.kind === 'exists'))
  })
  .map((some): Query => ({ kind: 'clause', ...some, ...nowhere }))

const cidr: fc.Arbitrary<Query> = fc
  .record({
    field: field.filter(({ kind }) => kind !== 'default' && kind !== 'everywhere'),
    blocks: fc.array(fc.constantFrom('10.0.0.0/8', '2001:db8::/32', '192.0.2.1'), { minLength: 1, maxLength: 3 }),
  })
  .map(({ field: where, blocks }): Query => {
    return { kind: 'cidr', field: where, blocks: blocks.map((block) => ({ text: block, ...nowhere })), ...nowhere }
  })

const { query } = fc.letrec<{ query: Query }>((tie) => {
  const some = fc.array(tie('query'), { minLength: 2, maxLength: 4 })
  const shared = fc
    .record({
      where: field,
      inner: fc.array(clause, { minLength: 2, maxLength: 3 }),
      kind: fc.constantFrom('and', 'or'),
    })
    .map(({ where, inner, kind }): Query => {
      const queries = inner.filter((part) => part.kind === 'clause').map((part) => ({ ...part, field: where }))
      return { kind: kind as 'and', queries, ...nowhere }
    })
    .filter((group) => (group.kind !== 'and' && group.kind !== 'or' ? true : group.queries.every(isWritable)))
  return {
    query: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      clause,
      cidr,
      shared,
      fc.constant<Query>({ kind: 'everything', ...nowhere }),
      tie('query').map((inner): Query => ({ kind: 'not', query: inner, ...nowhere })),
      some.map((queries): Query => ({ kind: 'and', queries, ...nowhere })),
      some.map((queries): Query => ({ kind: 'or', queries, ...nowhere })),
    ),
  }
})

function isWritable(part: Query): boolean {
  if (part.kind !== 'clause') return true
  const isNameless = part.field.kind === 'default' || part.field.kind === 'everywhere'
  const isPresence = part.field.kind === 'tag' && /^_(exists|missing)_$/.test(part.field.key)
  return !isPresence && !(isNameless && (part.value.kind === 'any' || part.value.kind === 'exists'))
}

describe('printing a query', () => {
  it('gives a text that reads as the same tree, whatever stands in names and values', () => {
    fc.assert(
      fc.property(query, (tree) => {
        const printed = printQuery(tree)
        const { query: again, problems } = parseQuery(printed)
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(shapeOf(again)).toEqual(shapeOf(tree))
      }),
      { seed: 20261124, numRuns: often(500) },
    )
  })

  it.each([
    ['@evt.name:A OR @evt.name:B', '@evt.name:(A OR B)'],
    ['NOT @a:x', '-@a:x'],
    ['-(@a:x OR @a:y)', '-@a:(x OR y)'],
    ['-(a b)', '-(a b)'],
    ['a AND b AND c', 'a b c'],
    ['a && b || c', '(a b) OR c'],
    ['a OR (b AND c)', 'a OR (b c)'],
    ['(a OR b) c', '(a OR b) c'],
    ['((a))', 'a'],
    ['@a:(x AND y) b', '@a:(x y) b'],
    ['@a:x @a:y', '@a:x @a:y'],
    ['@a:(x OR (y -z))', '@a:(x OR (y -z))'],
    ['_missing_:@a', '-_exists_:@a'],
    ['ddsource:aws ddtags:x', 'source:aws tags:x'],
    ['CIDR( @ip ,10.0.0.0/8,  ::1/128 )', 'CIDR(@ip, 10.0.0.0/8, ::1/128)'],
    ['@a:["1" TO "*"]', '@a:[1 TO "*"]'],
    ['*:*', '*'],
    ['  ', '*'],
    ['@a:arn\\:aws\\:iam', '@a:arn\\:aws\\:iam'],
    ['@a\\ b:"c d"', '@a\\ b:"c d"'],
    ['\\+a', '+a'],
    ['@a:b:c', '@a:b\\:c'],
    ['@\\"a.b\\".c:x', '@\\"a.b\\".c:x'],
    ['!@a:b', '-@a:b'],
  ])('%s is printed as %s', (written, printed) => {
    const tree = parseQuery(written).query
    expect(tree && printQuery(tree)).toBe(printed)
  })
})
