import { Readable } from 'node:stream'
import fc from 'fast-check'
import { LogPass, textTests } from '../../../src/archive/pass/log-pass'
import { compileRules } from '../../../src/detect/compile-rules'
import type { Enrichment } from '../../../src/event/enrichment/enrich'
import type { GivenOfLogs } from '../../../src/event/given'
import { readLog } from '../../../src/event/read-log'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import { readPipeline } from '../../../src/pipeline/read-pipeline'
import type { Draft } from '../../../src/rule/rule'
import { often } from '../../random-runs'

const remap = (from: string, to: string) => ({ type: 'attribute-remapper', sources: [from], target: to })
const build = (template: string, to: string) => ({ type: 'string-builder-processor', template, target: to })

function processingOf(query: string, processors: readonly object[]) {
  const named = processors.map((one) => ({ is_enabled: true, name: 'n', ...one }))
  const { pipeline } = readPipeline({
    value: { name: 'p', is_enabled: true, filter: { query }, processors: named },
  })
  return processWith(pipeline ? [pipeline] : [], {})
}

function rulesFor(...queries: readonly string[]) {
  const rule = {
    id: 'r',
    name: 'r',
    message: 'm',
    isEnabled: true,
    queries: queries.map((query, at) => ({ name: `q${at}`, query })),
    cases: [{ status: 'low', condition: 'q0 > 0' }],
    options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
  } as Draft
  return compileRules([rule])
}

const word = fc.constantFrom('alpha', 'beta', 'gamma')
const path = fc.constantFrom('a', 'b', 'a.c', 'evt.name')
const processor = fc.oneof(
  fc.tuple(path, path).map(([from, to]) => remap(from, to)),
  fc.tuple(fc.constantFrom('al%{a}', 'gamma', '%{b}'), path).map(([template, to]) => build(template, to)),
)
const query = fc.tuple(path, word).map(([at, text]) => `@${at}:${text}`)
const queries = fc.array(
  fc.oneof(
    query,
    fc.tuple(query, query).map((two) => two.join(' ')),
  ),
  { minLength: 1, maxLength: 2 },
)
const content = fc.dictionary(
  fc.constantFrom('a', 'b', 'evt'),
  fc.oneof(
    word,
    fc.constantFrom('pha', 'x'),
    word.map((name) => ({ name, c: name })),
  ),
)
const log = fc.oneof(
  content.map((all) => ({ ddsource: 'web', timestamp: 1, ...all })),
  content.map((all) => ({ ddsource: 'web', timestamp: 1, message: JSON.stringify(all) })),
  content.map((attributes) => ({ _id: 'i', timestamp: 1, source: 'web', message: 'm', tags: ['k:v'], attributes })),
  content.map((all) => ({ attributes: { a: 'x' }, 'detail-type': 't', detail: all, time: '2026-03-01T10:20:30Z' })),
)

test('no log that a query matches is passed over unread, whatever pipelines make of it', () => {
  const filter = fc.constantFrom('*', 'source:web', 'source:other', 'source:auth0')
  fc.assert(
    fc.property(filter, fc.array(processor, { maxLength: 3 }), queries, log, (of, processors, asked, raw) => {
      const given = { processing: processingOf(of, processors) }
      const rules = rulesFor(...asked)
      const test = textTests(rules)?.(given)
      const read = readLog(raw, { given })
      fc.pre(test !== undefined && 'event' in read)
      const isMatched = 'event' in read && rules.rules[0]?.selectors.some(({ matches }) => matches(read.event))
      if (isMatched) expect(test?.(JSON.stringify(raw))).toBe(true)
    }),
    { numRuns: often(400) },
  )
})

const web = (more: object) => ({ ddsource: 'web', timestamp: 1, ...more })
const archived = { _id: 'i', date: '2026-03-01T10:20:30Z', service: 's', source: 'web', tags: ['a:b'], message: 'm' }
const record = { eventVersion: '1.10', eventSource: 'ses.amazonaws.com', eventName: 'x', eventID: 'i' }

