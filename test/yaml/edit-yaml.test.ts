import fc from 'fast-check'
import { deleteIn, rewriteYaml, setIn } from '../../src/yaml/edit-yaml'
import { readYaml } from '../../src/yaml/yaml-document'
import { often } from '../random-runs'

const dataIn = (text: string) => readYaml({ path: 'a.yaml', text }).value

const rule = `# The rule of the mail team.
name: SES   # shown in the signal
queries:
  # first
  - name: added
    query: >-
      @evt.name:(VerifyEmailIdentity OR
      CreateEmailIdentity)
    groupByFields: ['@userIdentity.arn']   # joins
  # second
  - name: deleted
    query: |
      @evt.name:DeleteIdentity

options:
  keepAlive: 1h # an hour
  empty:

tags: [source:cloudtrail, "team:mail"]
# the end
`

describe('a value is set where it stands, and nothing else moves', () => {
  test.each<[string, (string | number)[], unknown, [string, string]]>([
    ['a word', ['name'], 'SES 2', ['name: SES ', 'name: SES 2 ']],
    ['a number', ['options', 'keepAlive'], 7200, ['keepAlive: 1h', 'keepAlive: 7200']],
    ['what was empty', ['options', 'empty'], 'x', ['empty:', 'empty: x']],
    ['an item of a list on one line', ['tags', 1], 'team:b', ['"team:mail"', 'team:b']],
    ['a new key', ['options', 'more'], 5, ['  empty:\n', '  empty:\n  more: 5\n']],
    ['a new key of an item', ['queries', 0, 'x'], 1, ['# joins\n', '# joins\n    x: 1\n']],
    ['a new branch', ['options', 'a', 'b'], [1], ['  empty:\n', '  empty:\n  a:\n    b:\n      - 1\n']],
    [
      'a folded text becomes literal',
      ['queries', 0, 'query'],
      'a\nb',
      ['>-\n      @evt.name:(VerifyEmailIdentity OR\n      CreateEmailIdentity)\n', '|-\n      a\n      b\n'],
    ],
    ['a block becomes a word', ['queries', 1, 'query'], 'x', ['|\n      @evt.name:DeleteIdentity\n', 'x\n']],
  ])('%s', (_, path, value, [from, to]) => {
    expect(setIn(rule, path, value)).toBe(rule.replace(from, () => to))
  })

  test('a new item at the end of a list', () => {
    expect(rewriteYaml('a:\n- 1 # one\n# end\n', { a: [1, 2] })).toBe('a:\n- 1 # one\n- 2\n# end\n')
  })

  test('a new item between two', () => {
    expect(rewriteYaml('a:\n  - 1\n  # three\n  - 3\n', { a: [1, 2, 3] })).toBe('a:\n  - 1\n  - 2\n  # three\n  - 3\n')
  })

  test('an item that stays keeps its line, whatever comes and goes around it', () => {
    const before = 'a:\n  - 1\n  - 2 # two\n  - 3\n'
    expect(rewriteYaml(before, { a: [2, 4] })).toBe('a:\n  - 2 # two\n  - 4\n')
    expect(rewriteYaml(before, { a: [0, 1, 2, 4] })).toBe('a:\n  - 0\n  - 1\n  - 2 # two\n  - 4\n')
  })
})

describe('a value is taken away, and nothing else moves', () => {
  test.each<[string, (string | number)[], [string, string]]>([
    ['a key', ['queries', 0, 'groupByFields'], ["    groupByFields: ['@userIdentity.arn']   # joins\n", '']],
    ['the key behind a dash', ['queries', 0, 'name'], ['name: added\n    query', 'query']],
    ['an item of a list on one line', ['tags', 0], ['[source:cloudtrail, "team:mail"]', '[team:mail]']],
    ['nothing', ['nowhere', 'at', 'all'], ['', '']],
  ])('%s', (_, path, [from, to]) => {
    expect(deleteIn(rule, path)).toBe(rule.replace(from, () => to))
  })

  test('the last item leaves an empty list', () => {
    expect(deleteIn('a:\n  - 1\nb: 2\n', ['a', 0])).toBe('a: []\nb: 2\n')
  })
})

const word = fc.constantFrom('a', 'b', 'c', 'x: y', '#', 'two\nlines\n', '', 'long '.repeat(25), ' - ', '__proto__')
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.integer({ min: 0, max: 3 }),
    fc.constant(null),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(word, tie('data'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))
const map = fc.dictionary(word, data, { minKeys: 1, maxKeys: 4, noNullPrototype: true })

test('any data can be rewritten into any other, and no comment is lost', () => {
  fc.assert(
    fc.property(map, map, (before, after) => {
      const text = `# head\n${rewriteYaml('x: 1\n', before)}# foot\n`
      const result = rewriteYaml(text, after)
      expect(dataIn(result)).toEqual(after)
      expect(result).toContain('# head\n')
      expect(result).toContain('# foot')
    }),
    { seed: 5, numRuns: often(200) },
  )
})

test('a rewrite to the same data changes no byte', () => {
  expect(rewriteYaml(rule, dataIn(rule))).toBe(rule)
})

describe('line ends and how a file ends', () => {
  const windows = rule.replaceAll('\n', '\r\n')
  test.each<[string, (text: string) => string]>([
    ['a value of one line', (text) => setIn(text, ['name'], 'other')],
    ['a text of several lines', (text) => setIn(text, ['queries', 1, 'query'], 'source:app\n@a:b\n')],
    ['a new key', (text) => setIn(text, ['options', 'maxSignalDuration'], '1d')],
    ['a new key at the end', (text) => setIn(text, ['more'], { a: [1, 2] })],
    ['a key that goes', (text) => deleteIn(text, ['options'])],
    ['another list', (text) => rewriteYaml(text, { ...(dataIn(text) as object), tags: ['a:b', 'c:d'] })],
  ])('%s has those of the rest', (_, change) => {
    expect(change(windows)).toBe(change(rule).replaceAll('\n', '\r\n'))
    for (const text of [rule, windows]) {
      const bare = text.trimEnd()
      expect(change(bare)).not.toMatch(/\n$/)
      expect(dataIn(change(bare))).toEqual(dataIn(change(text)))
    }
  })

  test('a text with both kinds keeps each where nothing changed', () => {
    expect(setIn('a: 1\r\nb: 2\nc: 3\r\n', ['b'], 5)).toBe('a: 1\r\nb: 5\nc: 3\r\n')
  })
})
