import fc from 'fast-check'
import type { Diagnostic } from '../../src/diagnostic/diagnostic'
import { drawDiagnostic } from '../../src/diagnostic/frame'
import { columnsOf } from '../../src/diagnostic/text-width'
import { makePainter } from '../../src/medium/painter'
import { type TerminalText, terminal } from '../../src/medium/terminal-text'
import { often } from '../random-runs'

/** A diagnostic on the stretch of `marked` between « and ». */
function at(marked: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  const source = { path: 'rules/a.rule.yaml', text: marked.replace(/[«»]/g, '') }
  return { code: 'W001', severity: 'error', message: 'it is wrong', span: { source, start, end }, ...more }
}

const draw = (marked: string, more: Partial<Diagnostic> = {}) => String(drawDiagnostic(at(marked, more))).split('\n')

test('a word in a line, with help beside the underline', () => {
  const marked = `${'\n'.repeat(30)}    condition: «logins» > 5\n`
  expect(draw(marked, { help: "this rule's queries: failed, succeeded" })).toEqual([
    'error[W001]: it is wrong',
    '  ┌ rules/a.rule.yaml:31:16',
    '31│     condition: logins > 5',
    "  │                ^^^^^^ this rule's queries: failed, succeeded",
  ])
})

test('the first line, and the end of a file without a line break', () => {
  expect(draw('«a»: 1')).toEqual(['error[W001]: it is wrong', ' ┌ rules/a.rule.yaml:1:1', '1│ a: 1', ' │ ^'])
  expect(draw('a: 1«»').slice(1)).toEqual([' ┌ rules/a.rule.yaml:1:5', '1│ a: 1', ' │     ^'])
  expect(draw('a: 1\n«»').slice(1)).toEqual([' ┌ rules/a.rule.yaml:2:1', '2│', ' │ ^'])
  expect(draw('«»').slice(1)).toEqual([' ┌ rules/a.rule.yaml:1:1', '1│', ' │ ^'])
})

test('several lines, each underlined from its first visible sign', () => {
  expect(draw('a:\n  «- x\n    y»\nb: 1\n', { help: 'do this' }).slice(1)).toEqual([
    ' ┌ rules/a.rule.yaml:2:3',
    '2│   - x',
    ' │   ^^^',
    '3│     y',
    ' │     ^ do this',
  ])
})

test('of many lines, the first two and the last', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `line ${i}`).join('\n')
  expect(draw(`«${lines}»\n`).slice(1)).toEqual([
    '  ┌ rules/a.rule.yaml:1:1',
    ' 1│ line 0',
    '  │ ^^^^^^',
    ' 2│ line 1',
    '  │ ^^^^^^',
    '  ┆',
    '12│ line 11',
    '  │ ^^^^^^^',
  ])
})

test('tabs and wide signs keep the underline below its place', () => {
  expect(draw('a\tb: «x»').slice(2)).toEqual(['1│ a   b: x', ' │        ^'])
  expect(draw('名前: «値» x').slice(2)).toEqual(['1│ 名前: 値 x', ' │       ^^'])
  expect(draw('\u{1F600} e\u0301: «x»').slice(2)).toEqual(['1│ \u{1F600} e\u0301: x', ' │       ^'])
})

test('a long line is cut around its place', () => {
  const [, , line, under] = draw(`${'a'.repeat(200)}«here»${'b'.repeat(200)}`)
  expect(line).toBe(`1│ …${'a'.repeat(32)}here${'b'.repeat(62)}…`)
  expect(under).toBe(` │ ${' '.repeat(33)}^^^^`)
})

test('CRLF does not show', () => {
  expect(draw('a: «b\r\n»c: d\r\n').slice(2)).toEqual(['1│ a: b', ' │    ^'])
})

test('control signs cannot reach the terminal', () => {
  expect(draw('a: «\u001b[31m»').slice(2)).toEqual(['1│ a: \ufffd[31m', ' │    ^^^^^'])
})

test('without a place, help stands below', () => {
  const { span: _, ...diagnostic } = at('«»')
  expect(String(drawDiagnostic({ ...diagnostic, help: 'do this' }))).toBe('error[W001]: it is wrong\n  = do this')
})

