import fc from 'fast-check'
import { readYaml } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'

const read = (text: string) => readYaml({ path: 'a.yaml', text })
const textAt = (document: ReturnType<typeof read>, ...arguments_: Parameters<ReturnType<typeof read>['locate']>) => {
  const { start, end } = document.locate(...arguments_)
  return document.source.text.slice(start, end)
}
const told = (text: string) =>
  read(text).diagnostics.map(({ code, span }) => [code, text.slice(span?.start, span?.end), span?.start])

describe('a path leads to the place of its value', () => {
  const document = read(
    'name: SES\nqueries:\n  - query: "@a:b"\n    name: x\n  - query: c\nempty:\nlist: [1, {a: 2}]\n',
  )

  test.each<[readonly (string | number)[], string]>([
    [['name'], 'SES'],
    [['queries', 0, 'query'], '"@a:b"'],
    [['queries', 1], 'query: c'],
    [['list', 1, 'a'], '2'],
    [['empty'], 'empty'],
  ])('%j', (path, text) => {
    expect(textAt(document, path)).toBe(text)
  })

  test('a key, when the key is meant', () => {
    expect(textAt(document, ['queries', 0, 'name'], { on: 'key' })).toBe('name')
  })

  test('part of a text', () => {
    expect(textAt(document, ['queries', 0, 'query'], { range: { start: 1, end: 2 } })).toBe('a')
  })

  test('what is missing is shown at the collection in which it is missing', () => {
    expect(textAt(document, ['message'])).toBe('name')
    expect(textAt(document, ['queries', 1, 'name'])).toBe('query')
    expect(textAt(document, ['queries', 7, 'name'])).toBe('queries')
  })

  test('through aliases and merges', () => {
    const text = 'base: &b {x: 1, y: 2}\nuse: *b\nmore:\n  <<: *b\n  y: 3\n'
    const merged = read(text)
    expect(merged.value).toEqual({ base: { x: 1, y: 2 }, use: { x: 1, y: 2 }, more: { x: 1, y: 3 } })
    expect(merged.locate(['use', 'x']).start).toBe(text.indexOf('1'))
    expect(merged.locate(['more', 'x']).start).toBe(text.indexOf('1'))
    expect(merged.locate(['more', 'y']).start).toBe(text.indexOf('3'))
  })

  test('what JSON has none of: bytes and dates are texts, ordered pairs are maps of one key', () => {
    const text = 'a: &a !!binary AA==\nb: *a\nc: !!timestamp 2026-01-01\nd: !!omap [x: 1, y: 2]\ne: !!binary\n'
    expect(read(text).value).toEqual({ a: 'AA==', b: 'AA==', c: '2026-01-01', d: [{ x: 1 }, { y: 2 }], e: '' })
  })

  test('an empty file', () => {
    expect(read('').value).toBeNull()
    expect(read('# nothing\n').value).toBeNull()
    expect(read('').locate(['a'])).toMatchObject({ start: 0, end: 0 })
  })
})

