import fc from 'fast-check'
import { canonicalJson, contentDigest, sameJson } from '../../src/json/canonical-json'
import { often } from '../random-runs'

test('the order of keys plays no part, the order of lists does', () => {
  expect(sameJson({ a: 1, b: [1, { d: 2, c: 3 }] }, { b: [1, { c: 3, d: 2 }], a: 1 })).toBe(true)
  expect(sameJson({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
})

test('the text is JSON of the same content', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(JSON.stringify(JSON.parse(canonicalJson(value)))).toBe(
        JSON.stringify(JSON.parse(JSON.stringify(sorted(value)))),
      )
    }),
    { seed: 4, numRuns: often(150) },
  )
})

test('lone surrogates differ from each other and from the replacement character', () => {
  expect(new Set(['\ud800', '\udc00', '\ufffd'].map((text) => contentDigest({ text }, 32))).size).toBe(3)
})

test('a nesting of a hundred thousand levels has a digest', () => {
  let deep: unknown = 1
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  expect(contentDigest(deep, 32)).toMatch(/^[0-9a-f]{32}$/)
  expect(contentDigest(deep, 64).startsWith(contentDigest(deep, 12))).toBe(true)
})

test('the digest is the one that tenants and released output hold', () => {
  expect(contentDigest({ b: [1, 'é', null], a: { d: true, c: undefined } }, 64)).toBe(
    'e51e65e134f06d649b64b812c276e6111ca145b60f9684c79ea884f27fea59a6',
  )
})

test('keys without a value are left out, as JSON does', () => {
  expect(canonicalJson({ b: undefined, a: [undefined] })).toBe('{"a":[null]}')
})

test('values that only look alike have different texts', () => {
  const values = [null, 0, '0', '', false, [], {}, [null], [[]], { a: null }, [0, 1], ['0,1']]
  expect(new Set(values.map(canonicalJson)).size).toBe(values.length)
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

test.each([99, 100, 101, 102, 5000])('the order of keys plays no part %d levels deep', (levels) => {
  let [one, other]: [unknown, unknown] = [
    { a: 1, b: [null] },
    { b: [null], a: 1 },
  ]
  for (let level = 0; level < levels; level += 1)
    [one, other] = [
      { in: [one], x: 1 },
      { x: 1, in: [other] },
    ]
  expect(canonicalJson(one)).toBe(canonicalJson(other))
  const open = '{"in":['.repeat(levels)
  expect(canonicalJson(one)).toBe(`${open}{"a":1,"b":[null]}${'],"x":1}'.repeat(levels)}`)
})
