import { compileGrok } from '../../../src/pipeline/grok/compile-grok'
import type { GrokTrouble } from '../../../src/pipeline/grok/grok-texts'
import { RuleBook } from '../../../src/pipeline/grok/rule-book'
import { looksDuring } from '../../counted-looks'

const context = { nowMs: 0 }
const looksAt = (rule: string, text: string): number => {
  const { parse, troubles } = compileGrok({ matchRules: `r ${rule}` })
  expect(troubles).toEqual([])
  return looksDuring(() => parse(text, context))
}

describe('hostile texts', () => {
  it.each([
    ['data before data', '%{data:a} %{data:b} %{data:c} %{data:d} end', 'a '],
    ['a group that repeats what repeats', '(%{word:a}\\s?)*:', 'ab '],
    ['pairs without an end', '%{data::keyvalue}', 'a=b/'],
    ['keys without a value', '%{data::keyvalue("=", " ,")}', 'a b, '],
    ['values that end nowhere', '%{data::keyvalue("=", " =")}', 'a=/'],
    ['commas at the end', '%{data::keyvalue("=", ",")}', 'a=,'],
    ['quotes that are not closed', '%{data::keyvalue}', '<a "b '],
    ['the same key', '%{data::keyvalue}', 'a=1 '],
    ['quotes in CSV', '%{data::csv("a,b")}', '"",'],
    ['elements of XML', '%{data:x:xml}', '<a>1</a>'],
    ['XML that is not closed', '%{data:x:xml}', '<a b="c">'],
    ['blanks in a hash', '%{data:x:rubyhash}', '{a=>'],
    ['a query string', '%{data::querystring}', 'a=%41&'],
    ['a list of rules', '%{data:x:array(",", number)}', '1,'],
    ['digits', '%{data:x:number}', '08'],
  ])('%s cost twice as much when twice as long', (_, rule, unit) => {
    const text = unit.repeat(Math.ceil(2000 / unit.length))
    expect(looksAt(rule, `${text}${text}!`)).toBeLessThan(2.3 * looksAt(rule, `${text}!`) + 2000)
  })

  it('a text of 100,000 characters that no rule matches ends', () => {
    const { parse } = compileGrok({ matchRules: 'r %{data:a} %{data:b} %{data:c} %{word:d}end' })
    expect(parse('ab '.repeat(33_000), context)).toBeUndefined()
  })

  it('parts of a list share the work of their text, and that it was too much is told', () => {
    const { parse } = compileGrok({
      matchRules: 'r %{data:x:array(",", part)}',
      supportRules: 'part (a*)(a*)(a*)\\3\\2\\1b',
    })
    const told: string[] = []
    const giveUp = () => told.push('gave up')
    expect(parse(`${'a'.repeat(20)},`, { nowMs: 0, giveUp })).toEqual({})
    expect(told).toEqual([])
    expect(parse(`${'a'.repeat(1000)},`, { nowMs: 0, giveUp })).toEqual({})
    expect(told).toEqual(['gave up'])
  })

  it('what nests deeper than any log is left out, not followed', () => {
    const parse = (rule: string, text: string) => compileGrok({ matchRules: `r ${rule}` }).parse(text, context)
    const deep = 50_000
    expect(parse('%{data:x:json}', '['.repeat(deep) + ']'.repeat(deep))).toEqual({})
    expect(parse('%{data:x:json}', '{"a":'.repeat(deep) + 1 + '}'.repeat(deep))).toEqual({})
    expect(parse('%{data:x:xml}', '<a>'.repeat(deep) + '</a>'.repeat(deep))).toEqual({})
    expect(parse('%{data:x:rubyhash}', '{a=>'.repeat(deep))).toEqual({})
    const key = 'a.'.repeat(deep)
    expect(parse('%{data::keyvalue}', `${key}b=1`)).toEqual({ [`${key}b`]: 1 })
  })

  it('a rule of inserts that are not closed ends, with what is wrong', () => {
    const { troubles } = compileGrok({ matchRules: `r ${'%{"'.repeat(40_000)}` })
    expect(troubles).toHaveLength(1)
  })

  it('rules that lay rules into each other without end are refused', () => {
    const support = Array.from({ length: 30 }, (_, n) => `s${n} %{s${n + 1}}%{s${n + 1}}`).join('\n')
    const { troubles } = compileGrok({ matchRules: 'r %{s0}', supportRules: `${support}\ns30 x` })
    expect(troubles.length).toBeGreaterThan(0)
    expect(troubles[0]?.message).toBe('the rules laid into this one are too many')
  })

  it('thousands of rules with mistakes are told each once, and what was told is looked through once', () => {
    const readsWith = (count: number): number => {
      let reads = 0
      const troubles = new Proxy<GrokTrouble[]>([], {
        get(told, key, self): unknown {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1
          return Reflect.get(told, key, self)
        },
      })
      const sources = Array.from({ length: count }, (_, start) => {
        const range = { start, end: start + 1 }
        return { line: { name: 'r', named: range, pattern: range }, in: 'match' as const, pattern: '%{' }
      })
      const book = new RuleBook(sources, troubles)
      for (const source of [...sources, ...sources]) book.check(source)
      expect(troubles).toHaveLength(count)
      return reads
    }
    expect(readsWith(400)).toBeLessThan(2.3 * readsWith(200))
  })
})
