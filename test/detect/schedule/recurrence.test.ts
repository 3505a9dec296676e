import { readRecurrence } from '../../../src/detect/schedule/recurrence'

const next = (rrule: string, start: string, zone: string, from: string): string => {
  const recurrence = readRecurrence(rrule, start, zone)
  if ('reason' in recurrence) return recurrence.reason
  const run = recurrence.nextFrom(Date.parse(from))
  return run === undefined ? 'never' : new Date(run).toISOString()
}

it.each([
  [
    'FREQ=HOURLY;INTERVAL=2;',
    '2025-06-18T12:00:00',
    'Europe/Paris',
    '2025-06-18T10:00:01Z',
    '2025-06-18T12:00:00.000Z',
  ],
  ['FREQ=HOURLY', '2025-06-18T12:00:00', 'UTC', '2020-01-01T00:00:00Z', '2025-06-18T12:00:00.000Z'],
  ['FREQ=DAILY', '2025-03-01T09:00:00', 'Europe/Paris', '2025-03-29T09:00:00Z', '2025-03-30T07:00:00.000Z'],
  // Clocks skip half past two on 30 March: the run comes as far after the gap as it would have come into it.
  ['FREQ=DAILY', '2025-03-01T02:30:00', 'Europe/Paris', '2025-03-29T01:30:01Z', '2025-03-30T01:30:00.000Z'],
  ['FREQ=DAILY', '2025-03-01T02:30:00', 'Europe/Paris', '2025-03-30T01:30:01Z', '2025-03-31T00:30:00.000Z'],
  ['FREQ=DAILY', '2025-03-01T02:30:00', 'America/New_York', '2025-03-09T00:00:00Z', '2025-03-09T07:30:00.000Z'],
  ['FREQ=DAILY', '2025-10-01T02:10:00', 'Australia/Lord_Howe', '2025-10-04T15:00:00Z', '2025-10-04T15:40:00.000Z'],
  ['FREQ=DAILY;INTERVAL=3', '2025-01-01T00:00:00', 'UTC', '2025-01-02T00:00:00Z', '2025-01-04T00:00:00.000Z'],
  ['FREQ=DAILY;BYHOUR=6,18', '2025-01-01T00:30:00', 'UTC', '2025-01-01T07:00:00Z', '2025-01-01T18:30:00.000Z'],
  ['FREQ=WEEKLY;BYDAY=MO,FR', '2025-01-01T08:00:00', 'UTC', '2025-01-01T00:00:00Z', '2025-01-03T08:00:00.000Z'],
  ['FREQ=WEEKLY;INTERVAL=2', '2025-01-01T08:00:00', 'UTC', '2025-01-01T08:00:01Z', '2025-01-15T08:00:00.000Z'],
])('%s from %s in %s: the first run at or after %s is %s', (rrule, start, zone, from, expected) => {
  expect(next(rrule, start, zone, from)).toBe(expected)
})

it.each([
  ['FREQ=DAILY;INTERVAL=3;BYDAY=MO', '2025-01-01T00:00:00', 'UTC', '2025-01-01T00:00:00Z', '2025-01-13T00:00:00.000Z'],
  ['FREQ=HOURLY;INTERVAL=2;BYHOUR=3', '2025-06-18T12:00:00', 'UTC', '2025-06-19T00:00:00Z', 'never'],
  // The clock goes back in October: hours that were even are odd from then on.
  [
    'FREQ=HOURLY;INTERVAL=2;BYHOUR=3',
    '2025-06-18T12:00:00',
    'Europe/Paris',
    '2025-06-19T00:00:00Z',
    '2025-10-26T02:00:00.000Z',
  ],
  ['FREQ=DAILY', '2025-01-01T00:00:00', 'UTC', '+275760-09-13T00:00:00Z', 'never'],
  ['FREQ=HOURLY', '2025-01-01T00:00:00', 'UTC', '+275760-09-12T23:00:00Z', 'never'],
  ['FREQ=HOURLY', '2025-01-01T00:00:00', 'UTC', '-271821-04-20T00:00:00Z', '2025-01-01T00:00:00.000Z'],
  ['FREQ=DAILY', '2025-01-01T00:00:00', 'Asia/Tokyo', '-271821-04-20T00:00:00Z', '2024-12-31T15:00:00.000Z'],
])('at the edges, %s from %s in %s: the first run at or after %s is %s', (rrule, start, zone, from, expected) => {
  expect(next(rrule, start, zone, from)).toBe(expected)
})

it.each([
  'FREQ=MONTHLY',
  'FREQ=DAILY;COUNT=3',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;INTERVAL=1E300',
  'FREQ=DAILY;INTERVAL=',
  'FREQ=DAILY;FREQ=WEEKLY',
  'FREQ=DAILY;BYHOUR=24',
  'FREQ=DAILY;BYHOUR=1.5',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=WEEKLY;BYDAY=1MO',
  '',
])('what is not followed is answered by a reason: %s', (rrule) => {
  expect(readRecurrence(rrule, undefined, 'UTC')).toEqual({ reason: expect.any(String) })
})

test('a time zone that does not exist is answered by a reason', () => {
  expect(readRecurrence('FREQ=DAILY', undefined, 'Nowhere/Land')).toEqual({ reason: expect.any(String) })
})
