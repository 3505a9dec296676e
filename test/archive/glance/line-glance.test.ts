import fc from 'fast-check'
import { LineGlance } from '../../../src/archive/glance/line-glance'
import type { GivenOfLogs } from '../../../src/event/given'
import { readLog } from '../../../src/event/read-log'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import { arbitraryPaths, arbitraryProcessors, pipelineOf } from '../../pipeline/arbitrary-pipeline'
import { often, seedOr } from '../../random-runs'
import { rulesAsking } from './rules-asking'

const grok = { type: 'grok-parser', name: 'g', is_enabled: true, source: 'message' }
const dns = [
  { ...grok, grok: { match_rules: 'r %{word:kind} %{notSpace:dns.name} %{notSpace:dns.type:lowercase}' } },
  { type: 'string-builder-processor', name: 'b', is_enabled: true, template: 'found %{kind}', target: 'made' },
]

test.each([
  ['source:x', true],
  ['source:y', false],
  ['@other:x', false],
  ['-@other:x', true],
  ['service:shop', true],
  ['service:y', false],
  ['status:error', false],
  ['env:prod', true],
  // What hangs on the message is asked by the texts it needs, if these stand in it.
  ['@dns.name:example.com', true],
  ['@dns.name:example.org', false],
  ['@dns.type:axfr', true],
  ['@made:"found query"', true],
  ['query', true],
])('of a line without anything beside it %s is possible: %s', (query, isPossible) => {
  const processing = processWith([pipelineOf(dns, {}, 'source:x')], {})
  const lines = LineGlance.of(rulesAsking([query]), { source: 'x', service: 'shop', tags: ['env:prod'], processing })
  expect(lines?.candidates('query example.com AXFR').length).toBe(isPossible ? 1 : 0)
})

test.each<[string, string, GivenOfLogs]>([
  ['the message decides which pipelines it passes', 'source:x @message:y', { source: 'x' }],
  ['none is passed', 'source:y', { source: 'x' }],
  ['nobody says whose lines they are', '*', {}],
  ['lines were processed before', '*', { source: 'x', stage: 'processed' }],
])('nothing is told of lines where %s', (_, filter, said) => {
  const processing = processWith([pipelineOf(dns, {}, filter)], {})
  expect(LineGlance.of(rulesAsking(['@a:x']), { ...said, processing })).toBe(undefined)
})

const some = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const searched = fc.oneof(
  fc
    .tuple(some('', '-'), some(...arbitraryPaths), some('*', 'error', 'x*', '>0', 'shop', 'wide'))
    .map(([sign, at, what]) => `${sign}@${at}:${what}`),
  some('status:error', 'service:shop', 'source:x', 't:shop', 'error', '-wide', '*:shop'),
)
const query = fc
  .array(searched, { minLength: 1, maxLength: 3 })
  .chain((all) => some(' ', ' OR ').map((by) => all.join(by)))
const line = some(
  'shop',
  'wide shop',
  'a=shop b=error',
  'error 192.0.2.1',
  '17',
  'https://shop.example.com/wide?a=error',
  '-',
)

test('no query that matches what pipelines make of a line is ever ruled out', () => {
  let ruledOut = 0
  fc.assert(
    fc.property(
      fc.array(arbitraryProcessors, { minLength: 1, maxLength: 2 }),
      fc.array(query, { minLength: 1, maxLength: 6 }),
      some<GivenOfLogs>({ source: 'x' }, { source: 'x', service: 'shop', tags: ['t:shop'] }),
      (all, queries, said) => {
        const processing = processWith(
          all.map((processors) => pipelineOf(processors, {}, 'source:x')),
          {},
        )
        const given = { ...said, processing }
        const rules = rulesAsking(queries)
        const lines = LineGlance.of(rules, given)
        if (lines === undefined) return
        for (const message of fc.sample(line, { numRuns: 5, seed: queries.length })) {
          const read = readLog({ message }, { given, defaultTimeMs: 1_760_000_000_000 })
          if (!('event' in read)) continue
          const possible = lines.candidates(message)
          const { event } = read
          const wanted = rules.candidates.queries.filter(({ matches }) => matches(event))
          expect(wanted.filter((one) => !possible.includes(one))).toEqual([])
          ruledOut += rules.candidates.queries.length - possible.length
        }
      },
    ),
    { seed: seedOr(53), numRuns: often(1000) },
  )
  expect(ruledOut).toBeGreaterThan(50)
})
