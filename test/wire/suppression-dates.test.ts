import type { JsonObject } from '../../src/json/json'
import { askedSuppression, withoutPastDates } from '../../src/wire/suppression-dates'

const now = 1_000
const body = (dates: JsonObject = {}, enabled = true): JsonObject => ({ name: 'Quiet', enabled, ...dates })

describe('what a suppression asks of a tenant now', () => {
  it.each<[string, JsonObject, JsonObject | undefined, JsonObject | undefined]>([
    ['ends now, and is not there: nothing', body({ expiration_date: now }), undefined, undefined],
    [
      'ends a moment later: all of it',
      body({ expiration_date: now + 1 }),
      undefined,
      body({ expiration_date: now + 1 }),
    ],
    [
      'has ended, not so there: disabled, its dates as they are',
      body({ start_date: 1, expiration_date: now }),
      body({ expiration_date: 2_000 }),
      body({ expiration_date: 2_000 }, false),
    ],
    ['has ended, and never ends there: disabled', body({ expiration_date: now }), body(), body({}, false)],
    [
      'has ended there too: as it is there',
      body({ expiration_date: 900 }),
      body({ start_date: 5, expiration_date: 800 }),
      body({ start_date: 5, expiration_date: 800 }),
    ],
    ['started, and is not there: no start', body({ start_date: now }), undefined, body()],
    [
      'starts a moment later: that start',
      body({ start_date: now + 1 }),
      body({ start_date: 5 }),
      body({ start_date: now + 1 }),
    ],
    [
      'started, there at another time: that one',
      body({ start_date: 7 }),
      body({ start_date: 5 }),
      body({ start_date: 5 }),
    ],
    ['started, and has none there: none', body({ start_date: 7 }), body(), body()],
    [
      'started, and starts later there: none, which clears it',
      body({ start_date: 7 }),
      body({ start_date: 2_000 }),
      body(),
    ],
  ])('%s', (_, wanted, actual, asked) => {
    expect(askedSuppression(wanted, actual, now)).toEqual(asked)
  })
})

it('dates that have passed are not asked about', () => {
  expect(withoutPastDates(body({ start_date: now, expiration_date: now }), now)).toEqual(body())
  const later = body({ start_date: now + 1, expiration_date: now + 2 })
  expect(withoutPastDates(later, now)).toEqual(later)
})
