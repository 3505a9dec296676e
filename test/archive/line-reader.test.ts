import fc from 'fast-check'
import { LineReader } from '../../src/archive/line-reader'
import { often } from '../random-runs'

function lines(bytes: Buffer, cuts: readonly number[], largest?: number): readonly string[] {
  const told: string[] = []
  const reader = new LineReader(
    {
      textLine: (line, { offset, line: number }) => told.push(`${number} ${offset} ${line}`),
      tooLong: ({ line }) => told.push(`${line} too long`),
    },
    largest,
  )
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

test.each<[string, string, readonly string[]]>([
  ['as long as is allowed', `${'x'.repeat(20)}\nnext`, [`1 0 ${'x'.repeat(20)}`, '2 21 next']],
  ['one byte longer', `${'x'.repeat(21)}\nnext`, ['1 too long', '2 22 next']],
  ['much longer, told once', `${'x'.repeat(200)}\nnext`, ['1 too long', '2 201 next']],
  ['too long at the end', `next\n${'x'.repeat(21)}`, ['1 0 next', '2 too long']],
])('a line that is %s', (_, text, expected) => {
  const cuts = Array.from({ length: Math.floor(text.length / 7) }, (_, index) => (index + 1) * 7)
  expect(lines(Buffer.from(text), cuts, 20)).toEqual(expected)
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