test('a painter colours the severity and the underline', () => {
  const wrap = (sign: string) => (text: string | TerminalText) => terminal`<${sign}>${text}</${sign}>`
  const colour = {
    ...makePainter(false),
    error: wrap('e'),
    warning: wrap('w'),
    info: wrap('i'),
    bold: wrap('b'),
    faint: wrap('f'),
  }
  expect(String(drawDiagnostic(at('a: «b»', { severity: 'warning', help: 'h' }), { colour }))).toBe(
    [
      '<w>warning[W001]</w><b>: it is wrong</b>',
      ' <f>┌</f> rules/a.rule.yaml:1:4',
      '<f>1│</f> a: b',
      ' <f>│</f>    <w>^ h</w>',
    ].join('\n'),
  )
})

test('any place in any text can be drawn, and no line grows without bound', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\t', '\n', '\r\n', '名', '\u{1F600}', ' ', 'bbbbbbbbbbbbbbbb'),
    maxLength: 80,
  })
  fc.assert(
    fc.property(text, fc.nat(200), fc.nat(200), (source, start, length) => {
      const span = { source: { path: 'a', text: source }, start, end: start + length }
      const drawn = String(drawDiagnostic({ code: 'W001', severity: 'info', message: 'm', span })).split('\n')
      expect(drawn.length).toBeGreaterThanOrEqual(4)
      expect(drawn.some((line) => line.includes('^'))).toBe(true)
      for (const line of drawn) expect(line.length).toBeLessThan(120)
    }),
    { seed: 1, numRuns: often(300) },
  )
})

describe('in a terminal that is so wide', () => {
  const marked = `${'\n'.repeat(9)}    condition: «logins» > 5 && something else that is long enough\n`
  const help = "this rule's queries: failed, succeeded, and some that nobody remembers"
  const wide = (columns: number, more: Partial<Diagnostic> = {}) =>
    String(drawDiagnostic(at(marked, { help, ...more }), { columns })).split('\n')

  test('help that just fits stands beside the underline, and a column less puts it below', () => {
    const columns = 4 + 15 + 'logins'.length + 1 + help.length
    expect(wide(columns).at(-1)).toBe(`  │                ^^^^^^ ${help}`)
    expect(wide(columns - 1).slice(-2)).toEqual(['  │                ^^^^^^', `  │                ${help}`])
  })

  test('a long message goes on below, and so does help without a place', () => {
    const message = 'one two three four five six seven eight nine ten'
    expect(wide(40, { message }).slice(0, 3)).toEqual([
      'error[W001]: one two three four five six',
      '  seven eight nine ten',
      '  ┌ rules/a.rule.yaml:10:16',
    ])
    const { span: _, ...nowhere } = at(marked, { message: 'x', help: message })
    expect(String(drawDiagnostic(nowhere, { columns: 30 })).split('\n')).toEqual([
      'error[W001]: x',
      '  = one two three four five',
      '    six seven eight nine ten',
    ])
  })

  test('no line but that of the path is wider, and no word of the help is lost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 120 }),
        fc.array(fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', '一', '-') }), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.integer({ min: 0, max: 90 }),
        (columns, words, lead) => {
          const text = `${' '.repeat(lead)}«place» ${words.join('')}`
          const drawn = String(drawDiagnostic(at(text, { help: words.join(' ') }), { columns })).split('\n')
          for (const line of drawn) if (!line.includes('┌')) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
          const told = drawn
            .slice(3)
            .join(' ')
            .replace(/[│^ ]+/g, ' ')
          expect(told.trim().split(' ')).toEqual(words)
        },
      ),
      { numRuns: often(100) },
    )
  })
})

describe('a key that somebody wrote into ddac.yaml', () => {
  const drawn = (line: string, path = 'rules/ddac.yaml') => {
    const span = { source: { path, text: line }, start: 0, end: line.length }
    return String(drawDiagnostic({ code: 'W104', severity: 'error', message: 'no', span })).split('\n')[2]
  }
  const key = '0123456789abcdef'.repeat(2)

  test.each([
    [`keys: { api: ${key}, app: ${key}01234567 }`, `keys: { api: ${'*'.repeat(32)}, app: ${'*'.repeat(40)} }`],
    ['keys: { bearer: "ddpat-0a/b+c=" }', 'keys: { bearer: "*************" }'],
    [`# was ${key}`, `# was ${'*'.repeat(32)}`],
    ['keys: { api: PROD_DD_API_KEY }', 'keys: { api: PROD_DD_API_KEY }'],
  ])('is drawn as wide as it is, and not as it is: %#', (line, shown) => {
    expect(drawn(line)).toBe(`1│ ${shown}`)
  })

  test('the digests of a rule are no keys', () => {
    expect(drawn(`query: "@md5:${key}"`, 'rules/a.rule.yaml')).toBe(`1│ query: "@md5:${key}"`)
  })
})
