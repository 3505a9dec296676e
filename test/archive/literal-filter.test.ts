import fc from 'fast-check'
import { compileLiteralFilter } from '../../src/archive/literal-filter'
import { often } from '../random-runs'

test('a text passes if one query finds one of each of its lists', () => {
  const mayMatch = compileLiteralFilter([[['ses'], ['Verify', 'Create']], [['iam']]])
  expect(['{ses Create}', '{iam}', '{ses}', '{Verify}', '{}'].map((text) => mayMatch?.(text))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('a query that needs nothing, or only what JSON may escape, allows no filter', () => {
  expect(compileLiteralFilter([[['ses']], []])).toBeUndefined()
  expect(compileLiteralFilter([[['"/"']]])).toBeUndefined()
})

test('of a text that JSON may escape the longest plain part is searched', () => {
  const mayMatch = compileLiteralFilter([[['arn:aws:iam::1:user/bob']]])
  expect(mayMatch?.('{"a":"arn:aws:iam::1:user\\/bob"}')).toBe(true)
  expect(mayMatch?.('{"a":"user/bob"}')).toBe(false)
})

test('a text with escapes by code is never ruled out', () => {
  expect(compileLiteralFilter([[['ses']]])?.('{"a":"\\u0073es"}')).toBe(true)
})

const many = Array.from({ length: 40 }, (_, index) => [['shared.'], [`literal-${index}.`, `(${index})`]])

test('of many queries one list each is looked for, all at once', () => {
  const mayMatch = compileLiteralFilter(many)
  expect(
    ['shared. literal-7.', 'literal-39.', '(0)', 'shared.', 'literal-7', 'literal-40.'].map((text) => mayMatch?.(text)),
  )
    // A text that lacks only the shared part passes and is parsed in vain.
    .toEqual([true, true, true, false, false, false])
  expect(mayMatch?.('{"a":"\\u0073es"}')).toBe(true)
})

test('one search for all never rules out what a search for each finds', () => {
  const literal = fc.string({
    unit: fc.constantFrom('a', 'b', '.', '(', '\\', '*', '-', '|', '[', '^'),
    minLength: 1,
    maxLength: 3,
  })
  const queries = fc.array(fc.array(fc.array(literal, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '(', '\\', '*', '-', '|', '[', '^'), maxLength: 12 })
  fc.assert(
    fc.property(queries, text, (some, raw) => {
      const mayMatch = compileLiteralFilter([...some, ...many])
      const isWanted = some.some((lists) => lists.every((list) => list.some((one) => raw.includes(one))))
      if (isWanted && mayMatch !== undefined) expect(mayMatch(raw)).toBe(true)
    }),
    { seed: 12, numRuns: often(300) },
  )
})

test('so many literals that a search for all would be slow are no filter', () => {
  expect(compileLiteralFilter(Array.from({ length: 2000 }, (_, index) => [[`literal-${index}`]]))).toBeUndefined()
})
