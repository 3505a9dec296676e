import { parseCondition } from '../../src/condition/parse-condition'
import type { Problem } from '../../src/diagnostic/diagnostic'
import { neverMatches } from '../../src/query/never-matches'
import { parseQuery } from '../../src/query/parse-query'
import { printQuery } from '../../src/query/print-query'
import { parseTemplate } from '../../src/template/parse-template'
import { looksDuring } from '../counted-looks'

type Reader = (text: string) => readonly Problem[]

const query: Reader = (text) => {
  const { query: tree, problems } = parseQuery(text)
  if (tree !== undefined) {
    printQuery(tree)
    neverMatches(tree)
  }
  return problems
}
const condition: Reader = (text) => parseCondition(text).problems
const template: Reader = (text) => parseTemplate(text).problems

const many = (count: number, item: (index: number) => string, joint = ' '): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(joint)

/** Twice as much of a text takes twice as many looks, and what is told of it stays short. */
const rows: readonly (readonly [string, Reader, (count: number) => string])[] = [
  ['minus signs', query, (count) => '-'.repeat(count)],
  ['words', query, (count) => 'a '.repeat(count)],
  ['lower-case operators', query, (count) => 'a and '.repeat(count)],
  ['equal clauses', query, (count) => '@a:x '.repeat(count)],
  ['clauses and their negations', query, (count) => many(count, (i) => `@a:v${i} -@a:w${i}`)],
  ['values in a group', query, (count) => `@a:(${many(count, (i) => `v${i}`, ' OR ')})`],
  ['values of one source', query, (count) => many(count, (i) => `source:s${i}`)],
  ['choices of sources', query, (count) => many(count, (i) => `source:(s${i} OR t${i})`)],
  ['wildcards', query, (count) => `@a:${'*a'.repeat(count)}`],
  ['quoted stars', query, (count) => '@a:"*" '.repeat(count)],
  ['second colons', query, (count) => '@a:b:c '.repeat(count)],
  ['capitals in tags', query, (count) => many(count, (i) => `env:V${i}`)],
  ['groups that are not closed', query, (count) => '@a:(x '.repeat(count)],
  ['blocks of CIDR', query, (count) => `CIDR(@a, ${'10.0.0.0/8, '.repeat(count)}x)`],
  ['keys in quotes', query, (count) => `@${'\\"a.b\\".'.repeat(count)}c:x`],
  ['comparisons', condition, (count) => many(count, () => 'a > 1', ' && ')],
  ['alternatives of pairs', condition, (count) => many(count, (i) => `(a > ${i} && b < ${i})`, ' || ')],
  ['negations', condition, (count) => '! '.repeat(count)],
  ['names without comparisons', condition, (count) => 'a '.repeat(count)],
  ['parentheses that are not closed', condition, (count) => '('.repeat(count)],
  ['attributes', template, (count) => many(count, (i) => `{{@a${i}}}`)],
  ['slips', template, (count) => '{{$a}}'.repeat(count)],
  ['openers', template, (count) => '{{'.repeat(count)],
  ['blocks that are not closed', template, (count) => '{{#if @a}}'.repeat(count)],
  ['blocks of monitors', template, (count) => '{{#is_alert}}'.repeat(count) + '{{/is_alert}}'.repeat(count)],
  ['blocks of monitors around blocks', template, (count) => '{{#is_alert}}{{#if @a}}'.repeat(count)],
  ['blanks between block tags', template, (count) => '   {{#if @a}}   {{/if}}'.repeat(count)],
]

it.each(rows)('%s: the work grows with the text, and no faster', (_, read, make) => {
  const [some, twice] = [300, 600].map((count) => {
    const text = make(count)
    let problems: readonly Problem[] = []
    const looks = looksDuring(() => {
      problems = read(text)
    })
    // Twenty errors, twenty remarks, and the number of the rest.
    expect(problems.length).toBeLessThanOrEqual(41)
    for (const { message } of problems) expect(message.length).toBeLessThan(700)
    return looks
  })
  expect(twice).toBeLessThan((some ?? 0) * 2.2 + 200)
})

it('a text with more mistakes than are told says how many more there are', () => {
  const { query: tree, problems } = parseQuery('@a:"*" '.repeat(300_000 / 7))
  expect(tree).toBeDefined()
  expect(problems.at(-1)?.message).toBe(`${Math.floor(300_000 / 7) - 20} more like these are not told`)
  expect(parseQuery('-'.repeat(300_000)).problems.map(({ code }) => code)).toEqual(['Q004', ...Array(20).fill('Q009')])
})
