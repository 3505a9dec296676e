import { asNumber, asText, asTexts, isText, textIn, textsIn } from '../../src/json/json-text'

test('an empty text is a text, but tells nothing', () => {
  expect(['a', '', 1, null].map(asText)).toEqual(['a', '', undefined, undefined])
  expect(['a', '', 1, null].map(textIn)).toEqual(['a', '', '', ''])
  expect(['a', '', 1, null].map(isText)).toEqual([true, false, false, false])
})

test('a list is of texts as a whole, or holds some', () => {
  expect([['a', ''], ['a', 1], 'a', []].map(asTexts)).toEqual([['a', ''], undefined, undefined, []])
  expect([['a', ''], ['a', 1], 'a', []].map(textsIn)).toEqual([['a', ''], ['a'], [], []])
})

test('digits in a text are no number', () => {
  expect([0, '0', true].map(asNumber)).toEqual([0, undefined, undefined])
})
