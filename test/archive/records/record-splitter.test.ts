import fc from 'fast-check'
import { RecordSplitter } from '../../../src/archive/records/record-splitter'
import { often } from '../../random-runs'

function split(
  text: string | Buffer,
  cuts: readonly number[] = [],
  largest?: number,
): { records: string[]; broken: string[] } {
  const bytes = Buffer.from(text)
  const records: string[] = []
  const broken: string[] = []
  const splitter = new RecordSplitter(
    {
      record: (record, { offset, line, column }) => {
        expect(bytes.subarray(offset, offset + record.length).equals(record)).toBe(true)
        records.push(`${line}:${column} ${record.toString()}`)
      },
      broken: (what, { line, column }) => broken.push(`${line}:${column} ${what}`),
      line: (text, { line, column }) => {
        const isLog = text.toString().startsWith('plain')
        if (isLog) records.push(`${line}:${column} ${text.toString()}`)
        return isLog
      },
    },
    largest,
  )
  const ends = [...cuts, bytes.length]
  let from = 0
  for (const end of ends) {
    splitter.push(Buffer.from(bytes.subarray(from, end)))
    from = end
  }
  splitter.end()
  return { records, broken }
}

const shapes: Record<string, string> = {
  'one object': '{"a":1}',
  'an object over several lines': '{\n  "a": [1, {"b": "}]"}]\n}\n',
  'objects one a line': '{"a":1}\n\n{"b":"ä}\\"€"}\r\n  {"c":[{}]}\n',
  'a list': '[{"a":1},\n {"b":[1,2]} , 3, "x,]", null]',
  'an empty list': ' [ ] ',
  'a container': '{"v":{"Records":[]},"Records":[{"a":"é"},{"b":{"c":[]}}],"more":[{"d":1}]}\n',
  'containers one after another': '{"Records":[{"a":1},{"b":2}]}\n{"Records":[{"c":3}]}',
  'a page of found logs': '{"data":[{"type":"log","attributes":{}},{"type":"log","id":"2"}],"meta":{"page":{}}}',
  'a page of found records': '{"NextToken":"x","Events":[{"CloudTrailEvent":"{\\"a\\":1}"},{"CloudTrailEvent":"{}"}]}',
  'a log with data of its own': '{"data":[{"x":1},{"y":2}],"logs":["a"]}\n{"data":[]}',
  'lines, then an object over several lines': '{"a":1}\n{"b":2}\n{\n "c": 3\n}\n',
  'plain lines, and what is none': 'plain one\r\nother\n{"a":1}\nplain two\n',
  'plain lines alone': 'other\nplain one\n  plain two',
  'a broken line among lines': '{"a":1}\n{"b":\n{"c":3}\n',
  'a first line that breaks off': '{"a":{"x":1}\n{"b":2}\n{"c":3}\n',
  'a first line that breaks off inside a text': '{"a":"x\n{"b":2}\n{"c":3}\n',
  'a first line that breaks off after a comma': '{"a":1,\n{"b":2}\n{"c":3}\n',
  'a first line that breaks off in a list': '{"a":[1,\n{"b":2}\n{"c":3}\n{"d":4}',
  'a list that is cut off': '[{"a":1},{"b":2},{"c":',
  'a container that is cut off': '{"Records":[{"a":1},{"b":2},{"c":"é',
  'a container that is cut off between records': '{"Records":[{"a":1},',
  'words that are no JSON': 'hello world\n{"a":1}\nfine }\n{"b":2}',
  'words before an object on one line': 'INFO {"a":1}\n',
  'a stray end': '{"a":1}}\n{"b":2}',
  'rows in a container': '{"results":[[{"field":"a","value":1}],[{"field":"b","value":[2]}]],"status":"x"}',
  'a log with rows of its own': '{"results":[[{"x":1}],[2]],"status":"x"}\n{"a":1}',
  'texts of records, one a line': '"{\\"a\\":1}"\n"{\\"b\\":\\"é\\"}"\n',
  'words in quotes': '"hello" {"x":1}\n{"a":1}\n"fine\n{"b":2}\n',
}

