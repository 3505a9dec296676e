import fc from 'fast-check'
import { PrincipalCounts } from '../../src/impact/principal-counts'
import { often } from '../random-runs'

const mention = fc.record({
  name: fc.option(fc.constantFrom(...Array.from({ length: 60 }, (_, index) => `user-${index}`)), { nil: undefined }),
  what: fc.constantFrom('before' as const, 'after' as const, 'new' as const, 'gone' as const, undefined),
})

test('principals are counted as a map would, and those of whom most is other come first', () => {
  fc.assert(
    fc.property(fc.array(mention, { maxLength: 200 }), fc.nat(20), (mentions, most) => {
      const counted = new PrincipalCounts()
      const model = new Map<string | undefined, { changes: number; after: number; position: number; all: number }>()
      for (const [position, { name, what }] of mentions.entries()) {
        const number = counted.numberOf(name, { run: position % 2, position })
        const own = model.get(name) ?? { changes: 0, after: 0, position, all: 0 }
        model.set(name, own)
        if (what === undefined) continue
        counted.add(number, what)
        own.all += 1
        if (what === 'after') own.after += 1
        if (what === 'new' || what === 'gone') own.changes += 1
      }
      const expected = [...model]
        .filter(([, { all }]) => all > 0)
        .sort(([, a], [, b]) => b.changes - a.changes || b.after - a.after || a.position - b.position)
      const { first, others } = counted.first(most)
      expect(first.map(({ at }) => mentions[at.position]?.name)).toEqual(expected.slice(0, most).map(([name]) => name))
      expect(first.map(({ counts }) => counts.new + counts.gone)).toEqual(
        expected.slice(0, most).map(([, { changes }]) => changes),
      )
      for (const { at } of first) expect(at.run).toBe(at.position % 2)
      const left = expected.slice(most)
      expect(others?.principals ?? 0).toBe(left.length)
      expect(others?.counts.after ?? 0).toBe(left.reduce((sum, [, { after }]) => sum + after, 0))
      expect(others?.isAtLeast ?? false).toBe(false)
    }),
    { numRuns: often(100) },
  )
})

test('past the bound, principals that come later are counted together, and known ones go on', () => {
  const counted = new PrincipalCounts(3)
  const at = { run: 0, position: 0 }
  for (const name of ['a', 'b', 'c', 'd', 'e', 'a', 'e']) counted.add(counted.numberOf(name, at), 'new')
  const { first, others } = counted.first(2)
  expect(first.map(({ counts }) => counts.new)).toEqual([2, 1])
  expect(others).toMatchObject({ principals: 1, isAtLeast: true, counts: { new: 4 } })
  const within = new PrincipalCounts(3)
  for (const name of ['a', 'b', 'c']) within.add(within.numberOf(name, at), 'new')
  expect(within.first(3).others).toBeUndefined()
})
