import fc from 'fast-check'
import { readYaml } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'

/** Places `text`, the writing of one scalar, as the value at `rule.query` in a file with comments and neighbours. */
function fileWith(text: string, eol = '\n') {
  const lines = ['# a comment', 'before: 1', 'rule:', `  query: ${text}`, '  after: 2', '']
  return readYaml({ path: 'a.yaml', text: lines.join('\n').replaceAll('\n', eol) })
}

function queryOf(document: ReturnType<typeof readYaml>): string {
  const { rule } = document.value as { rule: { query: string } }
  return rule.query
}

/** What the file shows for each unit of the decoded value. */
function shown(document: ReturnType<typeof readYaml>): string[] {
  const value = queryOf(document)
  return Array.from({ length: value.length }, (_, at) => {
    const span = document.locate(['rule', 'query'], { range: { start: at, end: at + 1 } })
    return document.source.text.slice(span.start, span.end)
  })
}

describe('every unit of a value is found in the file again', () => {
  const table: readonly [string, string, string][] = [
    ['plain', 'source:a @b:c', 'source:a @b:c'],
    ['plain over two lines', 'one two\n    three', 'one two three'],
    ['plain over an empty line', 'one\n\n    two  \n\n\n    three', 'one\ntwo\n\nthree'],
    ['single-quoted with a doubled quote', "'it''s @a:*'", "it's @a:*"],
    ['single-quoted over lines', "' one  \n     two\n\n     three '", ' one two\nthree '],
    ['double-quoted with escapes', '"a\\tb \\"c\\" \\x41\\u00e9\\U0001F600 d"', 'a\tb "c" Aé\u{1F600} d'],
    ['double-quoted over lines', '"one  \n    two \\\n    three\n\n    four"', 'one two three\nfour'],
    ['literal', '|\n    one\n      two\n\n    three', 'one\n  two\n\nthree\n'],
    ['literal, stripped', '|-\n    one\n    two', 'one\ntwo'],
    ['literal, kept', '|+\n    one\n\n', 'one\n\n\n'],
    ['literal with an indentation indicator', '|2-\n      one\n    two', '  one\ntwo'],
    ['literal with a comment behind the indicator', '|- # why\n    one', 'one'],
    ['folded', '>\n    one\n    two\n\n    three', 'one two\nthree\n'],
    ['folded with a more indented line', '>-\n    one\n      two\n    three\n    four', 'one\n  two\nthree four'],
    ['folded with empty lines around a more indented one', '>-\n    a\n\n      b\n\n\n    c', 'a\n\n  b\n\n\nc'],
  ]

  for (const eol of ['\n', '\r\n']) {
    test.each(table)(`%s (${eol === '\n' ? 'LF' : 'CRLF'})`, (_, text, value) => {
      const document = fileWith(text, eol)
      expect(document.diagnostics).toEqual([])
      expect(queryOf(document)).toBe(value)
      shown(document).forEach((piece, at) => {
        expectWritten(piece, value.charAt(at))
      })
    })
  }

  test('a block that ends the file without a line break', () => {
    const document = readYaml({ path: 'a.yaml', text: 'rule:\n  query: |\n    ab' })
    expect(queryOf(document)).toBe('ab\n')
    expect(shown(document)).toEqual(['a', 'b', ''])
  })

  test('a byte order mark does not move places', () => {
    const document = readYaml({ path: 'a.yaml', text: '\uFEFFrule:\n  query: abc\n' })
    expect(shown(document)).toEqual(['a', 'b', 'c'])
  })
})

/** A piece of the file says `unit` of a value: as itself, as a line break, or as an escape. */
function expectWritten(piece: string, unit: string): void {
  if (piece === unit) return
  if (unit === ' ' || unit === '\n') {
    if (piece === '\n' || piece === '\r\n') return
  }
  if (piece === "''" && unit === "'") return
  expect(piece).toMatch(/^\\/)
  expect(escaped(piece)).toContain(unit)
}

/** What an escape between double quotes says. */
function escaped(piece: string): string {
  const code = /^\\[xuU]([0-9a-f]+)$/i.exec(piece)?.[1]
  return code ? String.fromCodePoint(Number.parseInt(code, 16)) : JSON.parse(`"${piece}"`)
}

describe('any content in any writing', () => {
  const words = fc.array(
    fc.constantFrom('a', 'bc', ' ', '  ', "'", '"', '\\', '@x:*', '#', ': ', 'é', '\u{1F600}', '\t'),
    {
      maxLength: 6,
    },
  )
  const lines = fc.array(
    words.map((parts) => parts.join('')),
    { minLength: 1, maxLength: 6 },
  )
  const indented = (body: readonly string[], by: string) => body.map((line) => (line ? by + line : line)).join('\n')

  const styles: readonly [string, (body: readonly string[], indicator: string) => string][] = [
    ['literal', (body, indicator) => `|${indicator}\n${indented(body, '    ')}`],
    ['folded', (body, indicator) => `>${indicator}\n${indented(body, '    ')}`],
    ['literal with indicator', (body, indicator) => `|2${indicator}\n${indented(body, '    ')}`],
    ['folded with indicator', (body, indicator) => `>${indicator}2\n${indented(body, '    ')}`],
    ['single', (body) => `'${body.map((line) => line.replaceAll("'", "''")).join('\n    ')}'`],
    [
      'double',
      (body) => `"${body.map((line) => line.replaceAll('\\', '\\x5c').replaceAll('"', '\\"')).join('\n    ')}"`,
    ],
    ['plain', (body) => `x${body.map((line) => line.replace(/[^a-z *@]/g, '')).join('\n    ')}`],
  ]

  test.each(styles)('%s', (_, write) => {
    fc.assert(
      fc.property(lines, fc.constantFrom('', '-', '+'), fc.constantFrom('\n', '\r\n'), (body, indicator, eol) => {
        const document = fileWith(write(body, indicator), eol)
        if (document.diagnostics.length > 0 || typeof queryOf(document) !== 'string') return
        const value = queryOf(document)
        const pieces = shown(document)
        pieces.forEach((piece, at) => {
          expectWritten(piece, value.charAt(at))
        })
        const starts = pieces.map(
          (_, at) => document.locate(['rule', 'query'], { range: { start: at, end: at + 1 } }).start,
        )
        expect(starts).toEqual([...starts].sort((a, b) => a - b))
      }),
      { seed: 7, numRuns: often(150) },
    )
  })
})
