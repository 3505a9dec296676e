import * as fc from 'fast-check'
import type { LogEvent } from '../../src/event/log-event'
import { compileQuery } from '../../src/query/matching/compile-query'
import { neverMatches, neverMatchTogether, waysToMatch } from '../../src/query/never-matches'
import { parseQuery } from '../../src/query/parse-query'
import { often } from '../random-runs'

function never(text: string): boolean {
  const { query } = parseQuery(text)
  if (!query) throw new Error(`${text} does not parse`)
  return neverMatches(query)
}

describe('a query that no log can match', () => {
  it.each([
    ['two sources', 'source:okta source:cloudtrail'],
    ['a source beside a list without it', 'source:okta source:(vpc OR elb OR waf)'],
    ['two lists that share nothing', 'source:(okta OR auth0) source:(vpc OR elb)'],
    ['a source beside a pattern that misses it', 'source:okta source:aws*'],
    ['what it excludes itself', '@a:x -@a:*'],
    ['what a pattern excludes', 'env:staging-eu -env:staging*'],
    ['what one of several exclusions takes away, for each alternative', '(env:a OR env:b) -env:a -env:b'],
    ['both sides of an OR ruled out for another reason', '(source:okta source:vpc) OR (@a:x -@a:x)'],
    ['a negated list', 'source:okta NOT (source:vpc OR source:okta)'],
    ['a negated AND whose parts are both there', 'env:a @b:c NOT (env:a @b:c)'],
    ['the negation of everything', 'NOT *'],
    ['1,000 alternatives, each ruled out by the same clause', `source:okta source:(${list('s', 1000)})`],
  ])('%s', (_, text) => {
    expect(never(text)).toBe(true)
  })

  it.each([
    ['two values of an attribute, which may be a list', '@a:x @a:y'],
    ['two values of a tag, which may come twice', 'env:staging env:prod'],
    ['a source beside a list with it', 'source:okta source:(vpc OR okta)'],
    ['a source beside a pattern that takes it in', 'source:aws.s3 source:aws*'],
    ['two patterns, which may share values', 'source:aws* source:*trail'],
    ['one alternative of two ruled out', '(env:a OR env:b) -env:a'],
    ['a negated AND of which one part is not there', 'env:a NOT (env:a @b:c)'],
    ['words of a message', 'denied allowed'],
    ['two exclusions', '-source:okta -source:vpc'],
    ['everything', '*'],
  ])('is not: %s', (_, text) => {
    expect(never(text)).toBe(false)
  })

  it('too many alternatives on both sides are left undecided, and what stands beside them still decides', () => {
    const many = `@a:(${list('a', 100)}) @b:(${list('b', 100)}) @c:(${list('c', 100)})`
    expect(never(many)).toBe(false)
    expect(never(`${many} source:okta source:vpc`)).toBe(true)
  })

  it.each([
    ['source:okta @a:x', 'source:(vpc OR elb)', true],
    ['source:okta', '* -source:okta', true],
    ['source:okta', '(source:vpc @a:x) OR source:okta', false],
    ['source:okta', '@a:x', false],
    ['source:okta source:vpc', '*', true],
    [`@a:(${list('a', 100)})`, `@b:(${list('b', 100)})`, false],
  ])('%s and %s: together, as one', (left, right, expected) => {
    const [one, other] = [left, right].map((text) => parseQuery(text).query)
    if (!one || !other) throw new Error('a query does not parse')
    expect(neverMatchTogether(waysToMatch(one), waysToMatch(other))).toBe(expected)
    expect(never(`(${left}) (${right})`)).toBe(expected)
  })

  it('is matched by no log whatever', () => {
    const clause = fc
      .tuple(
        fc.constantFrom('source:', '@a:', 'env:', 'status:', '@n:', 'message:', '*:', ''),
        fc.constantFrom('x', 'y', 'x*', '*', '"x"', '>4', '[1 TO 5]', '5', '?'),
      )
      .map(([field, value]) => `${field}${value}`)
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        clause,
        tie('text').map((inner) => `NOT (${inner})`),
        fc.tuple(tie('text'), tie('text')).map(([left, right]) => `(${left} ${right})`),
        fc.tuple(tie('text'), tie('text')).map(([left, right]) => `(${left} OR ${right})`),
      ),
    }))
    const many = fc.array(text, { minLength: 2, maxLength: 5 }).map((parts) => parts.join(' '))
    const value = fc.constantFrom('x', 'y', 'xy', '5', '')
    const log: fc.Arbitrary<LogEvent> = fc
      .record({
        source: fc.option(value, { nil: undefined }),
        status: fc.option(value, { nil: undefined }),
        message: fc.option(value, { nil: undefined }),
        tags: fc.array(
          value.map((text) => `env:${text}`),
          { maxLength: 2 },
        ),
        a: fc.oneof(value, fc.array(value, { maxLength: 2 }), fc.constant(null)),
        n: fc.constantFrom(3, 5, '5', null),
      })
      .map(({ a, n, source, status, message, tags }) => ({
        ...{ id: 'e', timeMs: 0, tags, attributes: { a, n } },
        ...(source !== undefined && { source }),
        ...(status !== undefined && { status }),
        ...(message !== undefined && { message }),
      }))
    let decided = 0
    fc.assert(
      fc.property(many, fc.array(log, { minLength: 10, maxLength: 10 }), (written, logs) => {
        const { query } = parseQuery(written)
        if (!query || !neverMatches(query)) return
        decided += 1
        expect(logs.filter(compileQuery(query))).toEqual([])
      }),
      { seed: 7, numRuns: often(1500) },
    )
    expect(decided).toBeGreaterThan(25)
  })
})

function list(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(' OR ')
}
