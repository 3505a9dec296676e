import type { KnownBehaviour } from '../../src/explain/assumptions'
import { makePainter } from '../../src/medium/painter'
import { semanticsJson, semanticsText } from '../../src/report/semantics-text'

const about = 'How * behaves.'
const behaviours: readonly KnownBehaviour[] = [
  { room: 'query', about, name: 'a star stands for anything', knownFrom: 'documented', source: 'docs' },
  {
    room: 'query',
    about,
    name: 'a star stands for nothing',
    knownFrom: 'assumed',
    source: 'no page says',
    weighs: true,
  },
  { room: 'event', about: 'Logs.', name: 'a log', knownFrom: 'assumed', source: 'ours' },
]

it('begins with the assumptions that weigh, then tells how all behaviours are known', () => {
  expect(String(semanticsText(behaviours, makePainter(false)))).toBe(
    `What the evaluator assumes about Datadog, most of what weighs. A tenant can settle each line.

How * behaves.
  a star stands for nothing

How all behaviours are known
  query  1 documented, 0 observed, 1 assumed
  event  0 documented, 0 observed, 1 assumed

3 behaviours: 1 documented, 0 observed, 2 assumed
Each with its source: ddac explain --semantics --format json
`,
  )
})

it('as data, every behaviour is there', () => {
  expect(JSON.parse(String(semanticsJson(behaviours)))).toEqual({
    version: 1,
    behaviours,
    summary: { documented: 1, observed: 0, assumed: 2 },
  })
})
