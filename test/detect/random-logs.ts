import fc from 'fast-check'
import type { ReferenceLog, Value } from './reference/model'

/** What random logs carry, and random rules ask for. */
export const words = {
  users: ['u0', 'u1', 'u2', 'u3'],
  tags: ['env:dev', 'env:prod', 'region:r0', 'Region:R1', 'team:red', 'canary'],
}

const few = <Item>(items: readonly Item[], most: number) => fc.subarray([...items], { maxLength: most })

const anyLog = fc.record({
  /** Half units, so that logs lie on the edges of windows and just beside them. */
  halves: fc.oneof(
    fc.nat(24),
    fc.nat(12).map((unit) => 2 * unit),
  ),
  tiebreaker: fc.option(fc.nat(2), { nil: undefined, freq: 3 }),
  k: fc.uniqueArray(fc.constantFrom('a', 'a', 'b', 'c'), { minLength: 1, maxLength: 3, size: 'max' }),
  g: fc.constantFrom(['g0'], ['g0'], ['g0'], ['g0'], ['g1'], ['g0', 'g1'], []),
  h: fc.constantFrom(['h0'], ['h0'], ['h0'], ['h1'], ['h1', 'h0'], ['g0'], ['g0'], []),
  v: fc.uniqueArray(fc.constantFrom<Value>(0, 1, 2, 3, 4, 1, 2, 'x'), { maxLength: 2, size: 'max' }),
  users: few(words.users, 2),
  /** So many further users at once that a few logs have too many for a signal to show. */
  many: fc.constantFrom(0, 0, 0, 4),
  tags: few(words.tags, 2),
  source: fc.constantFrom(undefined, 's0', 's0', 's1'),
  service: fc.constantFrom(undefined, 'w0', 'w0', 'w1'),
  host: fc.constantFrom(undefined, 'o0', 'o0', 'o1'),
  missingAs: fc.constantFrom<ReferenceLog['missingAs']>('absent', 'absent', 'null', 'empty'),
  inLists: fc.boolean(),
})

const listOf = <Item>(item: Item | undefined): readonly Item[] => (item === undefined ? [] : [item])

/** Random logs near the edges of windows, in no order. */
export const anyLogs: fc.Arbitrary<readonly ReferenceLog[]> = fc
  .array(anyLog, { minLength: 3, maxLength: 12, size: 'max' })
  .map((logs) =>
    logs.map(({ halves, tiebreaker, k, g, h, v, users, many, source, service, host, ...rest }, index): ReferenceLog => {
      const further = Array.from({ length: many }, (_, number) => `w${index}-${number}`)
      const [place] = v.filter((value) => typeof value === 'number')
      return {
        ...rest,
        id: `e${String(index).padStart(2, '0')}`,
        time: halves / 2,
        tiebreaker,
        sources: listOf(source),
        services: listOf(service),
        hosts: listOf(host),
        attributes: { k, g, h, v, 'usr.id': [...users, ...further], place: listOf(place) },
      }
    }),
  )