test.each<[string, object, readonly object[], boolean]>([
  ['a value that a pipeline may have made', web({ b: 'x' }), [build('alpha', 'a')], true],
  ['a value that a pipeline takes from another', web({ b: 'x' }), [remap('b', 'a')], false],
  ['such a value that is there', web({ b: 'alpha' }), [remap('b', 'a')], true],
  [
    'what is taken apart',
    web({ message: 'x' }),
    [{ type: 'grok-parser', grok: { match_rules: 'r %{data::json}' } }],
    false,
  ],
  ['a value that no pipeline touches', web({ b: 'x' }), [remap('b', 'c')], false],
  ['that value there', web({ a: 'alpha' }), [remap('b', 'c')], true],
  [
    'what may be written anywhere',
    web({ b: 'x' }),
    [{ type: 'grok-parser', grok: { match_rules: 'r %{data::xml}' } }],
    true,
  ],
  ['a log of an archive', { ...archived, attributes: { b: 'x' } }, [build('alpha', 'a')], false],
  ['the same with its attributes first', { attributes: { b: '"}' }, ...archived }, [build('alpha', 'a')], false],
  ['attributes that are none', { ...archived, attributes: 'x' }, [build('alpha', 'a')], true],
  ['attributes further inside', { ...archived, in: { attributes: {} } }, [build('alpha', 'a')], true],
  ['attributes in a record of a source', { ...record, attributes: {} }, [build('alpha', 'a')], true],
  [
    'attributes beside an event of a bus',
    { 'detail-type': 't', detail: {}, attributes: {} },
    [build('alpha', 'a')],
    true,
  ],
  ['attributes beside a list of logs', { attributes: {}, Records: [{ b: 'x' }] }, [build('alpha', 'a')], true],
  ['attributes beside an object under message', { attributes: {}, message: { b: 'x' } }, [build('alpha', 'a')], true],
])('whether a log is read: %s', (_, raw, processors, isRead) => {
  const test = textTests(rulesFor('@a:alpha'))?.({ processing: processingOf('*', processors) })
  expect(test?.(JSON.stringify(raw))).toBe(isRead)
  expect(test?.(JSON.stringify(raw, null, 2))).toBe(isRead)
})

test('a key that stands twice or is escaped, and logs that are said to be raw, are looked at', () => {
  const rules = rulesFor('@a:alpha')
  const processing = processingOf('*', [build('alpha', 'a')])
  const test = textTests(rules)?.({ processing })
  const usual = '{"timestamp":1,"attributes":{"b":"x"}}'
  expect(test?.(usual)).toBe(false)
  expect(test?.('{"timestamp":1,"attributes":{"b":"x"},"attributes":1}')).toBe(true)
  expect(test?.('{"timestamp":1,"attributes":{"b":"x"},"detail\\u002dtype":"t"}')).toBe(true)
  expect(textTests(rules)?.({ processing, stage: 'raw' })(usual)).toBe(true)
  expect(textTests(rules)?.({ processing, stage: 'processed' })('{"timestamp":1}')).toBe(false)
})

const unwanted = (more: object, count: number): string =>
  Array.from({ length: count }, () => JSON.stringify({ eventTime: '2026-03-01T10:20:30Z', ...more })).join('\n')
const usual = { eventVersion: '1.10', eventID: 'e', eventSource: 's3.amazonaws.com', eventName: 'GetObject' }
const missing = { enrich: (attributes: object) => attributes, missing: [] } as Enrichment

test.each<[string, string, GivenOfLogs, number]>([
  ['usual records, of which the first tells the source of all', unwanted(usual, 2100), {}, 1],
  ['usual records for which something is looked up', unwanted(usual, 2100), { enrichment: missing }, 3],
  ['others, which may be of several sources', unwanted({ eventName: 'x' }, 2100), {}, 3],
  ['both', `${unwanted(usual, 2100)}\n${unwanted({ eventName: 'x' }, 2100)}`, {}, 4],
])('of logs that nobody wants some are read all the same: %s', async (_, text, given, shown) => {
  const pass = new LogPass(rulesFor('source:cloudtrail @evt.name:Wanted'), {
    isWhole: false,
    isStrict: false,
    asked: {},
  })
  let [read, troubles] = [0, 0]
  const logs = await pass.read(
    { path: '-', name: 'logs' },
    {
      given,
      stdin: Readable.from([Buffer.from(text)]),
      onEvent: () => {
        read += 1
      },
      onTrouble: () => {
        troubles += 1
      },
    },
  )
  expect([read, troubles, logs]).toEqual([shown, 0, text.split('\n').length])
})
