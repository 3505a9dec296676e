import fc from 'fast-check'
import { longestCarried } from '../../../src/archive/glance/programs/program-memory'
import { RecordScan } from '../../../src/archive/glance/record-scan'
import type { ScannedPlace } from '../../../src/archive/glance/scanned-place'
import { carriedRecord } from '../../../src/event/envelopes/carried-record'
import { standingAt } from '../../../src/event/place'
import { isScalar } from '../../../src/json/json-object'
import { parseLogJson } from '../../../src/json/parse-log-json'
import { often, seedOr } from '../../random-runs'

const places: readonly ScannedPlace[] = [['x'], ['message', 'a'], ['message', 'b'], ['message', 'b', 'a']]
const kind = { refused: [], unlisted: [], carried: { carrier: 'message', beside: ['message', 'free'] } }
const carrying = new RecordScan(places, kind, 0)

/** What is found at the places of a record that carries another one; undefined where it is not walked through. */
function found(text: string): readonly unknown[] | undefined {
  const bytes = Buffer.from(`\n${text}\n`)
  const end = carrying.walk(bytes, 1, bytes.length)
  if (end === -1) return undefined
  expect(end).toBe(bytes.length - 1)
  return places.map((place) => scalarAt(carrying.slots[carrying.slotOf(place)] ?? 0))
}

function scalarAt(from: number): unknown {
  if (from === 0) return undefined
  const [text = ''] =
    /^(?:"(?:[^"\\]|\\.)*"|[^",{}[\]\s]+|[{[])/s.exec(carrying.text.toString('utf8', from, from + 200)) ?? []
  return /^[{[]/.test(text) ? 'holds more' : parseLogJson(text)
}

/** The same, parsed. */
function parsed(text: string): readonly unknown[] | undefined {
  const log = parseLogJson(text) as { readonly message: unknown }
  const message = typeof log.message === 'string' ? carriedRecord(log.message) : log.message
  return places.map((place) => {
    const value = standingAt({ ...log, message } as never, place)
    return value === undefined || value === null || isScalar(value) ? value : 'holds more'
  })
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('\n', '\\', '"', '\u00e9', 'd\ud83d\ude00', '\\u0061'),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, fc.constantFrom(0, -1, 1.5, 1e300, 1e-7, true, false, null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '', 'long-long-long-long'), tie('value'), { maxKeys: 4 }),
  ),
}))
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 4 })
/** A text as producers write it whose JSON has ASCII alone. */
const inAscii = (json: string): string =>
  json.replace(/[^\0-\x7f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
const log = fc
  .tuple(record, fc.constantFrom(0, 2), fc.boolean(), fc.dictionary(fc.constantFrom('x', 'free'), text, { maxKeys: 2 }))
  .map(([inner, indent, isObject, beside]) =>
    JSON.stringify({ ...beside, message: isObject ? inner : JSON.stringify(inner, undefined, indent) }),
  )

test('what a record carries is found as it is parsed, written as an object or a text, however that is escaped', () => {
  let walked = 0
  fc.assert(
    fc.property(log, fc.boolean(), (written, isAscii) => {
      const text = isAscii ? inAscii(written) : written
      const seen = found(text)
      // Half of a sign, as an escape, and a list are left to those who parse.
      if (seen === undefined) expect(text).toMatch(/(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]|"b\\*":\s*\[/)
      else expect(seen).toEqual(parsed(text))
      walked += seen === undefined ? 0 : 1
    }),
    { seed: seedOr(71), numRuns: often(8000) },
  )
  expect(walked).toBeGreaterThan(100)
})

test('a text is only taken for a carried record if it is JSON, and all of it', () => {
  const sign = fc.constantFrom(...'{}[]",:\\u0a1eE+-. \n\ttrfn'.split(''), 'true', 'null', 'false', '"a":', '\u0001')
  const mutated = fc
    .tuple(record, fc.array(fc.tuple(fc.nat(), fc.nat(2), sign), { minLength: 1, maxLength: 3 }))
    .map(([inner, changes]) =>
      changes.reduce((json, [at, cut, put]) => {
        const from = at % (json.length + 1)
        return json.slice(0, from) + put + json.slice(from + cut)
      }, JSON.stringify(inner)),
    )
  let [taken, left] = [0, 0]
  fc.assert(
    fc.property(
      fc.oneof(
        mutated,
        fc.array(sign).map((signs) => `{"a":${signs.join('')}}`),
      ),
      (json) => {
        const seen = found(JSON.stringify({ message: json }))
        if (seen === undefined) left += 1
        else {
          expect(carriedRecord(json)).toBeDefined()
          taken += 1
        }
      },
    ),
    { seed: seedOr(73), numRuns: often(20_000) },
  )
  expect(taken).toBeGreaterThan(100)
  expect(left).toBeGreaterThan(100)
})

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
test.each([
  ['a record as deep as any', deep(59), true],
  ['a deeper one', deep(60), false],
  ['a text as long as any', JSON.stringify({ c: 'x'.repeat(longestCarried - 9) }), true],
  ['a longer one', JSON.stringify({ c: 'x'.repeat(longestCarried - 8) }), false],
  ['a key that stands twice', '{"a":1,"a":2}', false],
  ['a key that is escaped', '{"\\u0061":1}', false],
  ['a number that begins with a zero', '{"c":01}', false],
  ['a number that begins with a zero and goes on', '{"c":0.10e+2}', true],
  ['a point without digits', '{"c":1.}', false],
  ['a list', '[1]', false],
  ['what stands behind', '{} 1', false],
  ['a blank behind', '{} \n', true],
  ['an escape that JSON does not have', '{"c":"\\x"}', false],
  ['a code of three digits', '{"c":"\\u00g1"}', false],
])('%s', (_, carried, isTaken) => {
  expect(found(JSON.stringify({ message: carried })) !== undefined).toBe(isTaken)
})

test.each([
  ['nothing else', '{"message":{}}', true],
  ['what is looked for', '{"x":1,"message":{}}', true],
  ['what may stand there', '{"free":[{"a":1}],"message":{}}', true],
  ['anything else', '{"other":1,"message":{}}', false],
  ['anything else behind it', '{"message":"{}","other":1}', false],
])('beside a carried record stands %s', (_, text, isTaken) => {
  expect(found(text) !== undefined).toBe(isTaken)
})

test('line feeds are those of the record, and none of what it carries', () => {
  expect(found('{\n"message":\n"{\\n\\n\\n}"}')).toBeDefined()
  expect([carrying.lineFeeds, carrying.lastLineFeed]).toEqual([2, 13])
  expect(found('{"message":{\n}\n}')).toBeDefined()
  expect([carrying.lineFeeds, carrying.lastLineFeed]).toEqual([2, 15])
})

test.each([
  [384, true],
  [385, false],
])('with %d keys to look for, records are walked through: %s', (count, isWalked) => {
  const refused = Array.from({ length: count }, (_, index) => [`key${index}`] as const)
  const scan = new RecordScan([], { refused, unlisted: [] }, 0)
  const bytes = Buffer.from('{"a":1}\n')
  expect(scan.walk(bytes, 0, bytes.length)).toBe(isWalked ? 7 : -1)
})
