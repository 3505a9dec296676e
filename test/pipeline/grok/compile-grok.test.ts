import fc from 'fast-check'
import { compileGrok } from '../../../src/pipeline/grok/compile-grok'
import { knownFilters } from '../../../src/pipeline/grok/filters/known-filters'
import { matcherNames } from '../../../src/pipeline/grok/matchers'
import { anyString } from '../../any-string'
import { often, seedOr } from '../../random-runs'

const context = { nowMs: Date.UTC(2026, 10, 26) }
const parse = (rule: string, text: string) => compileGrok({ matchRules: `r ${rule}` }).parse(text, context)

const args: Readonly<Record<string, string>> = {
  regex: '("[a-z]*")',
  date: '("yyyy-MM-dd")',
  nullIf: '("-")',
  scale: '(2)',
  csv: '("a,b")',
}

describe('compileGrok', () => {
  it('takes any rules, and tells of places inside of them', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '%{',
        '}',
        ':',
        '(',
        ')',
        '"',
        '[',
        ']',
        '|',
        '*',
        '\\',
        '(?<a>',
        '(?',
        '&&',
        '{2}',
        '\n',
        ' ',
        'r ',
      ),
      fc.constantFrom('%{word:a}', '%{data::keyvalue("=","[")}', '%{date("yyyy'),
      anyString({ maxLength: 3 }),
    )
    const rules = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(rules, rules, anyString({ maxLength: 8 }), (matchRules, supportRules, text) => {
        const { parse, troubles } = compileGrok({ matchRules, supportRules })
        const texts = { match: matchRules, support: supportRules }
        for (const { in: where, start, end } of troubles) {
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(texts[where].length)
        }
        parse(text, context)
      }),
      { numRuns: often(1000), seed: seedOr(3) },
    )
  })

  it('every matcher and every filter takes any text, and gives JSON', () => {
    const matchers = matcherNames().map((name) => `%{${name}${args[name] ?? ''}:a.b}`)
    const filters = Object.keys(knownFilters).map((name) => `%{data:a.b:${name}${args[name] ?? ''}}`)
    const roots = Object.keys(knownFilters).map((name) => `%{data::${name}${args[name] ?? ''}}`)
    const rules = [...matchers, ...filters, ...roots].map((rule) => compileGrok({ matchRules: `r ${rule}` }))
    expect(rules.flatMap(({ troubles }) => troubles)).toEqual([])
    const near = fc.constantFrom(
      '{"__proto__":1}',
      '__proto__=1',
      '<a b="1">x</a>',
      '[1,2]',
      '1e3',
      '2024-02-30',
      '"a""b",c',
      '{a=>[1]}',
    )
    fc.assert(
      fc.property(fc.oneof(near, anyString({ maxLength: 30 })), (text) => {
        for (const { parse } of rules) {
          const found = parse(text, context)
          if (found !== undefined) expect(JSON.parse(JSON.stringify(found))).toEqual(found)
        }
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: often(100), seed: seedOr(5) },
    )
  })

  it('a number is read back as it was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })), (value) => {
        const written = Object.is(value, -0) ? '0' : String(value)
        expect(parse('%{numberExt:n}', written)).toEqual({ n: Number(written) })
        expect(parse('%{data:n:number}', written)).toEqual({ n: Number(written) })
      }),
      { numRuns: often(200), seed: seedOr(11) },
    )
  })

  it('a time is read back as it was written, in any zone', () => {
    const ms = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2049, 0) })
    const offset = fc.integer({ min: -18 * 60, max: 18 * 60 })
    fc.assert(
      fc.property(ms, offset, (time, minutes) => {
        const local = new Date(time + minutes * 60_000).toISOString().slice(0, -1)
        const size = Math.abs(minutes)
        const zone = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`
        const date = `%{date("yyyy-MM-dd'T'HH:mm:ss.SSSZ"):t}`
        expect(parse(date, `${local}${zone}`)).toEqual({ t: time })
        expect(parse(`%{date("yyyy-MM-dd'T'HH:mm:ss.SSS","${zone}"):t}`, local)).toEqual({ t: time })
      }),
      { numRuns: often(200), seed: seedOr(13) },
    )
  })

  it('a local time is that of its zone on that day, twice a year too', () => {
    const paris = (local: string) => parse('%{date("yyyy-MM-dd HH:mm","Europe/Paris"):t}', local)?.['t']
    expect(paris('2026-03-29 01:59')).toBe(Date.UTC(2026, 2, 29, 0, 59))
    expect(paris('2026-03-29 02:30')).toBe(Date.UTC(2026, 2, 29, 1, 30))
    expect(paris('2026-03-29 03:00')).toBe(Date.UTC(2026, 2, 29, 1, 0))
    expect(paris('2026-10-25 01:59')).toBe(Date.UTC(2026, 9, 24, 23, 59))
    expect(paris('2026-10-25 02:30')).toBe(Date.UTC(2026, 9, 25, 0, 30))
    expect(paris('2026-10-25 03:00')).toBe(Date.UTC(2026, 9, 25, 2, 0))
  })

  it('integers that a double cannot hold are the nearest number where that is asked for', () => {
    const rules = 'r %{integer:a} %{notSpace:b:number} %{notSpace::keyvalue} %{notSpace:d:json} %{notSpace::csv("e")}'
    const big = '7288183648727243213'
    const rounded = Number(big)
    const { parse } = compileGrok({ matchRules: rules })
    const text = `${big} ${big} c=${big} ${big} ${big}`
    expect(parse(text, { ...context, roundIntegers: true })).toEqual({
      a: rounded,
      b: rounded,
      c: rounded,
      d: rounded,
      e: rounded,
    })
    expect(parse(text, context)).toEqual({ a: big, b: big, c: big, d: big, e: big })
  })

  it('parsing twice gives the same, and leaves the first result alone', () => {
    const { parse } = compileGrok({ matchRules: 'r %{word:a} %{data::keyvalue}' })
    const first = parse('x b=1 b=2', context)
    expect(parse('y b=3', context)).toEqual({ a: 'y', b: 3 })
    expect(first).toEqual({ a: 'x', b: [1, 2] })
  })
})
