import fc from 'fast-check'
import { durationShape, parseDuration, printDuration, windowSeconds } from '../../src/rule/durations'

test.each<[unknown, number]>([
  ['90s', 90],
  ['10m', 600],
  ['3h', 10_800],
  ['1d', 86_400],
  ['0', 0],
  ['900', 900],
  ['0m', 0],
  [' 15m ', 900],
  [900, 900],
  [0, 0],
])('%j is %d seconds', (written, seconds) => {
  expect(parseDuration(written)).toBe(seconds)
})

test.each<[unknown]>([
  [''],
  ['m'],
  ['ten minutes'],
  ['-5m'],
  ['1.5h'],
  ['1h30m'],
  ['10 m'],
  ['10M'],
  ['1w'],
  ['0x10'],
  ['99999999999999999s'],
  ['999999999999d'],
  [-60],
  [1.5],
  [2 ** 53],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [null],
  [true],
  [['10m']],
  [{ minutes: 10 }],
])('%j is no duration', (written) => {
  expect(parseDuration(written)).toBeUndefined()
})

test.each<[number, string | number]>([
  [0, 0],
  [1, 1],
  [90, 90],
  [60, '1m'],
  [900, '15m'],
  [3600, '1h'],
  [5400, '90m'],
  [43_200, '12h'],
  [86_400, '1d'],
])('%d seconds are written %j', (seconds, written) => {
  expect(printDuration(seconds)).toBe(written)
})

test('what is printed reads as the same number of seconds', () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(200_000), fc.maxSafeNat()), (seconds) => {
      expect(parseDuration(printDuration(seconds))).toBe(seconds)
    }),
  )
})

describe('the shape of a duration', () => {
  const window = durationShape({ allowed: windowSeconds, doubtfulAbove: 21_600 })

  test('keeps seconds and writes the short form', () => {
    expect(window.read('3h')).toEqual({ value: 10_800 })
    expect(window.write(10_800)).toBe('3h')
  })

  test('refuses what it cannot read, and says how to write it', () => {
    expect(window.read('soon').trouble).toMatchObject({ help: expect.stringContaining('10m') })
    expect(window.read({}).trouble).toMatchObject({ help: expect.stringContaining('10m') })
  })

  test('refuses a window that Datadog does not take, and lists those that it does', () => {
    const { value, trouble } = window.read('4h')
    // Known all the same, so that checks of the whole rule do not speak of a window that is not there.
    expect(value).toBe(14_400)
    expect(trouble?.message).toContain('4h')
    expect(trouble?.help).toContain('0, 1m, 5m, 10m, 15m, 30m, 1h, 2h, 3h, 6h, 12h, 1d')
  })

  test('takes a window of which only the schema speaks, with a note', () => {
    expect(window.read('6h').note).toBeUndefined()
    expect(window.read('12h')).toMatchObject({ value: 43_200, note: { help: expect.stringContaining('6h') } })
  })
})
