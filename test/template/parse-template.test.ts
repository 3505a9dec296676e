import fc from 'fast-check'
import { parseTemplate } from '../../src/template/parse-template'
import { referencesIn } from '../../src/template/references-in'
import { renderTemplate } from '../../src/template/render-template'
import { often } from '../random-runs'
import { viewOf } from './view-of'

const pieces = [
  '{{',
  '}}',
  '{{{',
  '}}}',
  '{{{{',
  '}}}}',
  '{{{{raw}}}}',
  '{{{{/raw}}}}',
  '{{#',
  '{{^',
  '{{/',
  '{{else}}',
  '{{!--',
  '--}}',
  'if',
  'is_match',
  'is_exact_match',
  'eval',
  'local_time',
  'urlencode',
  '@a.b',
  '@@a',
  '$x',
  'env.name',
  '[a.b].name',
  '"',
  "'",
  '\\',
  '(',
  ')',
  '+',
  '-',
  '^',
  '*',
  '1',
  '2.5',
  ' ',
  '\n',
  '\r\n',
  'x',
  '\ud800',
  '🦊',
  '{{#if @a.b}}',
  '{{/if}}',
  '{{eval "',
  '"}}',
  'severity',
  '"UTC"',
]
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((chosen) => chosen.join(''))
const view = viewOf({
  attributes: { a: { b: ['x', 2, null, { c: 1 }] } },
  tags: ['env:prod'],
  variables: { severity: 2 },
})

describe('any text is a template', () => {
  it('parses and renders without throwing, and its problems lie inside it', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { template, problems } = parseTemplate(source)
        expect(typeof renderTemplate(template, view)).toBe('string')
        for (const { start, end } of problems) {
          expect(start).toBeLessThanOrEqual(end)
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(source.length)
        }
        referencesIn(template)
      }),
      { seed: 20260302, numRuns: often(1000) },
    )
  })

  it('text without braces stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((plain) => !plain.includes('{{')),
        (plain) => {
          expect(renderTemplate(parseTemplate(plain).template, view)).toBe(plain)
        },
      ),
      { seed: 20260302, numRuns: often(200) },
    )
  })

  it('a raw block keeps anything but its own end', () => {
    fc.assert(
      fc.property(
        text.filter((body) => !body.includes('{{{{/raw') && !/[\n{}]/.test(body)),
        (body) => {
          const { template, problems } = parseTemplate(`<{{{{raw}}}}{{${body}}}{{{{/raw}}}}>`)
          expect(problems).toEqual([])
          expect(renderTemplate(template, view)).toBe(`<{{${body}}}>`)
        },
      ),
      { seed: 20260302, numRuns: often(200) },
    )
  })
})

describe('large and deep templates', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['openers without end', '{{'.repeat(50_000)],
    ['openers and one far closer', `${'{{ '.repeat(50_000)}}}`],
    ['raw openers', '{{{{a}}}}'.repeat(20_000)],
    ['comment openers', '{{!--'.repeat(50_000)],
    ['blocks in blocks', '{{#if @a.b}}'.repeat(10_000) + '{{/if}}'.repeat(10_000)],
    ['closers without blocks', '{{/if}}'.repeat(20_000)],
    ['blocks closed by other names', '{{#if @a}}'.repeat(10_000) + '{{/is_match}}'.repeat(10_000)],
    ['blanks', ' '.repeat(100_000) + '{{#if @a}}'.repeat(1_000)],
    ['brackets in eval', `{{eval "${'('.repeat(10_000)}"}}`],
    ['signs in eval', `{{eval "${'-'.repeat(10_000)}1"}}`],
    ['a long sum', `{{eval "${'1+'.repeat(20_000)}1"}}`],
    ['quotes', `{{#is_match ${'"x" '.repeat(20_000)}}}`],
    ['an open bracket', `{{#is_match (${'("'.repeat(20_000)}}}`],
  ]
  it.each(rows)('%s', (_, source) => {
    const { template } = parseTemplate(source)
    expect(typeof renderTemplate(template, view)).toBe('string')
  })

  it('a sum of any length has its value', () => {
    expect(renderTemplate(parseTemplate(`{{eval "${'1+'.repeat(20_000)}1"}}`).template, view)).toBe('20001')
  })

  it('blocks nested too deep are a mistake that is told once', () => {
    const { problems } = parseTemplate('{{#if @a.b}}'.repeat(200) + '{{/if}}'.repeat(200))
    expect(problems.map(({ code }) => code)).toEqual(['M010'])
  })
})

it('a value too deep for JSON is shown as an ellipsis', () => {
  let deep: unknown = 1
  for (let level = 0; level < 100_000; level += 1) deep = { a: deep }
  const attributes = { deep } as never
  expect(renderTemplate(parseTemplate('[{{@deep}}]').template, viewOf({ attributes }))).toBe('[…]')
})

it('names that belong to every object have no value', () => {
  const { template } = parseTemplate('[{{@__proto__}}{{@constructor.name}}{{toString}}{{eval "constructor"}}]')
  expect(renderTemplate(template, viewOf({}))).toBe('[]')
})

it('references are listed in order, those of blocks and of eval too', () => {
  const { template } = parseTemplate(
    '{{@a}}{{#is_match "b.name" "x"}}{{eval "c+@d"}}{{else}}{{urlencode "@e"}}{{/is_match}}',
  )
  const names = referencesIn(template).map((reference) =>
    reference.kind === 'attribute' ? `@${reference.path}` : reference.tagKey,
  )
  expect(names).toEqual(['@a', 'b', 'c', '@d', '@e'])
})