describe('what is wrong with a file is told with its place', () => {
  test.each<[string, string, (string | number)[][]]>([
    ['a key twice', 'a: 1\nb: 2\na: 3\n', [['W002', 'a', 10]]],
    ['a second document', 'a: 1\n---\nb: 2\n', [['W003', '---', 5]]],
    ['an alias of nothing', 'a: *nowhere\n', [['W004', '*nowhere', 3]]],
    ['an alias in its own anchor', 'a: &x [1, *x]\n', [['W004', '*x', 10]]],
    ['a merge of a text', '<<: x\n', [['W004', '<<', 0]]],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected)
  })

  test('a tab, an open quote, a colon too many', () => {
    expect(told('a:\n\tb: 1\n')[0]).toEqual(['W001', '\t', 3])
    expect(read('a: [1\nb: 2\n').diagnostics[0]?.help).toContain('add the missing ]')
    expect(read('a: {b: 1\n').diagnostics[0]?.help).toContain('add the missing }')
    expect(told('a: "b\n').map(([code]) => code)).toContain('W001')
    expect(told('a: b: c\n').map(([code]) => code)).toContain('W001')
    expect(read('a: b: c\n').value).toBeUndefined()
  })

  /** The text at which it is told, and what is told to be written; one mistake is told once. */
  const mended = (text: string) =>
    read(text).diagnostics.map(({ span, help }) => [text.slice(span?.start, span?.end), help?.replace(/^write /, '')])

  test.each<[string, string, string, string]>([
    ['text behind a quote', 'q: "a b" OR c\n', '"a b" OR c', `q: '"a b" OR c'`],
    ['single quotes in it', `- q: 'a' OR b'c\n`, `'a' OR b'c`, `q: '''a'' OR b''c'`],
    ['a star', 'q: *adm* @a:b\n', '*adm* @a:b', `q: '*adm* @a:b'`],
    ['a template', 'n: {{@a.b}} of {{c}}\n', '{{@a.b}} of {{c}}', `n: '{{@a.b}} of {{c}}'`],
    ['an at', 'l:\n  - @a.b\n', '@a.b', `'@a.b'`],
    ['a bracket', 'q: [1 TO 5] b\n', '[1 TO 5] b', `q: '[1 TO 5] b'`],
    ['an exclamation mark', 'q: !a b\n', '!a b', `q: '!a b'`],
    ['a bar', 'q: |a\n', '|a', `q: '|a'`],
    ['a dash', 'q: - a\n', '- a', `q: '- a'`],
    ['a second colon', 'n: A: b\n', 'A: b', `n: 'A: b'`],
    ['a colon without a blank', 'a: 1\nb:c\nd: 2\n', 'b:c', 'b: c'],
  ])('%s gets the line to write', (_, text, at, wanted) => {
    expect(mended(text)).toEqual([[at, wanted]])
  })

  test.each<[string, string]>([
    ['a quoted text and a comment', 'q: "a b" # OR c\n'],
    ['a star within', 'q: a *adm*\n'],
    ['quoted texts in a list', 'q: ["a", \'b\']\n'],
    ['a block', 'q: |-\n  @a: {{b}}\n'],
    ['a negation', 'q: -@a:b\n'],
    ['maps in brackets', 'q: { a: { b: 1 } }\n'],
    ['an alias', 'a: &x b\nq: *x\n'],
    ['a colon in a word', 'q: a:b\n'],
  ])('%s is no mistake', (_, text) => {
    expect(told(text)).toEqual([])
  })

  test.each<[string, string, string, string]>([
    ['a template alone', 'n: {{usr.name}}\n', '{{usr.name}}', `'{{usr.name}}'`],
    ['a star alone', 'q: *adm*\n', '*adm*', `'*adm*'`],
  ])('%s reads as YAML and is told all the same', (_, text, at, wanted) => {
    expect(mended(text)).toEqual([[at, expect.stringContaining(wanted)]])
  })

  test.each<[string, string, string, RegExp]>([
    ['too far left', 'l:\n  - a: 1\n   b: 2\n    c: 3\n   d: 4\n', 'b: 2', /4 blanks/],
    ['too far right', 'a: 1\n  b: 2\nc:\n   - 1\n  - 2\n', 'b: 2', /no blank/],
    ['tabs', 'a:\n\tb: 1\n\tc:\n\t\td: 1\n', '\t', /spaces only/],
    ['an open quote', 'a: "b\nc: 1\nd: 2\n', '"', /closing "/],
    ['an open bracket', 'a: [b,\nc: 1\nd: {\n', 'c', /missing \]/],
    ['Terraform', '# x\nresource "a" "b" {\n  c = {\n    d = 1\n  }\n}\n', 'resource', /import --from/],
  ])('%s is one mistake, whatever follows from it', (_, text, at, help) => {
    expect(mended(text)).toEqual([[at, expect.stringMatching(help)]])
  })

  test('mistakes that have nothing to do with each other are all told', () => {
    expect(mended('a: *x* y\nb: 1\nc: @d\n').map(([at]) => at)).toEqual(['*x* y', '@d'])
  })

  test('aliases that would fill the memory', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(12).fill(`*l${i}`).join(', ')}]`,
    )
    const bomb = read(['l0: &l0 [x]', ...levels, ''].join('\n'))
    expect(bomb.diagnostics.map(({ code }) => code)).toContain('W004')
  })

  test('ten thousand collections inside each other', () => {
    expect(told('['.repeat(10_000)).map(([code]) => code)).toEqual(['W005'])
    expect(told('- '.repeat(10_000)).map(([code]) => code)).toEqual(['W005'])
    // The parser calls itself once for each of these lines, which its own stack does not survive.
    const steps = Array.from({ length: 5000 }, (_, n) => `{name: s${n}, condition: "a > 0", evaluationWindow: 5m}`)
    const list = steps.join(',\n')
    const text = `id: q\noptions: {d: 1, s: {steps: [${list}], t: [${list}]}, keepAlive: 1h}\nmessage: m\n`
    expect(told(text).map(([code]) => code)).toEqual(['W005'])
  })
})

test('keys that JavaScript gives a meaning are plain keys', () => {
  const { value } = read('__proto__: {admin: true}\nconstructor: 1\n')
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})

test('ten thousand keys are read in time that grows with their number', () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `k${i}: ${i}\n`).join('')
  expect(Object.keys(read(text).value as object)).toHaveLength(10_000)
})

test('no text makes reading throw, and every place lies in the file', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    ':',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\t',
    '"',
    "'",
    '|',
    '>',
    '|2+\n',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a ',
    '*a',
    '<<',
    '? ',
    '#',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '!!str ',
    '!x ',
    '\\',
    '\r\n',
    '\u{1F600}',
    '\ud800',
    '\0',
    '1e9',
    'null',
    '~',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      const document = read(text)
      for (const { span } of document.diagnostics) {
        expect(span?.start).toBeGreaterThanOrEqual(0)
        expect(span?.end).toBeLessThanOrEqual(text.length)
      }
      for (const path of [[], ['a'], ['a', 0], [0, 'b'], ['b', 'a', 'a']]) {
        const { start, end } = document.locate(path, { range: { start: 0, end: 3 } })
        expect(0 <= start && start <= end && end <= text.length).toBe(true)
      }
    }),
    { seed: 11, numRuns: often(1000) },
  )
})

it('a text that is in use is parsed once, and each of its files has places of its own', () => {
  const text = 'a: { b: 1, b: 2 }\n'
  const [first, second] = [readYaml({ path: 'first', text }), readYaml({ path: 'second', text })]
  expect(second.value).toBe(first.value)
  expect(first.diagnostics.map(({ span }) => span?.source.path)).toEqual(['first'])
  expect(second.diagnostics.map(({ span }) => span?.source.path)).toEqual(['second'])
  expect([first, second].map(({ locate }) => locate(['a']).source.path)).toEqual(['first', 'second'])
})
