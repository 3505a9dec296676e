import {
  dateText,
  dayText,
  hasDate,
  isoText,
  isoTime,
  lapseText,
  latestMs,
  momentText,
  secondText,
  spanText,
} from '../../src/diagnostic/times'

const tenMs = Date.UTC(2026, 2, 2, 10)

test.each([
  [isoTime, tenMs, '2026-03-02T10:00:00.000Z'],
  [isoText, tenMs, '2026-03-02T10:00:00Z'],
  [isoText, tenMs + 5, '2026-03-02T10:00:00.005Z'],
  [dateText, tenMs, '2026-03-02T10:00:00Z'],
  [dateText, tenMs - 36_000_000, '2026-03-02'],
  [dateText, tenMs - 36_000_000 + 5, '2026-03-02T00:00:00.005Z'],
  [dateText, latestMs, '+275760-09-13'],
  [dayText, tenMs, '2026-03-02'],
  [momentText, tenMs, '2026-03-02 10:00:00Z'],
  [momentText, tenMs + 5, '2026-03-02 10:00:00.005Z'],
  [momentText, latestMs + 1, '8640000000000001 ms after 1970'],
  [secondText, tenMs + 5, '2026-03-02 10:00:00Z'],
  [spanText, 0, '0s'],
  [spanText, 8_546_000, '2h22m26s'],
  [spanText, 86_400_005, '1d5ms'],
  [lapseText, 0, '0 s'],
  [lapseText, 8_546_000, '2 h 22 min 26 s'],
  [lapseText, 250, '250 ms'],
])('%p of %i is %s', (print, ms, text) => {
  expect(print(ms)).toBe(text)
})

test('the latest moment has a date, the next has none', () => {
  expect([latestMs, latestMs + 1, -latestMs, -latestMs - 1, Number.NaN].map(hasDate)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ])
})

test('moments are told alike, whichever was told before', () => {
  const dayMs = 86_400_000
  const moments = [
    0,
    1,
    dayMs - 1,
    dayMs,
    dayMs + 0.5,
    -1,
    -dayMs,
    dayMs,
    tenMs + 5,
    latestMs,
    latestMs,
    -latestMs,
    59_999,
  ]
  expect(moments.map(isoTime)).toEqual(moments.map((ms) => new Date(ms).toISOString()))
  expect(() => isoTime(Number.NaN)).toThrow(RangeError)
})
