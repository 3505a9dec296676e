import fc from 'fast-check'
import { findJsonFault } from '../../src/json/json-fault'
import { parseLogJson } from '../../src/json/parse-log-json'
import { often } from '../random-runs'

test.each([
  ['{"id":9007199254740993}', { id: '9007199254740993' }],
  ['[-12345678901234567890,1]', ['-12345678901234567890', 1]],
  ['{"a":9007199254740991}', { a: 9007199254740991 }],
  ['{"a":1234567890.12345678901234567}', { a: 1234567890.1234567 }],
  ['{"a":12345678901234567890e2}', { a: 1.2345678901234568e21 }],
  ['{"a":"9007199254740993","b\\\\":"\\"9007199254740993"}', { a: '9007199254740993', 'b\\': '"9007199254740993' }],
])('%s keeps integers past 2^53 as their digits', (text, value) => {
  expect(parseLogJson(text)).toEqual(value)
})

test('whatever JSON holds without such integers is parsed as by JSON.parse', () => {
  const exact = fc.json({ maxDepth: 4 }).filter((json) => !/\d{16}/.test(json))
  const text = exact.map((json) => `[${json},":1234567890123456789\\\\"]`)
  fc.assert(
    fc.property(text, (json) => expect(JSON.stringify(parseLogJson(json))).toBe(JSON.stringify(JSON.parse(json)))),
    { seed: 2, numRuns: often(300) },
  )
})

test('a nesting of a hundred thousand levels is parsed, also beside a long integer', () => {
  const deep = `[${'['.repeat(100_000)}${']'.repeat(100_000)},12345678901234567890]`
  expect(Array.isArray(parseLogJson(deep))).toBe(true)
})

test.each([
  ['{"a":NaN}', 5, 'expected a value, found "NaN"'],
  ['{"a":-Infinity}', 5, 'expected a value, found "-Infinity"'],
  ["{'a':1}", 1, 'expected a key in double quotes, found "\'"'],
  ['{"a" 1}', 5, 'expected ":" after the key, found "1"'],
  ['{"a":1 "b":2}', 7, 'expected "," or the end of the object, found "\\""'],
  ['[1 2]', 3, 'expected "," or the end of the list, found "2"'],
  ['{"a":1,}', 7, 'expected a key in double quotes, found "}"'],
  ['[1,]', 3, 'expected a value, found "]"'],
  ['{"a":"x\ny"}', 7, 'a line feed or another control character inside a text'],
  ['{"a":"\\x"}', 6, '"\\\\x" is no escape'],
  ['{"a":"x', 5, 'a text that is not closed'],
  ['{"a":', 5, 'it ends in the middle'],
  ['{"a":1}}', 7, '"}" after the end'],
  ['{"a":01}', 6, 'expected "," or the end of the object, found "1"'],
])('%s is told where it goes wrong', (text, offset, message) => {
  expect(findJsonFault(text)).toEqual({ offset, message })
})

test('a fault is found exactly where JSON.parse refuses', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '"a"',
    ':',
    ',',
    '1',
    '-',
    '.5',
    'e3',
    'true',
    'nul',
    '\\u00e9',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      let parses = true
      try {
        JSON.parse(text)
      } catch {
        parses = false
      }
      expect([text, findJsonFault(text) === undefined]).toEqual([text, parses])
    }),
    { seed: 3, numRuns: often(1000) },
  )
})
