import fc from 'fast-check'
import { orderByReference } from '../../src/rule/reference-order'
import { often, seedOr } from '../random-runs'

const ordered = (references: Readonly<Record<string, string>>) => {
  const { turns, ...rest } = orderByReference(
    new Map(Object.entries(references).map(([id, targets]) => [id, [...targets]])),
  )
  return { ...rest, turns: turns.map((together) => together.join('')).join(' ') }
}

test('targets come first, all else stays in its order', () => {
  expect(ordered({ a: 'c', b: '', c: 'd', d: '' })).toEqual({
    order: ['d', 'c', 'a', 'b'],
    circles: [],
    turns: 'd c a b',
  })
})

test('a target that is not among the things hinders nothing', () => {
  expect(ordered({ a: 'x' })).toEqual({ order: ['a'], circles: [], turns: 'a' })
})

test('a thing that refers to itself is a circle; what refers to it is not', () => {
  expect(ordered({ a: 'b', b: 'b' })).toEqual({
    order: ['a'],
    circles: [{ members: ['b'], way: ['b'] }],
    turns: 'b a',
  })
})

test('whatever is on a way back to itself belongs to one circle, also where ways cross', () => {
  expect(ordered({ a: 'bc', b: 'a', c: 'b', d: 'a' })).toEqual({
    order: ['d'],
    circles: [{ members: ['a', 'b', 'c'], way: ['a', 'b'] }],
    turns: 'abc d',
  })
})

test('two circles are two, in the order of their targets', () => {
  const { order, circles } = ordered({ a: 'b', b: 'ac', c: 'd', d: 'c' })
  expect([order, circles.map(({ way }) => way)]).toEqual([
    [],
    [
      ['c', 'd'],
      ['a', 'b'],
    ],
  ])
})

test('each thing is ordered after all it refers to, or in a circle with what it leads to and that leads to it', () => {
  const ids = [...Array(8).keys()]
  const graph = fc.array(fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(graph, (targets) => {
      const { order, circles, turns } = orderByReference(new Map(targets.map((each, id) => [id, each])))
      const leadsTo = ids.map((id) => {
        const seen = new Set(targets[id])
        for (const each of seen) for (const next of targets[each] ?? []) seen.add(next)
        return seen
      })
      const waits = ids.filter((id) => leadsTo[id]?.has(id))
      expect([...circles.flatMap(({ members }) => members)].sort()).toEqual(waits)
      expect([...order, ...waits].sort()).toEqual(ids)
      for (const [at, id] of order.entries()) {
        for (const target of targets[id] ?? [])
          if (!waits.includes(target)) expect(order.indexOf(target)).toBeLessThan(at)
      }
      expect(turns.flat().toSorted()).toEqual(ids)
      for (const [at, together] of turns.entries()) {
        const before = new Set(turns.slice(0, at + 1).flat())
        for (const id of together) for (const target of targets[id] ?? []) expect(before.has(target)).toBe(true)
      }
      for (const { members, way } of circles) {
        for (const one of members) for (const other of members) expect(leadsTo[one]?.has(other)).toBe(true)
        for (const [at, id] of way.entries()) expect(targets[id]).toContain(way[(at + 1) % way.length])
      }
    }),
    { seed: seedOr(3), numRuns: often(100) },
  )
})

test('a chain of fifty thousand is ordered, and so is a circle', () => {
  const chain = new Map(Array.from({ length: 50_000 }, (_, id) => [id, [id + 1]]))
  expect(orderByReference(chain).order[0]).toBe(49_999)
  expect(orderByReference(new Map([...chain, [49_999, [0]]])).circles[0]?.way).toHaveLength(50_000)
})
