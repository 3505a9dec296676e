import type { Signal } from '../../src/detect/signals/signal'
import { compareSignals } from '../../src/testing/compare-signals'

describe('many expected signals beside as many that came', () => {
  const size = 1000
  let looks = 0

  function came(index: number): Signal {
    const user = `u${index}`
    return {
      rule: 'r',
      suppressedBy: [],
      get severity() {
        looks += 1
        return 'medium'
      },
      group: { '@usr.id': user },
      firstSeenMs: 0,
    } as unknown as Signal
  }
  // Neither in the order of the other.
  const signals = Array.from({ length: size }, (_, index) => came((index * 7) % size))

  function differences(severity: string, user: (index: number) => string) {
    const wanted = Array.from({ length: size }, (_, index) => ({
      severity,
      group: { '@usr.id': user(index) },
      path: ['signals', index],
    }))
    looks = 0
    return compareSignals({ signals: wanted, path: ['signals'] } as never, { signals, excluded: 0 }, 0)
  }

  it('are each laid beside the one that it is like, not beside all', () => {
    expect(differences('medium', (index) => `u${index}`)).toEqual([])
    expect(looks).toBeLessThan(3 * size)
  })

  it('that differ are told by what differs from the one that they are like', () => {
    const told = differences('high', (index) => `u${index}`)
    expect(new Set(told.map(({ what }) => what))).toEqual(new Set(['severity']))
    expect(told).toHaveLength(size)
    expect(looks).toBeLessThan(6 * size)
  })

  it('that are like none are told beside what is left', () => {
    const told = differences('medium', (index) => `v${index}`)
    expect(new Set(told.map(({ what }) => what))).toEqual(new Set(['group']))
    expect(told).toHaveLength(size)
    expect(looks).toBeLessThan(6 * size)
  })
})
