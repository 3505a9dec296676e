import fc from 'fast-check'
import { isJsonObject, sameJson, stableText } from '../../src/json/stable-text'
import { arbitraryJson, withKeysReversed } from '../wire/arbitrary-json'

test('the text of a value is JSON of it, the same for every order of keys', () => {
  fc.assert(
    fc.property(arbitraryJson, (value) => {
      expect(JSON.parse(stableText(value))).toEqual(value)
      expect(stableText(withKeysReversed(value))).toBe(stableText(value))
      expect(sameJson(value, JSON.parse(JSON.stringify(value)))).toBe(true)
    }),
  )
})

test('keys without a value are left out, as JSON does', () => {
  expect(stableText({ b: undefined, a: [undefined] })).toBe('{"a":[null]}')
})

test('values that only look alike have different texts', () => {
  const values = [null, 0, '0', '', false, [], {}, [null], [[]], { a: null }, [0, 1], ['0,1']]
  expect(new Set(values.map(stableText)).size).toBe(values.length)
})

test('depth is no limit', () => {
  let deep: unknown = 1
  for (let level = 0; level < 10_000; level += 1) deep = level % 2 === 0 ? [deep] : { a: deep }
  expect(stableText(deep)).toHaveLength(1 + 5000 * 2 + 5000 * 6)
  expect(sameJson(deep, deep)).toBe(true)
  expect(sameJson(deep, [deep])).toBe(false)
})

test('an object of JSON is neither a list nor null', () => {
  expect([{}, [], null, 'a', 1, undefined].map(isJsonObject)).toEqual([true, false, false, false, false, false])
})
