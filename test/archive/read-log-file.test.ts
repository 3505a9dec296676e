import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { placeOf } from '../../src/archive/log-trouble'
import { readLogFile } from '../../src/archive/read-log-file'

const folder = mkdtempSync(join(tmpdir(), 'ddac-read-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function read(
  content: string | Buffer,
  options: { name?: string; mayMatch?: (text: string) => boolean } = {},
): Promise<{ logs: number; ids: string[]; troubles: string[] }> {
  const path = join(folder, options.name ?? 'a.json')
  writeFileSync(path, content)
  return readPath(path, options)
}

async function readPath(path: string, options: { mayMatch?: (text: string) => boolean; stdin?: Readable } = {}) {
  const ids: string[] = []
  const troubles: string[] = []
  const logs = await readLogFile(
    { path, name: 'a.json' },
    {
      mayMatch: options.mayMatch,
      stdin: options.stdin ?? Readable.from([]),
      onEvent: ({ id }) => ids.push(id),
      onTrouble: (trouble) => troubles.push(`${placeOf(trouble)} ${trouble.code} ${trouble.message}`),
    },
  )
  return { logs, ids, troubles }
}

const log = (id: string, more: object = {}): string =>
  JSON.stringify({ id, timestamp: '2026-01-02T03:04:05Z', attributes: { n: 1, ...more } })

const [a, b, c] = [log('a'), log('b'), log('c')]

test.each([
  ['a list', `[${a},${b}]`],
  ['lines', `${a}\n${b}`],
  ['lines with CRLF and empty lines', `${a}\r\n\r\n${b}\r\n`],
  ['a byte order mark', `\ufeff[${a},${b}]`],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${a}\n${b}`, 'utf16le')],
  ['gzip', gzipSync(`${a}\n${b}\n`)],
  ['gzip in several members', Buffer.concat([gzipSync(`${a}\n`), gzipSync(b)])],
  ['gzip with a mark inside', gzipSync(`\ufeff${a}\n${b}\n`)],
])('%s is read whole', async (_shape, content) => {
  expect(await read(content)).toEqual({ logs: 2, ids: ['a', 'b'], troubles: [] })
})

test.each([
  ['an empty file', ''],
  ['a file of blanks', ' \n\r\n'],
  ['a mark alone', '\ufeff'],
  ['an empty list', '[]'],
  ['no records', '{"Records":[]}'],
  ['a CloudTrail digest', '{"digestStartTime":"2026-01-02T03:04:05Z","logFiles":[{"s3Object":"a"}]}'],
  ['empty gzip', gzipSync('')],
])('%s holds no log and no trouble', async (_shape, content) => {
  expect(await read(content)).toEqual({ logs: 0, ids: [], troubles: [] })
})

test('a broken line is told with its place and costs only itself', async () => {
  const broken = `{"id":"x","timestamp":1,"attributes":{"ä":NaN}}`
  expect(await read(`${a}\n${broken}\n${b}\n{"id":\n${c}`)).toEqual({
    logs: 3,
    ids: ['a', 'b', 'c'],
    troubles: [
      'a.json:2:44 L001 this log is not valid JSON: expected a value, found "NaN"',
      'a.json:4:7 L001 this log is not valid JSON: it ends in the middle',
    ],
  })
})

test('a mistake inside a log of several lines is told with the line where it stands', async () => {
  const { troubles } = await read('[\n  {\n    "a": 1,\n    \'b\': 2\n  }\n]')
  expect(troubles).toEqual(['a.json:4:5 L001 this log is not valid JSON: expected a key in double quotes, found "\'"'])
})

test('a list that is cut off gives the logs before the cut', async () => {
  expect(await read(`{"Records":[${a},${b},${c.slice(0, 20)}`)).toEqual({
    logs: 2,
    ids: ['a', 'b'],
    troubles: [expect.stringMatching(/^a\.json:1:\d+ L002 /)],
  })
})

test('gzip that is cut off gives the logs before the cut', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => log(`id-${index}`, { x: Math.sin(index) })).join('\n')
  const packed = gzipSync(many)
  const { logs, ids, troubles } = await read(packed.subarray(0, packed.length / 2))
  expect(ids[0]).toBe('id-0')
  expect(logs).toBeGreaterThan(5000)
  expect(troubles).toEqual([expect.stringMatching(/^a\.json L006 the compressed file is cut off; the \d+ logs/)])
})

test('gzip that is damaged is told', async () => {
  const packed = gzipSync(a)
  packed.fill(0xff, 12, 30)
  expect((await read(packed)).troubles).toEqual([expect.stringMatching(/^a\.json L006 the compressed file is damaged/)])
})

test('logs without a time, and what is no log, are told with their place', async () => {
  expect((await read(`[{"message":"x"}, 7, null, ${a}]`)).troubles).toEqual([
    'a.json:1:2 L003 this log has no time',
    'a.json:1:19 L003 this log is a number, not an object',
    'a.json:1:22 L003 this log is null, not an object',
  ])
})

test('Windows events written as XML are named, line by line', async () => {
  const event = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System/></Event>"
  const other = '<Event xmlns="urn:x"/>'
  expect((await read(`${event}\n${other}\n${a}`)).troubles).toEqual([
    'a.json:1:1 L003 this log is a Windows event written as XML, which is not opened',
    expect.stringMatching(/^a\.json:2:1 L001 here no log begins/),
  ])
})

test.each([
  ['4', 'a.json:1:1 L001'],
  ['42', 'a.json:1:1 L001'],
  ['{', 'a.json:1:1 L002'],
  ['{}', 'a.json:1:1 L003'],
])('a file that holds %s alone is told as well', async (content, told) => {
  const { troubles } = await read(content)
  expect(troubles.map((trouble) => trouble.slice(0, told.length))).toEqual([told])
})

test('a nesting of ten thousand levels is told, a message of ten megabytes is read', async () => {
  const deep = `{"timestamp":1,"attributes":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`
  const long = log('long', { text: 'é'.repeat(5_000_000) })
  expect(await read(`${deep}\n${long}\n`)).toEqual({
    logs: 1,
    ids: ['long'],
    troubles: ['a.json:1:1 L003 this log is nested deeper than 200 levels'],
  })
})

test('of duplicate keys the last counts, and keys of the language are plain keys', async () => {
  const { ids, troubles } = await read(
    '{"timestamp":1,"attributes":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"id":"x","id":"y"}',
  )
  expect([ids, troubles]).toEqual([['y'], []])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

describe('with a test on raw text', () => {
  const mayMatch = (text: string): boolean => text.includes('wanted')

  test('unwanted logs are counted, not parsed', async () => {
    const wanted = log('w', { x: 'wanted' })
    expect(await read(`[${a},${wanted},${b}]`, { mayMatch })).toEqual({ logs: 3, ids: ['w'], troubles: [] })
  })

  test('a message of Pub/Sub is opened: what it holds cannot be read in its text', async () => {
    const data = Buffer.from(log('w', { x: 'wanted' })).toString('base64')
    const pushed = JSON.stringify({ message: { data, messageId: '1' }, subscription: 's' })
    const plain = JSON.stringify({ message: 'x', timestamp: 1 })
    expect(await read(`${pushed}\n${plain}\n`, { mayMatch })).toEqual({ logs: 2, ids: ['w'], troubles: [] })
  })

  test('what does not look like one whole log is parsed all the same', async () => {
    const text = `${a}\n{"id":\n{"x":NaN}\n{"Records":[${b},${c}]}\nwords\n`
    const { logs, troubles } = await read(text, { mayMatch })
    expect([logs, troubles.length]).toEqual([3, 3])
  })
})

test('the standard input is read like a file', async () => {
  const stdin = Readable.from([Buffer.from(a.slice(0, 9)), Buffer.from(`${a.slice(9)}\n${b}`)])
  expect(await readPath('-', { stdin })).toEqual({ logs: 2, ids: ['a', 'b'], troubles: [] })
})

test('a file that is gone, or may not be read, is told', async () => {
  expect((await readPath(join(folder, 'none.json'))).troubles).toEqual([
    'a.json L005 cannot be read: it is no longer there',
  ])
  const closed = join(folder, 'closed.json')
  writeFileSync(closed, a)
  chmodSync(closed, 0)
  const { logs, troubles } = await readPath(closed)
  // The system's administrator may read everything.
  if (logs === 0) expect(troubles).toEqual(['a.json L005 cannot be read: permission denied'])
})

test('an error of whoever takes the events is passed on, also out of gzip', async () => {
  const path = join(folder, 'throws.json')
  for (const content of [a, gzipSync(a)]) {
    writeFileSync(path, content)
    const reading = readLogFile(
      { path, name: path },
      {
        stdin: Readable.from([]),
        onTrouble: () => undefined,
        onEvent: () => {
          throw new Error('ours')
        },
      },
    )
    await expect(reading).rejects.toThrow('ours')
  }
})
