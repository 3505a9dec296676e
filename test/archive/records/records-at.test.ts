import fc from 'fast-check'
import { ObjectEnd } from '../../../src/archive/records/object-end'
import { RecordSplitter } from '../../../src/archive/records/record-splitter'
import { NoObjectThere, RecordsAt } from '../../../src/archive/records/records-at'
import { often } from '../../random-runs'

/** By their offsets, the records that hold JSON. */
function splitRecords(bytes: Buffer): ReadonlyMap<number, string> {
  const records = new Map<number, string>()
  const splitter = new RecordSplitter({
    record: (record, { offset }) => {
      const json = asJson(record)
      if (json !== undefined) records.set(offset, json)
    },
    broken: () => {},
    line: () => false,
  })
  splitter.push(bytes)
  splitter.end()
  return records
}

function asJson(record: Buffer): string | undefined {
  try {
    return JSON.stringify(JSON.parse(record.toString()))
  } catch {
    return undefined
  }
}

/** What stands at offsets, the bytes coming in pieces. */
function recordsAt(bytes: Buffer, offsets: readonly number[], cuts: readonly number[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const reader = new RecordsAt(
    { record: (record, { offset }) => found.set(offset, asJson(record) ?? 'no JSON') },
    (from) => offsets.find((offset) => offset >= from),
  )
  const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
  let from = 0
  for (const end of ends) {
    reader.push(bytes.subarray(from, end))
    from = end
  }
  reader.end()
  return found
}

const log = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }))
const shaped = fc
  .tuple(
    fc.array(log, { maxLength: 6 }),
    fc.constantFrom('lines', 'list', 'container', 'pretty list', 'pretty container'),
  )
  .map(([logs, shape]) => {
    if (shape === 'lines') return logs.map((each) => `${JSON.stringify(each)} `).join('\r\n')
    return JSON.stringify(shape.endsWith('list') ? logs : { Records: logs }, null, shape.startsWith('pretty') ? 2 : 0)
  })
const torn = fc
  .array(
    fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', '1', ' ', '"Records":[', '{"a":1}', '{"b":"}é\\""}'),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

test('at the place of a record that a splitter told lies the same one, in any chunks, whatever else is looked for', () => {
  let compared = 0
  const property = fc.property(
    fc.oneof(shaped, torn),
    fc.array(fc.nat(400), { maxLength: 5 }),
    fc.func(fc.boolean()),
    (text, cuts, isWanted) => {
      const bytes = Buffer.from(text)
      const records = [...splitRecords(bytes)].filter(([offset]) => bytes[offset] === 0x7b && isWanted(offset))
      const offsets = records.map(([offset]) => offset).sort((a, b) => a - b)
      expect(recordsAt(bytes, offsets, cuts)).toEqual(new Map(records))
      compared += records.length
    },
  )
  fc.assert(property, { seed: 19, numRuns: often(600) })
  expect(compared).toBeGreaterThan(50)
})

test.each([
  ['a text', '"{\\"a\\":1}"\n', [0]],
  ['a plain line', 'host app: started\n{"a":1}', [0]],
  ['the middle of an object', '{"a":{"b":1}}', [1]],
])('where %s is looked for, only a splitter can tell', (_what, text, offsets) => {
  expect(() => recordsAt(Buffer.from(text), offsets, [])).toThrow(NoObjectThere)
})

test('an object that never ends is none', () => {
  expect(recordsAt(Buffer.from('{"a":"}"'), [0], [3, 5])).toEqual(new Map())
})

test('an object of 64 MB is looked at once, in however many chunks it comes', () => {
  const chunk = Buffer.alloc(64 * 1024, '"}\\"",')
  const end = new ObjectEnd()
  expect(end.find(Buffer.from('['), 0)).toBe(-1)
  for (let some = 0; some < 1024; some += 1) expect(end.find(chunk.subarray(0, 65_532), 0)).toBe(-1)
  expect(end.find(Buffer.from(']]'), 0)).toBe(1)
})
