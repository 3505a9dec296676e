import { looksDuring } from '../counted-looks'
import { watchCalls } from '../watch-calls'

const { callsOf, forget, load } = watchCalls({ 'query/clause-logic': ['covers', 'askForOthers'] })
const { lintWorkspace } = load<typeof import('../../src/lint/lint-workspace')>('../src/lint/lint-workspace')
const { readRuleObject } = load<typeof import('../../src/rule/read-rule')>('../src/rule/read-rule')

const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index))

const rule = (changed: object): object => ({
  id: 'r',
  name: 'n',
  queries: [{ name: 'a', query: 'source:x' }],
  cases: [{ status: 'high', condition: 'a > 0' }],
  options: {},
  tags: ['source:x'],
  message: 'm',
  ...changed,
})
const search = (query: string): object => rule({ queries: [{ name: 'a', query }] })

const rows: readonly (readonly [string, (count: number) => object])[] = [
  ['words', (count) => search('a '.repeat(count))],
  ['one field again and again', (count) => search('@a:x '.repeat(count))],
  ['many fields', (count) => search(many(count, (i) => `@a${i}:x`).join(' '))],
  ['clauses and their negations', (count) => search(many(count, (i) => `@a:v${i} -@a:w${i}`).join(' '))],
  ['negations joined by OR', (count) => search(many(count, (i) => `-@a:v${i}`).join(' OR '))],
  ['comparisons', (count) => rule({ cases: [{ status: 'low', condition: many(count, () => 'a > 1').join(' && ') }] })],
  [
    'names that no query has',
    (count) => rule({ cases: [{ status: 'low', condition: many(count, (i) => `b${i} > 1`).join(' && ') }] }),
  ],
  ['unknown keys', (count) => rule(Object.fromEntries(many(count, (i) => [`unknownKey${i}`, i])))],
  ['tags of the wrong type', (count) => rule({ tags: many(count, (i) => i) })],
  ['attributes in a message', (count) => rule({ message: many(count, (i) => `{{@a${i}}}`).join(' ') })],
  ['slips in a message', (count) => rule({ message: '{{$a}} '.repeat(count) })],
]

it.each(rows)('%s: the work of the checks grows with the rule, and no faster', (_, make) => {
  const [some, twice] = [500, 1000].map((count) => {
    const object = make(count)
    forget()
    let told = 0
    const looks = looksDuring(() => {
      const { draft, findings } = readRuleObject(object)
      told = findings.length
      if (draft) told += lintWorkspace({ rules: [{ rule: draft }], nowMs: 0 }).length
    })
    // A hundred errors and a hundred remarks, of reading and of checking, and the number of the rest.
    expect(told).toBeLessThanOrEqual(402)
    expect(callsOf('covers').length + callsOf('askForOthers').length).toBeLessThanOrEqual(250_000)
    return looks
  })
  expect(twice).toBeLessThan((some ?? 0) * 2.2 + 2000)
})

it('20,000 cases are refused for their number, and the checks look at the first thousand', () => {
  const {
    rule: read,
    draft,
    findings,
  } = readRuleObject(rule({ cases: many(20_000, (i) => ({ status: 'high', condition: `a > ${i}` })) }))
  expect(read).toBeUndefined()
  expect(findings.map(({ code, message }) => `${code} ${message}`)).toContain('R103 cases holds 20000 items')
  expect(draft?.cases).toHaveLength(1000)
})

it('a thousand cases are read, and one more is not', () => {
  const of = (count: number) =>
    readRuleObject(rule({ cases: many(count, () => ({ status: 'low', condition: 'a > 0' })) }))
  expect(of(1000).rule).toBeDefined()
  expect(of(1001).rule).toBeUndefined()
})