test.each([
  ['one object', ['1:1 {"a":1}'], []],
  ['an object over several lines', ['1:1 {\n  "a": [1, {"b": "}]"}]\n}'], []],
  ['objects one a line', ['1:1 {"a":1}', '3:1 {"b":"ä}\\"€"}\r', '4:1   {"c":[{}]}'], []],
  ['a list', ['1:2 {"a":1}', '2:2 {"b":[1,2]}', '2:16 3', '2:19 "x,]"', '2:26 null'], []],
  ['an empty list', [], []],
  ['a container', ['1:32 {"a":"é"}', '1:43 {"b":{"c":[]}}'], []],
  ['containers one after another', ['1:13 {"a":1}', '1:21 {"b":2}', '2:13 {"c":3}'], []],
  ['a page of found logs', ['1:10 {"type":"log","attributes":{}}', '1:41 {"type":"log","id":"2"}'], []],
  ['a log with data of its own', ['1:1 {"data":[{"x":1},{"y":2}],"logs":["a"]}', '2:1 {"data":[]}'], []],
  ['lines, then an object over several lines', ['1:1 {"a":1}', '2:1 {"b":2}', '3:1 {\n "c": 3\n}'], []],
  ['a broken line among lines', ['1:1 {"a":1}', '2:1 {"b":', '3:1 {"c":3}'], []],
  ['a first line that breaks off', ['2:1 {"b":2}', '3:1 {"c":3}'], ['1:1 cut-off']],
  ['a first line that breaks off inside a text', ['2:1 {"b":2}', '3:1 {"c":3}'], ['1:1 unclosed-text']],
  ['a first line that breaks off after a comma', ['2:1 {"b":2}', '3:1 {"c":3}'], ['1:1 cut-off']],
  ['a first line that breaks off in a list', ['2:1 {"b":2}', '3:1 {"c":3}', '4:1 {"d":4}'], ['1:1 cut-off']],
  ['a list that is cut off', ['1:2 {"a":1}', '1:10 {"b":2}'], ['1:18 cut-off']],
  ['a container that is cut off', ['1:13 {"a":1}', '1:21 {"b":2}'], ['1:29 cut-off']],
  ['a container that is cut off between records', ['1:13 {"a":1}'], ['1:21 cut-off']],
  ['words that are no JSON', ['2:1 {"a":1}', '3:1 fine }', '4:1 {"b":2}'], ['1:1 not-json']],
  ['words before an object on one line', [], ['1:1 not-json']],
  ['a stray end', ['1:1 {"a":1}', '2:1 {"b":2}'], ['1:8 not-json']],
  ['rows in a container', ['1:13 [{"field":"a","value":1}]', '1:39 [{"field":"b","value":[2]}]'], []],
  ['a log with rows of its own', ['1:1 {"results":[[{"x":1}],[2]],"status":"x"}', '2:1 {"a":1}'], []],
  ['texts of records, one a line', ['1:1 "{\\"a\\":1}"', '2:1 "{\\"b\\":\\"é\\"}"'], []],
  ['words in quotes', ['2:1 {"a":1}', '3:1 "fine', '4:1 {"b":2}'], ['1:1 not-json']],
])('%s is cut into its records', (name, records, broken) => {
  expect(split(shapes[name] ?? '')).toEqual({ records, broken })
})

test.each(Object.entries(shapes))('%s gives the same records wherever its bytes are cut', (_name, text) => {
  const whole = split(text)
  const { length } = Buffer.from(text)
  for (let cut = 0; cut <= length; cut += 1) expect(split(text, [cut])).toEqual(whole)
  expect(
    split(
      text,
      Array.from({ length }, (_, index) => index + 1),
    ),
  ).toEqual(whole)
})

