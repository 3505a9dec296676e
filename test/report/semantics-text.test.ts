import type { KnownBehaviour } from '../../src/explain/assumptions'
import { makePainter } from '../../src/medium/painter'
import { semanticsJson, semanticsText } from '../../src/report/semantics-text'

const about = 'How * behaves.'
const behaviours: readonly KnownBehaviour[] = [
  { room: 'query', about, name: 'a star stands for anything', knownFrom: 'documented', source: 'docs' },
  { room: 'query', about, name: 'a star stands for nothing', knownFrom: 'assumed', source: 'no page says' },
]

it('assumptions are listed with their grounds, and all behaviours counted', () => {
  expect(String(semanticsText(behaviours, makePainter(false)))).toBe(
    'query: How * behaves.\n  a star stands for nothing\n    no page says\n\n2 behaviours: 1 documented, 0 observed, 1 assumed\n',
  )
})

it('as data, every behaviour is there', () => {
  expect(JSON.parse(String(semanticsJson(behaviours)))).toEqual({
    behaviours,
    summary: { documented: 1, observed: 0, assumed: 1 },
  })
})
