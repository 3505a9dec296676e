import fc from 'fast-check'
import { printFlowYaml, printYaml } from '../../src/yaml/print-yaml'
import { readYaml } from '../../src/yaml/yaml-document'
import { anyString } from '../any-string'
import { often } from '../random-runs'

const read = (text: string) => readYaml({ path: 'a.yaml', text })

test('texts of several lines stand in literal blocks, plain words without quotes', () => {
  const rule = {
    name: 'SES',
    message: '## Goal\nDetect.\n',
    queries: [{ query: '@evt.name:("A" OR "B")', groupByFields: [], distinctFields: ['@usr.id'] }],
    options: {},
  }
  expect(printYaml(rule)).toBe(
    [
      'name: SES',
      'message: |',
      '  ## Goal',
      '  Detect.',
      'queries:',
      `  - query: '@evt.name:("A" OR "B")'`,
      '    groupByFields: []',
      '    distinctFields:',
      "      - '@usr.id'",
      'options: {}',
      '',
    ].join('\n'),
  )
})

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  anyString(),
  fc
    .array(
      fc.constantFrom(
        'a',
        ' ',
        '\n',
        '\t',
        '\r',
        "'",
        '"',
        ': ',
        '#',
        '- ',
        '\\',
        '\u2028',
        '\ud800',
        '\u{1F600}',
        '|',
      ),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('true', 'null', '~', '1e3', '0x1', '2026-12-31', '<<', '__proto__', '', 'x '.repeat(80)),
)
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(text, tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

const numbersApart = (value: unknown) => JSON.stringify(value, (_, each) => (Object.is(each, -0) ? 0 : each))

test('reading what was printed gives equal data', () => {
  fc.assert(
    fc.property(data, (value) => {
      const document = read(printYaml(value))
      expect(document.diagnostics).toEqual([])
      expect(numbersApart(document.value)).toBe(numbersApart(value))
    }),
    { seed: 3, numRuns: often(500) },
  )
})

test('also on one line', () => {
  fc.assert(
    fc.property(data, (value) => {
      const printed = printFlowYaml(value)
      expect(printed).not.toContain('\n')
      expect(numbersApart(read(`[${printed}]`).value)).toBe(numbersApart([value]))
    }),
    { seed: 4, numRuns: often(300) },
  )
})
