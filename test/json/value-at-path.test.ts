import { valueAt, withoutValue, withValue } from '../../src/json/value-at-path'

const rule = { queries: [{ name: 'a' }, { name: 'b' }] }

test('a path leads through own keys and items only', () => {
  expect(valueAt(rule, ['queries', 1, 'name'])).toBe('b')
  expect(valueAt(rule, [])).toBe(rule)
  expect(valueAt(rule, ['queries', 2, 'name'])).toBeUndefined()
  expect(valueAt(rule, ['queries', 'length', 'name'])).toBeUndefined()
  expect(valueAt({}, ['constructor', 'name'])).toBeUndefined()
})

test('a copy with a value has what was missing on the way; the original stays', () => {
  expect(withValue(rule, ['queries', 1, 'name'], 'c')).toEqual({ queries: [{ name: 'a' }, { name: 'c' }] })
  expect(withValue({}, ['options', 'cases', 0], 'x')).toEqual({ options: { cases: ['x'] } })
  expect(rule.queries[1]).toEqual({ name: 'b' })
})

test('a copy without a value closes the list behind it, and is the same where nothing stood', () => {
  expect(withoutValue(rule, ['queries', 0])).toEqual({ queries: [{ name: 'b' }] })
  expect(withoutValue(rule, ['queries', 0, 'name'])).toEqual({ queries: [{}, { name: 'b' }] })
  expect(withoutValue(rule, ['queries', 2])).toEqual(rule)
  expect(withoutValue(rule, ['options', 'x'])).toBe(rule)
})