test('any logs in any shape come out as they went in, in any chunks', () => {
  const log = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }))
  const property = fc.property(
    fc.array(log, { maxLength: 6 }),
    fc.constantFrom('lines', 'list', 'container', 'pretty list', 'pretty container'),
    fc.array(fc.nat(400), { maxLength: 5 }),
    (logs, shape, cuts) => {
      const unnamed = logs.map((each) => ({ n: 1, ...each }))
      const document = shape.endsWith('list') ? unnamed : { Records: unnamed }
      const text =
        shape === 'lines'
          ? unnamed.map((each) => JSON.stringify(each)).join('\n')
          : JSON.stringify(document, null, shape.startsWith('pretty') ? 2 : 0)
      const bytes = Buffer.from(text)
      const places = cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b)
      const { records, broken } = split(bytes, places)
      const read = records.map((record) => JSON.parse(record.slice(record.indexOf(' '))))
      expect(broken).toEqual([])
      // A container of nothing stays whole.
      if (unnamed.length > 0) expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(JSON.stringify(unnamed))))
    },
  )
  fc.assert(property, { seed: 7, numRuns: often(100) })
})

test('no bytes whatever make it fail, and every record lies where it is told to lie', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '\n',
    'a',
    '1',
    ' ',
    '"Records":[{',
    '{"a":1}',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(60), (pieces, cut) => {
      const text = pieces.join('')
      const bytes = Buffer.byteLength(text)
      expect(split(text, [Math.min(cut, bytes)])).toEqual(split(text))
    }),
    { seed: 11, numRuns: often(600) },
  )
})

test('a hundred thousand open lists are told as cut off', () => {
  expect(split(`{"a":${'['.repeat(100_000)}`)).toEqual({ records: [], broken: ['1:1 cut-off'] })
})

const long = `{"x":"${'y'.repeat(40)}"}`

test.each<[string, string, string[], string[]]>([
  [
    'as large as is allowed',
    `{"x":"${'y'.repeat(12)}"}\n{"b":2}`,
    [`1:1 {"x":"${'y'.repeat(12)}"}`, '2:1 {"b":2}'],
    [],
  ],
  ['too large on a line', `{"a":1}\n${long}\n{"b":2}\n`, ['1:1 {"a":1}', '3:1 {"b":2}'], ['2:1 too-large']],
  ['too large in a list', `[{"a":1},${long},{"b":2}]`, ['1:2 {"a":1}', '1:59 {"b":2}'], ['1:10 too-large']],
  ['too large in a container', `{"Records":[${long},{"b":2}]}`, ['1:62 {"b":2}'], ['1:13 too-large']],
  ['too large and the last one', `{"a":1}\n${long}`, ['1:1 {"a":1}'], ['2:1 too-large']],
  ['too large and cut off', `{"a":1}\n${long.slice(0, -1)}`, ['1:1 {"a":1}'], ['2:1 too-large']],
])('a record that is %s', (_, text, records, broken) => {
  const cuts = Array.from({ length: text.length - 1 }, (_, index) => index + 1)
  expect(split(text, cuts, 20)).toEqual({ records, broken })
})

/** So many bytes of one line, without holding them: the same ones again and again. */
function longLine(splitter: RecordSplitter, megabytes: number): void {
  const some = Buffer.alloc(32 * 1024 * 1024, 'x')
  for (let left = megabytes; left > 0; left -= 32) splitter.push(some)
}

test('a line of 600 MB among records costs itself alone, and is not held', () => {
  const seen: unknown[] = []
  const splitter = new RecordSplitter({
    record: (bytes, { line }) => seen.push([bytes.toString(), line]),
    broken: (what, { line }) => seen.push([what, line]),
    line: () => false,
  })
  splitter.push(Buffer.from('{"a":1}\n{"a":"'))
  longLine(splitter, 608)
  splitter.push(Buffer.from('"}\n{"a":3}\n'))
  splitter.end()
  expect(seen).toEqual([
    ['{"a":1}', 1],
    ['too-large', 2],
    ['{"a":3}', 3],
  ])
})

test('behind four billion bytes places are as right as before', () => {
  const seen: unknown[] = []
  const splitter = new RecordSplitter({
    record: (bytes, place) => seen.push([bytes.toString(), place]),
    broken: (what, { line }) => seen.push([what, line]),
    line: () => false,
  })
  longLine(splitter, 4128)
  const offset = 4128 * 1024 * 1024 + 1
  expect(offset).toBeGreaterThan(2 ** 32)
  splitter.push(Buffer.from('\n {"a":1}\n'))
  splitter.end()
  expect(seen).toEqual([
    ['not-json', 1],
    ['{"a":1}', { offset: offset + 1, line: 2, column: 2 }],
  ])
})
