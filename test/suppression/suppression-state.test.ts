import type { Suppression } from '../../src/suppression/suppression'
import { isExpiringWithin } from '../../src/suppression/suppression-state'

const day = 86_400_000
const suppression = (some: Partial<Suppression>): Suppression => ({
  id: 's',
  name: 's',
  enabled: true,
  rules: [],
  tags: [],
  expiresMs: 10 * day,
  ...some,
})

describe('a suppression that ends soon', () => {
  it.each<[string, Partial<Suppression>, number, boolean]>([
    ['in exactly seven days', {}, 3 * day, true],
    ['a millisecond later than that', {}, 3 * day - 1, false],
    ['over already', {}, 10 * day, false],
    ['switched off', { enabled: false }, 9 * day, false],
    ['not yet begun', { startMs: 9 * day }, 8 * day, true],
  ])('%s', (_, some, nowMs, expected) => {
    expect(isExpiringWithin(suppression(some), nowMs, 7)).toBe(expected)
  })

  it('without an end it never does', () => {
    const { expiresMs: _, ...endless } = suppression({})
    expect(isExpiringWithin(endless, 0, 7)).toBe(false)
  })
})
