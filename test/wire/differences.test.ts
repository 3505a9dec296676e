import fc from 'fast-check'
import type { Json, JsonObject } from '../../src/json/json'
import { contentHash } from '../../src/wire/content-hash'
import { differences } from '../../src/wire/differences'
import { arbitraryJson, withKeysReversed } from './arbitrary-json'

const object = fc
  .dictionary(fc.constantFrom('a', 'b', 'name', 'constructor'), arbitraryJson)
  .map((value) => ({ ...value }))

/** Objects whose lists hold named things, as rules do: mostly alike, so that lists have something to line up. */
const things = fc.array(
  fc.record({ name: fc.constantFrom('x', 'y', 'z', ''), n: fc.nat(2) }, { noNullPrototype: true }),
  {
    maxLength: 5,
  },
)
const listed = fc.record({ list: things, plain: fc.array(fc.nat(2), { maxLength: 3 }) }, { noNullPrototype: true })

test('there is no difference exactly when two objects are equal, whatever the order of keys', () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      expect(differences(before, withKeysReversed(before) as JsonObject)).toEqual([])
      expect(differences(before, after).length === 0).toBe(contentHash(before) === contentHash(after))
    }),
  )
})

test('the other way round, the same places differ with both sides exchanged', () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      const there = differences(before, after).length
      expect(differences(after, before).length === 0).toBe(there === 0)
    }),
  )
})

test('each side of a difference is what stands on that side', () => {
  fc.assert(
    fc.property(listed, listed, (before, after) => {
      for (const change of differences(before, after)) {
        expect(change.before !== undefined || change.after !== undefined).toBe(true)
        expect(change.before).not.toEqual(change.after)
        const side = change.after === undefined ? before : after
        const value = change.after === undefined ? change.before : change.after
        expect(valueAt(side, change.path)).toEqual(value)
      }
    }),
  )
})

test('what was told of a list accounts for all of it: untold elements are equal, in order', () => {
  fc.assert(
    fc.property(things, things, (before, after) => {
      const changes = differences({ list: before }, { list: after })
      const removed = changes.filter((change) => change.after === undefined && /^list\[\d+\]$/.test(change.path))
      const added = changes.filter((change) => change.before === undefined && /^list\[\d+\]$/.test(change.path))
      expect(before.length - removed.length).toBe(after.length - added.length)
      const gone = new Set(removed.map(({ path }) => Number(/\d+/.exec(path)?.[0])))
      const fresh = new Set(added.map(({ path }) => Number(/\d+/.exec(path)?.[0])))
      const kept = before.filter((_, index) => !gone.has(index)) as Record<string, Json>[]
      const left = after.flatMap((item, index) => (fresh.has(index) ? [] : [[index, item] as const]))
      for (const [turn, [index, item]] of left.entries()) {
        const rebuilt = { ...kept[turn] }
        for (const change of changes) {
          const [, field] = new RegExp(`^list\\[${index}\\]\\.(.+)$`).exec(change.path) ?? []
          if (field !== undefined) rebuilt[field] = change.after as Json
        }
        expect(rebuilt).toEqual(item)
      }
    }),
  )
})

function valueAt(value: unknown, path: string): unknown {
  return path
    .split(/\.|\[|\]\.?/)
    .filter((step) => step !== '')
    .reduce((held, step) => (held as Record<string, unknown>)[step], value)
}

const q = (query: string, name = '') => ({ name, query })

test.each<[string, JsonObject, JsonObject, readonly object[]]>([
  ['a changed field', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: 'a.b', before: 1, after: 2 }]],
  ['an added field', {}, { a: null }, [{ path: 'a', after: null }]],
  ['a removed field', { a: [] }, {}, [{ path: 'a', before: [] }]],
  ['null for something', { a: 1 }, { a: null }, [{ path: 'a', before: 1, after: null }]],
  ['an object for a list', { a: [] }, { a: {} }, [{ path: 'a', before: [], after: {} }]],
  [
    'a list of plain values as a whole',
    { a: ['x', 'y'] },
    { a: ['x'] },
    [{ path: 'a', before: ['x', 'y'], after: ['x'] }],
  ],
  [
    'a field of one item',
    { l: [q('a'), q('b')] },
    { l: [q('a'), q('c')] },
    [{ path: 'l[1].query', before: 'b', after: 'c' }],
  ],
  ['an item put in front', { l: [q('a'), q('b')] }, { l: [q('n'), q('a'), q('b')] }, [{ path: 'l[0]', after: q('n') }]],
  [
    'an item taken from the middle',
    { l: [q('a'), q('b'), q('c')] },
    { l: [q('a'), q('c')] },
    [{ path: 'l[1]', before: q('b') }],
  ],
  [
    'a named item that changed behind a new one',
    { l: [q('a', 'first'), q('b', 'second')] },
    { l: [q('n', 'new'), q('a2', 'first'), q('b', 'second')] },
    [
      { path: 'l[0]', after: q('n', 'new') },
      { path: 'l[1].query', before: 'a', after: 'a2' },
    ],
  ],
  ['the first item of an empty list', { l: [] }, { l: [q('a')] }, [{ path: 'l[0]', after: q('a') }]],
])('%s is told in one place', (_, before, after, changes) => {
  expect(differences(before, after)).toEqual(changes)
})

test('two items that changed places are one removed and one added', () => {
  const changes = differences({ l: [q('a'), q('b')] }, { l: [q('b'), q('a')] })
  expect(changes).toHaveLength(2)
})

test('long lists are compared without taking long', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => q(`x${index}`))
  expect(differences({ l: many(1500) }, { l: [...many(1500), q('last')] })).toEqual([
    { path: 'l[1500]', after: q('last') },
  ])
})

test('a field that is named like one of every object is a field', () => {
  expect(differences({}, JSON.parse('{"constructor":1}'))).toEqual([{ path: 'constructor', after: 1 }])
  expect(differences(JSON.parse('{"__proto__":1}'), {})).toEqual([{ path: '__proto__', before: 1 }])
})

describe('the hash of content', () => {
  test('is short, and free of the order of keys', () => {
    expect(contentHash({ a: 1, b: { c: 2, d: [3] } })).toBe(contentHash({ b: { d: [3], c: 2 }, a: 1 }))
    expect(contentHash({})).toMatch(/^[0-9a-f]{12}$/)
  })

  test.each<[JsonObject, JsonObject]>([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: null }, {}],
    [{ a: '1' }, { a: 1 }],
    [{ a: {} }, { a: [] }],
    [{ a: '' }, { a: null }],
    [{ ab: 'c' }, { a: 'bc' }],
  ])('tells %j from %j', (one, other) => {
    expect(contentHash(one)).not.toBe(contentHash(other))
  })
})
