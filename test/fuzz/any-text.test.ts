import { often, seedOr } from '../random-runs'
import { chanceOf } from '../siege/chance.cjs'
import { watchCalls } from '../watch-calls'
import { type Work, WorkCounter } from './count-work'
import { mostSteps } from './growth'
import { mutatedText } from './mutate'
import { pieces } from './pieces'
import { checkMistakes } from './reader'

/** For a long search there is `npm run fuzz`; without a seed the same few texts are tried every time. */
const runs = often(16)
/** Of each reader, beside a good text. */
const grown = Math.min(often(4), 8)
const seed = seedOr(11)

const counter = new WorkCounter()
// Loaded afresh, so that nobody has called what it reads: see WorkCounter.
const { readers } = watchCalls({}).load<typeof import('./readers')>('fuzz/readers')

describe('counting work', () => {
  beforeAll(() => {
    counter.start()
    counter.sofar()
  })
  afterAll(() => counter.stop())

  it.each(Object.entries(readers))(
    '%s is read in work that grows with its length, not faster',
    async (name, reader) => {
      const chance = chanceOf(`${seed}/${name}`)
      const some = Array.from({ length: grown }, () => chance.oneOf(pieces.filter(({ length }) => length < 100)))
      const readAll = async (characters: number): Promise<Work> => {
        for (const piece of [...some, ...reader.good.slice(0, 1)]) {
          const text = piece.repeat(Math.ceil(characters / piece.length))
          await reader.read(reader.isBytes ? text.replace(/[^\0-\xff]/g, '\xff') : text)
        }
        return counter.sofar()
      }
      const short = await readAll(250)
      const long = await readAll(2000)
      // Of eight times the text, linear work is eight times as much, and quadratic 64 times, which outgrows all others.
      const steep = [...long].filter(([at, count]) => count > mostSteps && count > 24 * (short.get(at) ?? 0))
      expect(steep).toEqual([])
    },
  )
})

it.each(Object.entries(readers))(
  '%s is read or refused, whatever it is, every mistake at a place in the text',
  async (name, reader) => {
    for (let input = 0; input < runs; input += 1) {
      const text = mutatedText(reader, `${seed}/${name}/${input}`)
      checkMistakes(text, await reader.read(text))
    }
  },
)
