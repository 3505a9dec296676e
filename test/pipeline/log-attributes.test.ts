import fc from 'fast-check'
import type { Json, JsonObject } from '../../src/json/json'
import { attributePath, pathOfKeys } from '../../src/pipeline/attribute-path'
import { LogAttributes } from '../../src/pipeline/log-attributes'
import { often } from '../random-runs'

const key = fc.constantFrom('a', 'b', 'a.b', '__proto__', 'constructor')
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(1, 'x', null, [], [1]),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}))
const object = fc.dictionary(key, value, { maxKeys: 4 })
const path = fc.array(fc.constantFrom('a', 'b', 'c', 'toString'), { minLength: 1, maxLength: 3 })
const change = fc.record({ path, from: path, value: fc.option(value, { nil: undefined }) })

function changed(
  attributes: LogAttributes,
  { path: to, from, value: written }: { path: string[]; from: string[]; value: Json | undefined },
): void {
  const moved = attributes.read(pathOfKeys(from))
  if (written !== undefined) attributes.write(pathOfKeys(to), written)
  else if (moved === undefined) attributes.remove(pathOfKeys(to))
  else attributes.write(pathOfKeys(to), moved)
}

it('what was given stays as it is, whatever is written', () => {
  fc.assert(
    fc.property(object, fc.array(change, { maxLength: 6 }), (given, changes) => {
      const before = JSON.stringify(given)
      const attributes = new LogAttributes(given)
      for (const each of changes) changed(attributes, each)
      expect(JSON.stringify(given)).toBe(before)
    }),
    { numRuns: often(200) },
  )
})

it('what stands in two places is changed in one', () => {
  const attributes = new LogAttributes({})
  attributes.write(pathOfKeys(['a', 'b']), { c: 1 })
  attributes.write(pathOfKeys(['d']), attributes.read(pathOfKeys(['a', 'b'])) ?? 0)
  attributes.write(pathOfKeys(['d', 'c']), 2)
  expect(attributes.all).toEqual({ a: { b: { c: 1 } }, d: { c: 2 } })
  attributes.write(pathOfKeys(['l']), [attributes.read(pathOfKeys(['d'])) ?? 0])
  attributes.write(pathOfKeys(['d', 'c']), 3)
  expect(attributes.read(pathOfKeys(['l']))).toEqual([{ c: 2 }])
})

it('a value that goes into itself does not go round in a circle', () => {
  const attributes = new LogAttributes({})
  attributes.write(pathOfKeys(['a', 'b']), 1)
  attributes.write(pathOfKeys(['a', 'c']), attributes.read(pathOfKeys(['a'])) ?? 0)
  expect(attributes.all).toEqual({ a: { b: 1, c: { b: 1 } } })
})

it('what was seen of the attributes stays, whatever is written', () => {
  const attributes = new LogAttributes({ a: 1 })
  attributes.merge({ b: { c: 1 } })
  const seen = attributes.seen()
  attributes.write(pathOfKeys(['b', 'c']), 2)
  expect(seen).toEqual({ a: 1, b: { c: 1 } })
})

it('a value that was written is read back, unless it is null', () => {
  fc.assert(
    fc.property(object, path, value, (given, to, written) => {
      fc.pre(written !== null)
      const attributes = new LogAttributes(given)
      attributes.write(pathOfKeys(to), written)
      expect(attributes.has(pathOfKeys(to))).toBe(true)
      attributes.remove(pathOfKeys(to))
      const others = attributes.read(pathOfKeys(to))
      // The log may hold the same path in dotted keys as well.
      if (others !== undefined) expect(JSON.stringify(given)).toMatch(/a\.b|\[/)
    }),
    { numRuns: often(200) },
  )
})

it.each<[JsonObject, string, Json | undefined]>([
  [{ a: { b: 1 }, 'a.b': 2 }, 'a.b', 1],
  [{ 'a.b': { c: 1 } }, 'a.b.c', 1],
  [{ a: [{ b: 1 }, { b: [2, 3] }, 4] }, 'a.b', [1, 2, 3]],
  [{ a: [1] }, 'a', [1]],
  [{ a: [] }, 'a.b', undefined],
  [{ a: null }, 'a', undefined],
  [{}, 'constructor', undefined],
])('%j holds at %s %j', (given, at, expected) => {
  expect(new LogAttributes(given).read(attributePath(at))).toEqual(expected)
})

test.each([2, 40, 41, 60])(
  'takes the keys of an object with %d of them away one by one, and leaves what was given',
  (size) => {
    const keys = Array.from({ length: size }, (_, index) => `k${index}`)
    const given = { o: Object.fromEntries(keys.map((name) => [name, name])) }
    const attributes = new LogAttributes(given)
    for (const [index, name] of keys.entries()) {
      attributes.remove(attributePath(`o.${name}`))
      const rest = keys.slice(index + 1)
      expect(attributes.all).toEqual(
        rest.length === 0 ? {} : { o: Object.fromEntries(rest.map((left) => [left, left])) },
      )
    }
    expect(Object.keys(given.o)).toEqual(keys)
  },
)
