import fc from 'fast-check'
import { LineReader } from '../../src/archive/line-reader'
import { often } from '../random-runs'

function lines(bytes: Buffer, cuts: readonly number[]): readonly string[] {
  const told: string[] = []
  const reader = new LineReader({
    textLine: (line, { offset, line: number }) => told.push(`${number} ${offset} ${line}`),
    tooLong: ({ line }) => told.push(`${line} too long`),
  })
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    reader.push(bytes.subarray(from, cut))
    from = cut
  }
  reader.end()
  return told
}

test('each line that is not blank is told with its place, whatever ends it', () => {
  expect(lines(Buffer.from('a\n\n b \r\n\t\nü\nlast'), [])).toEqual(['1 0 a', '3 3  b', '5 10 ü', '6 13 last'])
})

test('the same lines come out of any chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'ü', ' ', '\n', '\r\n', '{}')),
      fc.infiniteStream(fc.nat(4)),
      (parts, sizes) => {
        const bytes = Buffer.from(parts.join(''))
        const cuts: number[] = []
        for (let at = sizes.next().value ?? 0; at < bytes.length; at += (sizes.next().value ?? 0) + 1) cuts.push(at)
        expect(lines(bytes, cuts)).toEqual(lines(bytes, []))
      },
    ),
    { numRuns: often(200) },
  )
})
