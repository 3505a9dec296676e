import { availableParallelism } from 'node:os'
import { isSmall, lanesFor, type SizedFile } from '../../../src/archive/pass/sized-files'

const megabyte = 1024 * 1024
const plain = (bytes: number | undefined): SizedFile => ({ path: '/logs/a.json', name: 'a.json', bytes })
const packed = (bytes: number): SizedFile => ({ path: '/logs/b.json.gz', name: 'b.json.gz', bytes })

test.each([
  ['16 MB of text', [plain(8 * megabyte), plain(8 * megabyte)], true],
  ['a byte more', [plain(8 * megabyte), plain(8 * megabyte + 1)], false],
  ['1.6 MB of gzip', [packed(1.6 * megabyte)], true],
  ['more gzip than that', [packed(1.6 * megabyte + 1)], false],
  ['a pipe, of which nobody knows', [plain(undefined)], false],
])('an archive of %s is parsed whole, or not', (_what, files, expected) => {
  expect(isSmall(files)).toBe(expected)
})

const all = Math.min(availableParallelism(), 16)

test.each([
  ['200 MB of text', [plain(200 * megabyte)], false, 1],
  ['a byte more', [plain(200 * megabyte), plain(1)], false, all],
  ['20 MB of gzip', [packed(20 * megabyte)], false, 1],
  ['more gzip than that', [packed(20 * megabyte), packed(1)], false, all],
  ['40 MB of text, parsed whole', [plain(40 * megabyte)], true, 1],
  ['a byte more, parsed whole', [plain(40 * megabyte + 1)], true, all],
])('of %s as many threads read as are worth their start', (_what, files, isWhole, expected) => {
  expect(lanesFor(files, undefined, isWhole)).toBe(expected)
})

test.each([
  [3, 3],
  [16, 16],
  [17, 16],
])('%i threads that somebody asked for are %i, whatever the size', (asked, expected) => {
  expect(lanesFor([plain(1)], asked, false)).toBe(expected)
})
