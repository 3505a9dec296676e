import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { GzipEngine } from '../../../src/archive/unpack/gzip-engine'
import { newUnpackRoom } from '../../../src/archive/unpack/unpack-room'
import { mostPlainBytes, unpackWhole } from '../../../src/archive/unpack/unpack-whole'

const folder = mkdtempSync(join(tmpdir(), 'ddac-unpack-'))
afterAll(() => rmSync(folder, { recursive: true }))

const long = gzipSync('{"long":1}\n'.repeat(3000))
const short = gzipSync('{"short":1}')
/** The trailer tells of the last member alone. */
const members = Buffer.concat([long, short])
const damaged = Buffer.from(long).fill(0xff, 40, 60)

describe.each([
  ['into memory that is given', new GzipEngine()],
  ['where the engine cannot be had', new GzipEngine(() => ({}))],
])('files are unpacked one after the other, %s', (_, engine) => {
  const room = { ...newUnpackRoom(), engine }
  test.each([
    ['one', long, '{"long":1}\n'.repeat(3000)],
    ['a shorter one, of which nothing before it is left', short, '{"short":1}'],
    ['several members', members, `${'{"long":1}\n'.repeat(3000)}{"short":1}`],
    ['a damaged one', damaged, undefined],
    ['one behind it', short, '{"short":1}'],
    ['one that is cut off', long.subarray(0, -9), undefined],
    ['one that something follows', Buffer.concat([short, Buffer.from('x')]), undefined],
    ['one that zeros follow', Buffer.concat([short, Buffer.alloc(20)]), undefined],
    ['an empty text', gzipSync(''), ''],
    ['none, as it is', Buffer.from('{"plain":1}'), '{"plain":1}'],
    ['one byte', Buffer.from('{'), '{'],
    ['the largest that is plain', Buffer.alloc(mostPlainBytes, 'x'), 'x'.repeat(mostPlainBytes)],
    ['one that is larger', Buffer.alloc(mostPlainBytes + 1, 'x'), undefined],
    ['the first again', long, '{"long":1}\n'.repeat(3000)],
  ])('%s', (_what, content, text) => {
    const path = join(folder, 'logs.gz')
    writeFileSync(path, content)
    expect(unpackWhole(path, room)?.toString()).toBe(text)
  })
})

test('behind an unpacked text stands what is no blank', () => {
  const path = join(folder, 'logs.gz')
  writeFileSync(path, short)
  const memory = Buffer.alloc(4096)
  const room = { ...newUnpackRoom(), text: (bytes: number) => memory.subarray(0, bytes) }
  expect(unpackWhole(path, room)).toHaveLength(11)
  expect(memory[11]).toBe(0xff)
})
