import {
  asObject,
  isCollection,
  isDeeperThan,
  isEmptyCollection,
  isJsonObject,
  isScalar,
  listIn,
  objectAt,
} from '../../src/json/json-object'

test('an object is neither a list nor null, and a collection is either', () => {
  const values = [{}, [], null, 'a', 1, undefined]
  expect(values.map(isJsonObject)).toEqual([true, false, false, false, false, false])
  expect(values.map(isCollection)).toEqual([true, true, false, false, false, false])
  expect(values.map(isScalar)).toEqual([false, false, false, true, true, false])
  expect([{}, [], { a: 1 }, [1], '', null].map(isEmptyCollection)).toEqual([true, true, false, false, false, false])
})

test('what is not asked for is absent, and a list that is none has no items', () => {
  expect([{ a: 1 }, [1], null].map(asObject)).toEqual([{ a: 1 }, undefined, undefined])
  expect(objectAt({ a: { b: 1 } }, 'a')).toEqual({ b: 1 })
  expect(objectAt({ a: 1 }, 'a')).toBeUndefined()
  expect(objectAt({}, '__proto__')).toBeUndefined()
  expect([[1], { 0: 1 }, 'a', undefined].map(listIn)).toEqual([[1], [], [], []])
})

test('a value nests as deep as the lists and objects that stand in each other', () => {
  expect(isDeeperThan({ a: [1] }, 2)).toBe(false)
  expect(isDeeperThan({ a: [{}] }, 2)).toBe(true)
  expect(isDeeperThan('a', 0)).toBe(false)
})
