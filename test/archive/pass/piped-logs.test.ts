import { Readable } from 'node:stream'
import fc from 'fast-check'
import { LogPass } from '../../../src/archive/pass/log-pass'
import { compileRules } from '../../../src/detect/compile-rules'
import type { GivenOfLogs } from '../../../src/event/given'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import type { Draft } from '../../../src/rule/rule'
import { arbitraryPaths, arbitraryProcessors, pipelineOf } from '../../pipeline/arbitrary-pipeline'
import { often, seedOr } from '../../random-runs'

const rulesFor = (queries: readonly string[]) =>
  compileRules(
    queries.map(
      (query, index): Draft => ({
        name: `${index}`,
        message: '',
        isEnabled: true,
        queries: [{ query, groupByFields: ['@b'] }],
        cases: [{ status: 'low', condition: 'a > 0' }],
        options: {},
      }),
    ),
  )

/** What a pass shows of a text that some query matches, and how many logs it counts. */
async function shown(
  text: string,
  chunkBytes: number,
  given: GivenOfLogs,
  queries: readonly string[],
  isWhole: boolean,
) {
  const rules = rulesFor(queries)
  const pass = new LogPass(rules, { isWhole, isStrict: false, asked: {} })
  const bytes = Buffer.from(text)
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  )
  const found: unknown[] = []
  let read = 0
  const logs = await pass.read(
    { path: '-', name: 'logs' },
    {
      given,
      stdin: Readable.from(chunks),
      onTrouble: () => {},
      onEvent: (event, { offset }, candidates) => {
        read += 1
        const matching = (candidates ?? rules.candidates.queries).filter(({ matches }) => matches(event))
        if (matching.length === 0) return
        const groups = rules.rules.flatMap(({ selectors }) => selectors.flatMap(({ groupsOf }) => groupsOf(event)))
        event.complete?.()
        found.push([offset, matching.flatMap(({ refs }) => refs.map(({ rule }) => rule)).sort(), groups, { ...event }])
      },
    },
  )
  return { logs, found, read }
}

const some = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const value = some('x', 'y', 'shop', 'error', 'a=x')
const record = fc
  .record(
    {
      a: fc.oneof(value, fc.record({ b: value })),
      b: value,
      status: value,
      message: some('x y', 'a=shop b=y', '{"a":"x"}'),
    },
    { requiredKeys: [] },
  )
  .map((one) => JSON.stringify({ ddsource: 'x', timestamp: 1_760_000_000_000, ...one }))
/** Logs that carry what their source wrote, as its text or as an object. */
const carrying = (isObject: boolean) =>
  record.map((text) => {
    const { ddsource, timestamp, ...spoken } = JSON.parse(text)
    return JSON.stringify({ ddsource, timestamp, message: isObject ? spoken : JSON.stringify(spoken) })
  })
const line = fc.oneof(
  {
    weight: 4,
    arbitrary: some('shop', 'wide shop', 'a=shop b=error', 'error 192.0.2.1', 'b=y a=x', 'x', 'y'.repeat(70)),
  },
  some('', '  ', ' shop', 'GET OK', '\u00e9 shop', 'x\\u0061', '{"timestamp":1760000000000,"a":"x"}', '"shop"', '-'),
)
const query = fc.oneof(
  fc
    .tuple(some('', '-'), some(...arbitraryPaths), some('x', 'shop', 'error', '>0', 'wide'))
    .map(([sign, at, what]) => `source:x ${sign}@${at}:${what}`),
  some('source:y', 'source:x status:error', 'service:shop', 'shop'),
)
const date = { type: 'string-builder-processor', name: 'd', is_enabled: true, template: '1760000000000', target: 'at' }
const dated = { type: 'date-remapper', name: 'r', is_enabled: true, sources: ['at'] }

test('what rules want of logs that pass pipelines is the same unread, at a glance and read whole', async () => {
  let [unread, found] = [0, 0]
  await fc.assert(
    fc.asyncProperty(
      arbitraryProcessors,
      fc.array(query, { minLength: 1, maxLength: 3 }),
      fc.oneof(
        ...[record, line, carrying(false), carrying(true)].map((one) => fc.array(one, { minLength: 6, maxLength: 20 })),
      ),
      some(20, 70, 100_000),
      async (processors, queries, texts, chunkBytes) => {
        const made = pipelineOf([...processors.slice(0, 3), date, dated], {}, 'source:x')
        const given: GivenOfLogs = { source: 'x', service: 'shop', processing: processWith([made], {}) }
        const text = texts.join('\n')
        const whole = await shown(text, chunkBytes, given, queries, true)
        const glanced = await shown(text, chunkBytes, given, queries, false)
        expect([glanced.logs, glanced.found]).toEqual([whole.logs, whole.found])
        unread += whole.read - glanced.read
        found += whole.found.length
      },
    ),
    { seed: seedOr(59), numRuns: often(400) },
  )
  expect(unread).toBeGreaterThan(100)
  expect(found).toBeGreaterThan(50)
})
