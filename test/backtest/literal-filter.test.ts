import { compileLiteralFilter } from '../../src/backtest/literal-filter'

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

test('too many searches are no filter', () => {
  expect(compileLiteralFilter(Array.from({ length: 40 }, (_, index) => [[`literal-${index}`]]))).toBeUndefined()
})
