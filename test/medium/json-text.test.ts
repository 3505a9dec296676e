import fc from 'fast-check'
import { jsonLines, jsonText } from '../../src/medium/json-text'
import { anyString } from '../any-string'

it.each([
  ['a C1 control', '\u009b2J', '"\\u009b2J"'],
  ['delete', '\u007f', '"\\u007f"'],
  ['an escape', '\u001b[2J', '"\\u001b[2J"'],
  ['right to left', '\u202e', '"\\u202e"'],
  ['a zero-width sign', 'a\u200bb', '"a\\u200bb"'],
  ['a tag', '\u{e0041}', '"\\udb40\\udc41"'],
  ['a separator', '\u2028', '"\\u2028"'],
  ['a command to a runner', 'x ##[error]', '"x \\u0023#[error]"'],
  ['a backslash before one', '\\##[error]', '"\\\\\\u0023#[error]"'],
])('%s is escaped', (_, value, text) => expect(String(jsonText(value))).toBe(`${text}\n`))

it('words of any script and emoji stay readable', () => {
  const value = { name: 'naïve 名前 👩‍💻', tab: '\t', path: '## [x]' }
  expect(String(jsonText(value))).toBe(`${JSON.stringify(value, null, 2)}\n`)
})

it('keys are escaped too', () => expect(String(jsonText({ '\u202e': 1 }))).toBe('{\n  "\\u202e": 1\n}\n'))

it('reads as the same value, on one line and on several', () => {
  const text = anyString({ maxLength: 20 })
  const value = fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.integer()), { maxKeys: 4 })
  fc.assert(
    fc.property(value, (all) => {
      const same = JSON.parse(JSON.stringify(all))
      expect(JSON.parse(String(jsonText(all)))).toEqual(same)
      expect(JSON.parse(String(jsonLines([all])))).toEqual(same)
      expect(String(jsonLines([all, all])).split('\n')).toHaveLength(3)
    }),
    { seed: 1 },
  )
})
