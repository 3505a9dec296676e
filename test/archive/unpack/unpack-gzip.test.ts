import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createInflateRaw, gzipSync } from 'node:zlib'
import { readRawLogs } from '../../../src/archive/read-raw-logs'

const folder = mkdtempSync(join(tmpdir(), 'ddac-gzip-'))
afterAll(() => rmSync(folder, { recursive: true }))

const manyLines = 5_000
const lines = Array.from({ length: manyLines }, (_, index) => `{"id":"id-${index}","x":${Math.sin(index)}}`)
const written = new Set(lines)
const text = lines.join('\n')
const packed = gzipSync(text)
const [firstHalf, secondHalf] = [lines.slice(0, 2_000), lines.slice(2_000)].map((half) =>
  gzipSync(`${half.join('\n')}\n`),
)
const twoMembers = Buffer.concat([firstHalf ?? packed, secondHalf ?? packed])

async function read(content: Buffer, stdin?: Readable): Promise<{ logs: string[]; troubles: string[]; bytes: number }> {
  const path = stdin ? '-' : join(folder, 'logs.gz')
  if (!stdin) writeFileSync(path, content)
  const logs: string[] = []
  const troubles: string[] = []
  await readRawLogs(
    { path, name: 'logs.gz' },
    {
      ...(stdin && { stdin }),
      onLog: (raw) => {
        logs.push(JSON.stringify(raw))
        return undefined
      },
      onTrouble: ({ message }) => troubles.push(message),
    },
  )
  return { logs, troubles, bytes: Buffer.byteLength(logs.join('\n')) }
}

const damaged = `the compressed file is damaged; the ${manyLines} logs before that were read`
const cutOff = `the compressed file is cut off; the ${manyLines} logs before that were read`

describe('what follows the last member costs no log', () => {
  const garbage = (bytes: number): Buffer => Buffer.alloc(bytes, 'no gzip')
  test.each([
    ['garbage', Buffer.concat([packed, garbage(7)]), damaged],
    ['much garbage', Buffer.concat([packed, garbage(100_000)]), damaged],
    ['garbage after two members', Buffer.concat([twoMembers, garbage(7)]), damaged],
    ['garbage of one byte', Buffer.concat([packed, garbage(1)]), cutOff],
    ['garbage that begins as a member does', Buffer.concat([packed, packed.subarray(0, 4), garbage(99)]), damaged],
    ['the head of another member', Buffer.concat([packed, packed.subarray(0, 5)]), cutOff],
    ['another member behind zeros', Buffer.concat([packed, Buffer.alloc(1024), packed]), damaged],
    [
      'another member behind zeros, where a piece begins',
      Buffer.concat([packed, Buffer.alloc(32_768 - (packed.length % 16_384)), packed]),
      damaged,
    ],
    ['a trailer that is cut off', packed.subarray(0, -3), cutOff],
    ['a wrong checksum', Buffer.from(packed).fill(0xff, packed.length - 8, packed.length - 4), damaged],
  ])('%s', async (_what, content, trouble) => {
    const fromFile = await read(content)
    expect(fromFile.troubles).toEqual([trouble])
    expect(fromFile.logs.length).toBe(manyLines)
    expect(fromFile.logs.join('\n')).toBe(text)
    expect(await read(content, Readable.from([content]))).toEqual(fromFile)
  })

  test.each([
    ['one zero', 1],
    ['many zeros', 100_000],
  ])('%s, as tapes pad with, are no trouble', async (_what, zeros) => {
    const { logs, troubles } = await read(Buffer.concat([twoMembers, Buffer.alloc(zeros)]))
    expect([logs.length, troubles]).toEqual([manyLines, []])
  })
})

/** All that can be unpacked before the end or a damage, found without any of the program: one byte at a time. */
async function unpackedBefore(content: Buffer): Promise<string> {
  const inflate = createInflateRaw()
  const out: Buffer[] = []
  inflate.on('data', (chunk: Buffer) => out.push(chunk))
  const ended = new Promise<void>((done) => {
    inflate.on('error', () => done()).on('close', () => done())
  })
  const head = 10
  for (let at = head; at < content.length && !inflate.destroyed; at += 1) {
    await new Promise<void>((done) => {
      inflate.write(content.subarray(at, at + 1), () => done())
    })
  }
  inflate.end()
  await ended
  return Buffer.concat(out).toString('latin1')
}

/** Lines that stand whole in a text that breaks off, and are as they were written. */
function wholeLines(unpacked: string): string[] {
  return unpacked.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}') && written.has(line))
}

describe('in the middle of a member', () => {
  const small = gzipSync(lines.slice(0, 400).join('\n'))
  const middle = small.length >> 1

  test.each([
    ['cut off', small.subarray(0, middle), 'cut off'],
    ['bytes that no block begins with', Buffer.from(small).fill(0xff, middle, middle + 40), 'damaged'],
  ])('%s: all that can be unpacked before it is read', async (_what, content, how) => {
    const expected = wholeLines(await unpackedBefore(content))
    const { logs, troubles } = await read(content)
    expect(expected.length).toBeGreaterThan(150)
    expect(logs.filter((log) => written.has(log))).toEqual(expected)
    expect(troubles.at(-1)).toBe(`the compressed file is ${how}; the ${logs.length} logs before that were read`)
    expect(await read(content, Readable.from([content]))).toEqual({ logs, troubles, bytes: expect.any(Number) })
  })

  test('one flipped bit keeps all lines but those that it changes', async () => {
    const flipped = Buffer.from(small)
    flipped[middle] = (flipped[middle] ?? 0) ^ 0x10
    const expected = wholeLines(await unpackedBefore(flipped))
    const { logs, troubles } = await read(flipped)
    expect(logs.filter((log) => written.has(log))).toEqual(expected)
    expect(troubles.at(-1)).toMatch(/^the compressed file is damaged; /)
  })
})

test('of a pipe no more is held than 32 MB: what is longer loses what zlib had in hand, and nothing else', async () => {
  const long = Buffer.concat([
    gzipSync(Buffer.alloc(33 * 1024 * 1024, ' '), { level: 0 }),
    packed,
    Buffer.from('garbage'),
  ])
  const chunks = Array.from({ length: Math.ceil(long.length / 65_536) }, (_, index) =>
    long.subarray(index * 65_536, (index + 1) * 65_536),
  )
  const { logs, troubles } = await read(long, Readable.from(chunks))
  expect(logs.length).toBeGreaterThan(manyLines - 2_500)
  expect(logs).toEqual(lines.slice(0, logs.length))
  expect(troubles).toEqual([expect.stringContaining('the compressed file is damaged')])
  expect((await read(long)).logs.length).toBe(manyLines)
})
