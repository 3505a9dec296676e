import * as fc from 'fast-check'
import { compileQuery } from '../../src/query/matching/compile-query'
import { implies } from '../../src/query/never-matches'
import { parseQuery } from '../../src/query/parse-query'
import type { Query } from '../../src/query/query'
import { often, seedOr } from '../random-runs'
import { anyClauseText, anyEvent, anyQueryText } from './random-queries'

function queryOf(text: string): Query {
  const { query } = parseQuery(text)
  if (!query) throw new Error(`${text} does not parse`)
  return query
}

describe('one query implies another', () => {
  it.each([
    ['@a:x', '@a:x'],
    ['@a:x @b:y', '@a:x'],
    ['@a:x', '@a:(x OR y)'],
    ['@a:(x OR y)', '@a:(y OR x OR z)'],
    ['@a:x', '*'],
    ['@a:x', '@a:*'],
    ['@a:x -@b:y', '@a:x'],
    ['@a:x -@b:y', '@a:x -(@b:y @c:z)'],
    ['-@a:x*', '-@a:xy'],
    ['@a:role/deploy-1', '@a:role/*'],
    ['@a:role/ci-*', '@a:role/*'],
    ['@a:role/?-*', '@a:role/*-*'],
    ['@a:x?z', '@a:???'],
    ['@a:**x', '@a:*x'],
    ['@a:>5', '@a:>=5'],
    ['@a:[5 TO 7]', '@a:[4 TO 8]'],
    ['@a:[5 TO 7]', '@a:>4'],
    ['@a:5', '@a:[5 TO 5]'],
    ['env:prod-1', 'env:prod*'],
    ['CIDR(@a, 10.1.0.0/16)', 'CIDR(@a, 10.0.0.0/8)'],
    ['CIDR(@a, 10.1.0.0/16, 192.0.2.1)', 'CIDR(@a, 192.0.2.0/24, 10.0.0.0/8)'],
    ['CIDR(@a, 10.0.0.0/8)', 'CIDR(@a, 10.0.0.0/8)'],
    ['denied', 'denied OR refused'],
    ['"access denied"', '"access denied"'],
    ['status:low', '-status:high'],
  ])('%s: %s', (narrow, wide) => {
    expect(implies(queryOf(narrow), queryOf(wide), 'signal')).toBe(true)
  })

  it.each([
    ['@a:(x OR y)', '@a:x'],
    ['@a:x', '@a:x @b:y'],
    ['@a:x', '-@a:y'],
    ['@a:*', '@a:x'],
    ['@a:role/*', '@a:role/ci-*'],
    ['@a:x*z', '@a:x?z'],
    ['@a:*x', '@a:?x'],
    ['@a:😀*', '@a:?*'],
    ['@a:>=5', '@a:>5'],
    ['@a:>10', '@a:>9'],
    ['@a:1.0', '@a:1.*'],
    ['@a:>5', '@a:>x'],
    ['CIDR(@a, 10.0.0.0/8)', 'CIDR(@a, 10.1.0.0/16)'],
    ['CIDR(@a, 10.0.0.0/8, 192.0.2.0/24)', 'CIDR(@a, 10.0.0.0/8)'],
    ['denied', '"access denied"'],
    ['source:a', '-source:b'],
  ])('is not proved: %s: %s', (narrow, wide) => {
    expect(implies(queryOf(narrow), queryOf(wide), 'signal')).toBe(false)
  })

  it('a log has one source, and a signal has those of all its logs', () => {
    expect(implies(queryOf('source:a'), queryOf('-source:b'), 'log')).toBe(true)
  })

  it('is never said of queries of which a signal or a log matches the one and not the other', () => {
    // Related queries, or hardly any would imply another.
    const related = fc.oneof(
      fc.tuple(anyQueryText, anyQueryText),
      fc.tuple(anyQueryText, anyQueryText).map(([left, right]) => [`${left} ${right}`, left] as const),
      fc.tuple(anyQueryText, anyQueryText).map(([left, right]) => [left, `${left} OR ${right}`] as const),
      fc.tuple(anyClauseText, anyClauseText),
    )
    let proved = 0
    fc.assert(
      fc.property(related, fc.array(anyEvent, { minLength: 15, maxLength: 15 }), ([narrow, wide], all) => {
        const [left, right] = [queryOf(narrow), queryOf(wide)]
        const [isNarrow, isWide] = [compileQuery(left), compileQuery(right)]
        for (const asked of ['signal', 'log'] as const) {
          if (!implies(left, right, asked)) continue
          proved += 1
          const some = asked === 'signal' ? all : all.map(({ others: _, ...rest }) => rest)
          expect(some.filter((each) => isNarrow(each) && !isWide(each))).toEqual([])
        }
      }),
      { seed: seedOr(20261126), numRuns: often(1500) },
    )
    expect(proved).toBeGreaterThan(50)
  })
})
