import fc from 'fast-check'
import { canonicalJson, contentDigest } from '../../src/json/canonical-json'

test('the order of keys plays no part, the order of lists does', () => {
  expect(contentDigest({ a: 1, b: [1, { d: 2, c: 3 }] })).toBe(contentDigest({ b: [1, { c: 3, d: 2 }], a: 1 }))
  expect(contentDigest({ a: [1, 2] })).not.toBe(contentDigest({ a: [2, 1] }))
})

test('the text is JSON of the same content', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(JSON.stringify(JSON.parse(canonicalJson(value)))).toBe(
        JSON.stringify(JSON.parse(JSON.stringify(sorted(value)))),
      )
    }),
    { seed: 4, numRuns: 300 },
  )
})

test('lone surrogates differ from each other and from the replacement character', () => {
  expect(new Set(['\ud800', '\udc00', '\ufffd'].map((text) => contentDigest({ text }))).size).toBe(3)
})

test('a nesting of a hundred thousand levels has a digest', () => {
  let deep: unknown = 1
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  expect(contentDigest(deep)).toMatch(/^[0-9a-f]{32}$/)
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
