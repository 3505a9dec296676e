import fc from 'fast-check'
import { readTime } from '../../src/event/event-time'
import { often } from '../random-runs'

const moment = Date.UTC(2026, 2, 1, 10, 20, 30, 456)

test.each([
  ['2026-03-01T10:20:30.456Z', moment],
  ['2026-03-01T10:20:30.456789012Z', moment],
  ['2026-03-01t10:20:30,456z', moment],
  ['2026-03-01 10:20:30.456 UTC', moment],
  ['2026-03-01T12:20:30.456+02:00', moment],
  ['2026-03-01T05:20:30.456-0500', moment],
  ['2026-03-01T12:20:30.456+02', moment],
  ['2026-03-01T10:20:30.456', moment],
  ['2026-03-01T10:20:30Z', moment - 456],
  ['2026-03-01T10:20Z', Date.UTC(2026, 2, 1, 10, 20)],
  ['2026-03-01', Date.UTC(2026, 2, 1)],
  ['2026-03-01T24:00:00Z', Date.UTC(2026, 2, 2)],
  ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2026/03/01 10:20:30.456', moment],
  ['2026-03-01 10:20:30.456 (UTC)', moment],
  ['2026-03-01 12:20:30.456 (UTC+02:00)', moment],
  ['2026-03-01T10:20:30.456Z[UTC]', moment],
  ['2026-03-01T12:20:30.456+02:00[Africa/Cairo]', moment],
  ['2026-03-01 10:20:30.456 GMT', moment],
  ['2026-03-01 10:20:30.456 +0000 UTC', moment],
  ['2026-03-01 11:20:30.456 +0100 CET', moment],
  [`/Date(${moment})/`, moment],
  ['20260301T102030.456Z', moment],
  ['20260301T122030,456+0200', moment],
  ['20260301T1020Z', Date.UTC(2026, 2, 1, 10, 20)],
  ['Sun, 01 Mar 2026 10:20:30 GMT', moment - 456],
  ['Sun, 1 Mar 2026 12:20:30 +0200', moment - 456],
  ['1 Mar 2026 10:20:30', moment - 456],
  ['[01/Mar/2026:10:20:30 +0000]', moment - 456],
  ['01/Mar/2026:05:20:30 -0500', moment - 456],
  ['01-Mar-2026 10:20:30.456', moment],
  ['March 01, 2026, 10:20:30 (UTC+00:00)', moment - 456],
  ['March 01, 2026, 12:20:30 (UTC+02:00)', moment - 456],
  ['Mar 1, 2026 @ 10:20:30.456', moment],
  ['Mar 1, 2026 10:20:30 AM', moment - 456],
  ['Sep 1, 2026, 12:00 AM UTC', Date.UTC(2026, 8, 1)],
  ['Sept 1, 2026, 12:00 pm UTC', Date.UTC(2026, 8, 1, 12)],
  ['Sun Mar 01 2026 10:20:30 GMT+0000 (Coordinated Universal Time)', moment - 456],
  ['Sun Mar 01 2026 11:20:30 GMT+0100 (Central European Standard Time)', moment - 456],
  ['Sun Mar  1 10:20:30 2026', moment - 456],
  ['Sun Mar  1 10:20:30 UTC 2026', moment - 456],
  [new Date(moment), moment],
])('%p is a time', (written, expected) => {
  expect(readTime(written)).toBe(expected)
})

test.each([
  ['seconds', 1_772_360_430, 1_772_360_430_000],
  ['seconds with a fraction', 1_772_360_430.25, 1_772_360_430_250],
  ['milliseconds', 1_772_360_430_456, 1_772_360_430_456],
  ['microseconds', 1_772_360_430_456_789, 1_772_360_430_456],
  ['nanoseconds', 1_772_360_430_456_000_000, 1_772_360_430_456],
  ['milliseconds of the first days of 1970', 60_000, 60_000],
])('%s are told by size, as a number and as text', (_unit, written, expected) => {
  expect([readTime(written), readTime(String(written))]).toEqual([expected, expected])
})

test('nanoseconds past 2^53 are read from text', () => {
  expect(readTime('1772360430456789123')).toBe(1_772_360_430_456)
})

test.each(
  [
    [
      '',
      'yesterday',
      '2026-02-30T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '2026-01-01T24:00:01Z',
      '2026-13-01',
      '2026-03-01T25:00:00Z',
      '2026-03-01T10:60:00Z',
      '10:20:30',
    ],
    ['Mar 1 10:20:30', '03/01/2026 10:20:30', '2026-03-01 10:20:30 EST', '2026-03-01T10:20:30Zulu', '20260301T2520Z'],
    [
      'Mon, 31 Feb 2026 10:20:30 GMT',
      '01 Foo 2026 10:20:30',
      'Mar 1, 2026 13:00 PM',
      'Mar 1, 2026 0:30 AM',
      'Marc 1, 2026 1:00',
    ],
    ['2026-03/01', '[2026-03-01', '2026-03-01 10:20:30 (UTC', '2026-03-01T10:20:301', 'x'.repeat(101)],
    [Number.NaN, Number.POSITIVE_INFINITY, true, null, undefined, {}, [], '1'.repeat(100), new Date('x')],
  ].flat(),
)('%p is no time', (written) => {
  expect(readTime(written)).toBeUndefined()
})

test('every date that JavaScript writes is read as itself', () => {
  const property = fc.property(
    fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
    (date) => {
      expect(readTime(date.toISOString())).toBe(date.getTime())
      expect(readTime(date.toISOString().replace(/[-:]/g, ''))).toBe(date.getTime())
      const wholeSeconds = Math.floor(date.getTime() / 1000) * 1000
      expect(readTime(date.toUTCString())).toBe(wholeSeconds)
      expect(readTime(date.toString())).toBe(wholeSeconds)
    },
  )
  fc.assert(property, { seed: 1, numRuns: often(200) })
})
