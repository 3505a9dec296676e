import { LineSkip } from '../../../src/archive/glance/line-skip'
import { logOfExportedLine } from '../../../src/event/envelopes/cloudwatch'
import { whatTextIs } from '../../../src/event/envelopes/untimed'
import { profiles, readerOfHead, recordOfLine } from '../../../src/event/known-profiles'

const owner = '0123456789abcdef'.repeat(4)
const requested = '"GET /a HTTP/1.1" 200 - 10 10 5 4 "-" "agent" - id sig cipher AuthHeader host TLSv1.2'
const ofS3 = (who: string) =>
  `${who} bucket [01/Mar/2026:10:20:30 +0000] 192.0.2.1 arn r1 REST.GET.OBJECT key ${requested}`

test.each([
  ['S3', ofS3(owner)],
  ['S3, of an owner that is not told', ofS3('-')],
  ['flows', '2 111122223333 eni-0a1b 192.0.2.1 192.0.2.2 443 50000 6 10 840 1772360430 1772360490 ACCEPT OK'],
  ['flows without data', '2 unknown eni-0a1b - - - - - - - 1772360430 1772360490 - NODATA'],
])('a line of %s is none that is passed over', (_, line) => {
  expect(recordOfLine(line, undefined)).toBeDefined()
  expect(passedOver(line)).toBe(0)
})

test('there is a line of every source that writes lines', () => {
  expect(profiles.filter(({ readLine }) => readLine).map(({ source }) => source)).toEqual(['s3', 'vpc'])
})

test.each([
  ['a head of flow logs', 'version interface-id start end', readerOfHead],
  ['a head without interfaces', 'srcaddr dstaddr start end', readerOfHead],
  ['another such', 'start end log-status account-id', readerOfHead],
  ['flows of a format of their own', '6 ACCEPT 1772360430 1772360490 443', whatTextIs],
  ['a Windows event', "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>", whatTextIs],
  ['an exported line', '2026-03-01T10:20:30.000Z {"a":1}', logOfExportedLine],
])('%s is none that is passed over', (_, line, tells) => {
  expect(tells(line)).toBeDefined()
  expect(passedOver(line)).toBe(0)
})

function passedOver(line: string): number {
  return new LineSkip([]).skip(Buffer.from(`${line}\n`), 0, 10).lineFeeds
}

test.each([
  ['a message', 'shop opened', 1],
  ['an object', '{"a":1}', 0],
  ['a line of syslog', '<158>Sep 20 15:50:26 host named[1]: x', 1],
  ['an object behind something', 'x {"a":1}', 1],
  ['a text', '"x"', 1],
  ['what stands in brackets', '[INFO] x', 1],
  ['a word as long as the id of an owner', `${'a'.repeat(64)} x`, 0],
  ['words that are as long together', `${'a'.repeat(60)} aaa x`, 1],
  ['nothing', '', 0],
  ['blanks', ' \t\r', 0],
  ['a message behind blanks', '\tat x', 1],
  ['what is not ASCII at its beginning', '\u00e9', 0],
  ['what is not ASCII further on', 'x \u00e9', 1],
  ['an escape by code', 'x \\u0041', 0],
])('whether a line is passed over: %s', (_, line, lines) => {
  expect(passedOver(line)).toBe(lines)
})

test('lines are passed over however many there are, but for one that is longer than what is searched at once', () => {
  const lines = [...Array.from({ length: 5000 }, (_, index) => `line ${index} of many`), 'x'.repeat(70_000), 'y']
  const chunk = Buffer.from(`${lines.join('\n')}\n`)
  const skip = new LineSkip(['alpha'])
  const first = skip.skip(chunk, 0, 10_000)
  expect(first.lineFeeds).toBe(5000)
  expect(skip.skip(chunk, first.end, 10_000).lineFeeds).toBe(0)
  expect(skip.skip(chunk, first.end + 70_001, 10_000).lineFeeds).toBe(1)
})

test('lines are passed over up to one that holds a text that is looked for, as many as may be, and whole ones alone', () => {
  const skip = new LineSkip(['alpha', 'b.c'])
  const chunk = Buffer.from('one\ntwo\nan alpha\nthree\nbxc\na b.c\nlast')
  expect(skip.skip(chunk, 0, 100)).toEqual({ end: 8, lineFeeds: 2 })
  expect(skip.skip(chunk, 0, 1)).toEqual({ end: 4, lineFeeds: 1 })
  expect(skip.skip(chunk, 8, 100)).toEqual({ end: 8, lineFeeds: 0 })
  expect(skip.skip(chunk, 17, 100)).toEqual({ end: 27, lineFeeds: 2 })
  expect(skip.skip(chunk, 33, 100)).toEqual({ end: 33, lineFeeds: 0 })
  expect(skip.skip(Buffer.from('alpha\nx\n'), 6, 100)).toEqual({ end: 8, lineFeeds: 1 })
})
