import fc from 'fast-check'
import { anyString } from '../any-string'
import { often, seedOr } from '../random-runs'
import { watchCalls } from '../watch-calls'
import { type Work, WorkCounter } from './count-work'
import { readers } from './readers'

/** Set for a long search; without it the same few texts are tried every time. */
const runs = often(150)
const seed = seedOr(11)

const pieces = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '\\',
    ':',
    ',',
    ';',
    '-',
    '+',
    '*',
    '?',
    '!',
    '~',
    '^',
    '>',
    '<',
    '=',
    '&',
    '|',
  ],
  ...[
    '#',
    '@',
    '%',
    '/',
    '.',
    '$',
    '0',
    '9',
    'a',
    'Z',
    ' ',
    '\n',
    '\t',
    '\r\n',
    '\u0000',
    '\u2028',
    '\u201c',
    '\ufeff',
  ],
  ...[
    '😀',
    '\ud800',
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    'Infinity',
    '1e999',
    '-0',
    '9'.repeat(400),
    'null',
  ],
  ...[
    '{{',
    '}}',
    '{{{{',
    '}}}}',
    '&a ',
    '*a',
    '<<: ',
    '? ',
    '- ',
    '--- ',
    '|\n',
    ' THEN ',
    ' AND ',
    ' OR ',
    'NOT ',
    'TO',
  ],
]

/** A good text with a few stretches cut out, doubled, or replaced, or a text of pieces alone. */
function brokenTexts(good: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(6),
    with: fc.oneof(fc.constantFrom('', ...pieces), fc.constant('doubled')),
  })
  const changed = fc.tuple(fc.constantFrom(...good), fc.array(change, { maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((now, { at, length, with: piece }) => {
      const from = Math.floor(at * now.length)
      const cut = now.slice(from, from + length)
      return now.slice(0, from) + (piece === 'doubled' ? cut + cut : piece) + now.slice(from + length)
    }, text),
  )
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((some) => some.join(''))
  return fc.oneof({ arbitrary: changed, weight: 3 }, soup, anyString({ maxLength: 30 }))
}

describe('a text of one piece over and over is read in work that grows with its length, not faster', () => {
  const counter = new WorkCounter()
  // Loaded afresh, so that nobody has called what it reads: see WorkCounter.
  const { readers } = watchCalls({}).load<typeof import('./readers')>('fuzz/readers')
  beforeAll(() => counter.start())
  afterAll(() => counter.stop())

  it.each(Object.entries(readers))('%s', (_, { good, read }) => {
    const all = [...pieces.filter(({ length }) => length < 100), ...good]
    const readAll = (characters: number): Work =>
      counter.during(() => {
        for (const piece of all) read(piece.repeat(Math.ceil(characters / piece.length)))
      })
    const short = readAll(500)
    const long = readAll(4000)
    // Of eight times the text, linear work is eight times as much, and quadratic 64 times, which outgrows all others.
    const steep = [...long].filter(([at, count]) => count > 10_000 && count > 24 * (short.get(at) ?? 0))
    expect(steep).toEqual([])
    expect(long.size).toBeGreaterThan(10)
  })
})

describe.each(Object.entries(readers))('%s: any text', (_, { good, read }) => {
  it('is read or refused, every mistake at a place in the text', () => {
    fc.assert(
      fc.property(brokenTexts(good), (text) => {
        for (const { start, end, message } of read(text)) {
          const isPlaced = start >= 0 && start <= end && end <= Math.max(1, text.length) && message !== ''
          if (!isPlaced) throw new Error(`${message} at ${start}-${end}`)
        }
      }),
      { seed, numRuns: runs },
    )
  })
})
