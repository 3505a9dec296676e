import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { type LogTrouble, placeOf, refuse } from '../../src/archive/log-trouble'
import { readRawLogs } from '../../src/archive/read-raw-logs'
import { recordsIn } from '../../src/event/envelopes/envelopes'
import { examples } from '../event/envelopes/examples'

const folder = mkdtempSync(join(tmpdir(), 'ddac-raw-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'logs.json')

async function read(content: string | Buffer, options: Partial<Parameters<typeof readRawLogs>[1]> = {}) {
  writeFileSync(path, content)
  const raws: unknown[] = []
  const troubles: string[] = []
  const logs = await readRawLogs(
    { path, name: 'logs.json' },
    {
      onLog: (raw) => void raws.push(raw),
      onTrouble: (trouble) => troubles.push(`${placeOf(trouble)} ${trouble.code} ${trouble.message}`),
      ...options,
    },
  )
  return { logs, raws, troubles }
}

test('logs are handed on as they were written, out of what they came wrapped in', async () => {
  expect(await read('{"Records":[{"a":1},{"b":[2]}]}\n')).toEqual({
    logs: 2,
    raws: [{ a: 1 }, { b: [2] }],
    troubles: [],
  })
})

test.each(Object.entries(examples))(
  '%s gives the same logs out of a file as out of a value',
  async (_name, { envelope, log }) => {
    const [written, beside] = [JSON.stringify(envelope, null, 1), JSON.stringify(log)]
    const { raws, troubles } = await read(`${written}\n${beside}\n${written}${written}`)
    const records = recordsIn(envelope)
    expect([raws, troubles]).toEqual([[...records, log, ...records, ...records], []])
  },
)

test.each<[string, string | Buffer, readonly unknown[], readonly string[]]>([
  [
    'a table',
    'Date,Host,Message\n2026-03-01,h,m\n',
    [{ date: '2026-03-01', host: 'h', message: 'm', attributes: {} }],
    [],
  ],
  [
    'a table with a byte order mark',
    '\ufeffDate,Host,Message\n2026-03-01,h,m\n',
    [expect.objectContaining({ host: 'h' })],
    [],
  ],
  [
    'a table in UTF-16',
    Buffer.from('\ufeffDate,Host,Message\r\n2026-03-01,ä,m\r\n', 'utf16le'),
    [expect.objectContaining({ host: 'ä' })],
    [],
  ],
  [
    'a table, compressed',
    gzipSync('Date,Host,Message\n2026-03-01,h,m\n'),
    [expect.objectContaining({ host: 'h' })],
    [],
  ],
  [
    'a bad row in a table',
    'Date,Host,Message\n2026-03-01\n1,h,m\n',
    [expect.objectContaining({ date: '1' })],
    ['logs.json:2:1 L001 this row has one cell, and the header 3'],
  ],
])('%s is read', async (_what, content, records, told) => {
  const { raws, troubles } = await read(content)
  expect([raws, troubles]).toEqual([records, told])
})

test('lines of an export of CloudWatch Logs to S3 are logs', async () => {
  const text = '2026-03-01T10:20:30.000Z {"a":1}\n2026-03-01T10:20:31.000Z plain words\n'
  const { raws, troubles } = await read(gzipSync(text))
  expect(raws).toMatchObject([{ timestamp: '2026-03-01T10:20:30.000Z', message: '{"a":1}' }])
  expect(troubles).toEqual([expect.stringMatching(/^logs\.json:2:1 L001 here no log begins/)])
})

test.each<[string, Buffer]>([
  ['a zip archive', Buffer.from('504b0304', 'hex')],
  ['compressed by zstd', Buffer.from('28b52ffd00', 'hex')],
  ['compressed by bzip2', Buffer.from('BZh91AY')],
  ['compressed by xz', Buffer.from('fd377a585a0000', 'hex')],
  ['compressed by gzip twice', gzipSync(gzipSync('{"a":1}'))],
  ['a tar archive', gzipSync(Buffer.concat([Buffer.from('logs.json'.padEnd(257, '\0')), Buffer.from('ustar')]))],
  ['a Parquet file', Buffer.from('PAR1')],
  ['an Avro file', Buffer.from('Obj\u0001')],
  ['a Windows event log', Buffer.from('ElfFile\0')],
])('a file that is %s is named and not opened', async (what, content) => {
  expect(await read(content)).toEqual({
    logs: 0,
    raws: [],
    troubles: [`logs.json L005 this file is ${what}, which is not opened`],
  })
})

test('what is said of a log is told with its place, and it does not count', async () => {
  const { logs, troubles } = await read('{"a":1}\n{"b":1}', {
    onLog: (raw) => ('a' in (raw as object) ? { trouble: 'is none of ours', help: 'look elsewhere' } : undefined),
  })
  expect([logs, troubles]).toEqual([1, ['logs.json:1:1 L003 this log is none of ours']])
})

test.each([
  ['a plain file', (text: string) => text],
  ['a compressed file', (text: string) => gzipSync(text)],
])('%s may have as many bytes as are allowed, and no more', async (_what, packed) => {
  const line = `{"a":"${'x'.repeat(1000)}"}\n`
  const mostBytes = line.length * 1000
  expect(await read(packed(line.repeat(1000)), { mostBytes })).toMatchObject({ logs: 1000, troubles: [] })
  const { troubles } = await read(packed(`${line.repeat(1000)} `), { mostBytes })
  expect(troubles).toEqual([expect.stringMatching(/^logs\.json L004 the file holds more than [\d.]+ MB$/)])
})

test.each([
  ['a plain file', (text: string) => text],
  ['a compressed file', (text: string) => gzipSync(text)],
])('%s that is refused at its first trouble is read no further', async (_what, packed) => {
  const told: LogTrouble[] = []
  const reading = read(packed(`words\n${'{"a":1}\n'.repeat(200_000)}`), {
    onLog: () => {
      throw new Error('a log was read')
    },
    onTrouble: (trouble) => {
      told.push(trouble)
      refuse(trouble)
    },
  })
  await expect(reading).rejects.toMatchObject({
    name: 'WorldError',
    code: 'bad-input',
    message: expect.stringMatching(/^logs\.json:1:1: here no log begins/),
  })
  expect(told).toHaveLength(1)
})

const flow = '2 111122223333 eni-0a 203.0.113.7 10.0.0.5 50123 22 6 4 320 1772360430 1772360490 REJECT OK'
const named = 'action srcaddr interface-id start'

test.each<[string, string, readonly unknown[], readonly string[]]>([
  ['lines of a source that writes plain text', `${flow}\n${flow}`, ['203.0.113.7', '203.0.113.7'], []],
  [
    'a head that names the fields of the lines below',
    `${named}\nREJECT 203.0.113.9 eni-0b 1772360430\n`,
    ['203.0.113.9'],
    [],
  ],
  [
    'lines that fit neither head nor format',
    `${named}\nREJECT 203.0.113.9\n`,
    [],
    ['logs.json:2:1 L001 here no log begins: logs are JSON objects, one by one, one a line, or in a list'],
  ],
  ['a line that is far too long', 'x'.repeat(200_000), [], [expect.stringContaining('logs.json:1:1 L001')]],
])('%s', async (_what, content, addresses, troubles) => {
  for (const some of [content, gzipSync(content)]) {
    const told = await read(some)
    expect(told.raws.map((raw) => Object(Object(raw).message).srcaddr)).toEqual(addresses)
    expect(told).toMatchObject({ logs: addresses.length, troubles })
  }
})

describe('a file whose source is said', () => {
  const given = { source: 'nginx' }

  test.each<[string, string, readonly unknown[]]>([
    ['lines of text', 'GET /a\n\nGET /b', [{ message: 'GET /a' }, { message: 'GET /b' }]],
    ['text that begins as a list does', '[09/Nov/2026] a\n', [{ message: '[09/Nov/2026] a' }]],
    ['JSON among text', 'a\n{"b":1}\n{b}\n', [{ message: 'a' }, { b: 1 }, { message: '{b}' }]],
    ['JSON logs', '{"a":1}\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ['a list of logs', '[\n{"a":1}]', [{ a: 1 }]],
    ['a list of texts of records', `[${JSON.stringify('{"a":1}')}]`, [{ a: 1 }]],
  ])('%s', async (_what, content, wanted) => {
    const { raws, troubles } = await read(content, { given })
    expect([raws, troubles]).toEqual([wanted, []])
  })

  test('without a source text is refused, with the way out', async () => {
    const told: LogTrouble[] = []
    await read('GET /a\n', { onTrouble: (trouble) => void told.push(trouble) })
    expect(told).toEqual([expect.objectContaining({ code: 'L001', help: expect.stringContaining('--source NAME') })])
  })
})

const flows = (count: number) =>
  Array.from({ length: count }, (_, index) => `eni-0 192.0.2.${index} 192.0.2.9 1772360430 1772360490 OK`)

test.each([
  ['messages', ['one', 'two', 'three', 'four'], 2],
  ['lines below a head', ['interface-id srcaddr dstaddr start end log-status', ...flows(3)], 2],
])('of %s those are read alone that are looked for', async (_, lines, wanted) => {
  const text = `${lines.join('\n')}\n`
  const offset = lines.slice(0, wanted).join('\n').length + 1
  const readWith = async (nextWanted?: (from: number) => number | undefined) => {
    const found: [number, unknown][] = []
    const stdin = Readable.from([Buffer.from(text)])
    const onLog = (raw: unknown, place: { readonly offset: number }) => {
      found.push([place.offset, raw])
      return undefined
    }
    const troubles: unknown[] = []
    const reading = { stdin, onLog, onTrouble: (trouble: unknown) => troubles.push(trouble), given: { source: 'x' } }
    await readRawLogs({ path: '-', name: 'logs' }, { ...reading, ...(nextWanted && { nextWanted }) })
    expect(troubles).toEqual([])
    return found
  }
  const all = await readWith()
  const again = await readWith((from) => (from <= offset ? offset : undefined))
  expect(all.length).toBeGreaterThan(2)
  expect(again).toEqual(all.filter(([at]) => at === offset))
})
