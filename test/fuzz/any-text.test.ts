import { often, seedOr } from '../random-runs'
import { watchCalls } from '../watch-calls'
import { type Work, WorkCounter } from './count-work'
import { mutatedText } from './mutate'
import { pieces } from './pieces'
import { checkMistakes } from './reader'
import { readers } from './readers'

/** Set for a long search; without it the same few texts are tried every time. */
const runs = often(150)
const seed = seedOr(11)

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
    const steep = [...long].filter(([at, count]) => count > 100 * all.length && count > 24 * (short.get(at) ?? 0))
    expect(steep).toEqual([])
    expect(long.size).toBeGreaterThan(10)
  })
})

describe.each(Object.entries(readers))('%s: any text', (name, reader) => {
  it('is read or refused, every mistake at a place in the text', async () => {
    for (let input = 0; input < runs; input += 1) {
      const text = mutatedText(reader, `${seed}/${name}/${input}`)
      checkMistakes(text, await reader.read(text))
    }
  })
})
