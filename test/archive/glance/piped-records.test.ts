import fc from 'fast-check'
import { pipedRecords } from '../../../src/archive/glance/piped-records'
import { RecordGlance } from '../../../src/archive/glance/record-glance'
import { recordsIn } from '../../../src/event/envelopes/envelopes'
import type { GivenOfLogs } from '../../../src/event/given'
import { readLog } from '../../../src/event/read-log'
import type { Json, JsonObject } from '../../../src/json/json'
import { parseLogJson } from '../../../src/json/parse-log-json'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import { arbitraryPaths, arbitraryProcessors, pipelineOf } from '../../pipeline/arbitrary-pipeline'
import { often, seedOr } from '../../random-runs'
import { rulesAsking } from './rules-asking'

/** What a glance at records like the first tells of others: the positions of the queries that may match. */
function glanceLike(first: JsonObject, queries: readonly string[], given: GivenOfLogs) {
  const kind = pipedRecords(first, given)
  const rules = rulesAsking(queries)
  const glance = kind && new RecordGlance(rules, kind)
  const look = (text: string): 'unusual' | readonly number[] => {
    const bytes = Buffer.from(`${text}\n`)
    const found = glance?.look(bytes, 0, bytes.length) ?? 'unusual'
    return found === 'unusual' ? found : found.flatMap(({ refs }) => refs.map(({ rule }) => rule))
  }
  return { isKind: glance !== undefined, look, rules }
}

const some = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const scalar = some<Json>('x', 'y', 1, '1', 'error', 'a=x b=y', null, '192.0.2.1', '', 'r.x', true)
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: scalar },
    fc.dictionary(some('b', 'c', 'd', 'attributes', 'type', 'protoPayload', 'b.c'), tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}))
const plain = some<Json>('x', 'y', '1', 'error')
const inner = fc.dictionary(some('b', 'c', 'd'), plain, { minKeys: 1, maxKeys: 2 })
const tags = some<Json>('t:x', 'status:error,t:y', 'source:x', 'service:x,host:y', 'x')
/** Fields that many logs have, and names that make a log another one. */
const usual = fc.record(
  {
    a: fc.oneof(plain, inner, fc.record({ b: inner })),
    b: fc.oneof(plain, inner),
    status: plain,
    level: plain,
    service: plain,
    tags,
    message: some<Json>('x', ' x', '{"a":"x"}', '{"ddsource":"okta","a":1}', 'y {}', '[{"a":1}]'),
  },
  { requiredKeys: [] },
)
const odd = fc.dictionary(
  some(
    ...[
      'message',
      'attributes',
      'content',
      'detail-type',
      'items',
      'events',
      'ddsource',
      'ddtags',
      'a.b',
      'action',
      'verb',
    ],
    ...[
      'published',
      'eventType',
      'stream',
      'log',
      'aws',
      'log_id',
      'Records',
      'eventName',
      'syslog',
      '@timestamp',
      'ocsf',
    ],
    ...['a', 'b', 'data', 'result', 'type', 'status', 'level', 'service', 'host', 'msg', 'tags', 'source'],
  ),
  fc.oneof({ weight: 3, arbitrary: value }, tags),
  { maxKeys: 2 },
)
/** Logs of one file are alike in what tells whose they are, most of them. */
const kinds: readonly fc.Arbitrary<JsonObject>[] = [
  fc.constant({}),
  fc.record({ ddsource: some('x', 'x', 'okta') }),
  fc.record({ ddsource: some('x', 'x', 'okta'), data: fc.record({ type: some('f', 'x') }) }),
  fc.record({ log_id: plain, data: fc.record({ type: some('f', 'x'), date: some('2026-03-01T10:00:00Z', 'x') }) }),
  fc.record({ eventType: some('user.session.start', 'x'), published: plain, uuid: plain }),
]
const logs = some(0, 1, 1, 1, 2, 3, 4).chain((kind) => {
  const who = fc.oneof(...kinds.map((arbitrary, index) => ({ weight: index === kind ? 12 : 1, arbitrary })))
  const others = fc.oneof({ weight: 8, arbitrary: fc.constant({}) }, odd)
  const log = fc.tuple(usual, others, who).map(([some, more, of]): JsonObject => ({ ...some, ...more, ...of }))
  return fc.array(log, { minLength: 10, maxLength: 30 })
})

const hostile = some(
  '{"a":"x"',
  '{"a":"x"}}',
  '{"a":x}',
  ' {"a":"x"}',
  '{"a":"\\u0078","b":"\ud83d"}',
  '{"a":"x","a":"y"}',
  '{"message":{"a":"x"}}',
  '{"detail-type":"x","detail":{"a":"x"},"source":"x"}',
  '{"ddsource":"okta","a":"x"}',
  '{"a":1e}',
  'x',
)
/** Logs of one file of which most carry a record: as its text, in some as an object. */
const carrying = some(0, 0, 1).chain((isObject) => {
  const record = fc
    .tuple(usual, fc.oneof({ weight: 8, arbitrary: fc.constant({}) }, odd), fc.oneof(...kinds))
    .map(([some, more, of]): JsonObject => ({ ...some, ...more, ...of }))
  const message = fc.oneof(
    { weight: isObject === 0 ? 12 : 1, arbitrary: record.map((one): Json => JSON.stringify(one)) },
    { weight: isObject === 0 ? 1 : 12, arbitrary: record.map((one): Json => one) },
    { weight: 1, arbitrary: record.map((one): Json => JSON.stringify(one, undefined, 2)) },
    { weight: 1, arbitrary: hostile.map((one): Json => one) },
  )
  const beside = fc.record(
    { ddtags: tags, service: plain, status: plain, tags, hostname: plain, source: plain },
    { requiredKeys: [] },
  )
  const others = fc.oneof({ weight: 8, arbitrary: fc.constant({}) }, odd)
  const log = (who: JsonObject) =>
    fc
      .tuple(message, beside, others)
      .map(([message, some, more]): JsonObject => ({ ...some, ...more, message, ...who }))
  return fc
    .oneof(fc.constant({}), fc.constant({ ddsource: 'x' }))
    .chain((who) => fc.array(log(who), { minLength: 10, maxLength: 30 }))
})

const path = some(...arbitraryPaths, 'data.type', 'result', 'type', 'level', 'ocsf.class_uid')
const searched = fc.oneof(
  fc
    .tuple(some('', '-'), path, some('*', 'x', '1', '>0', 'y', 'f', '(x OR y)', '"1x"', 'r*'))
    .map(([sign, at, what]) => `${sign}@${at}:${what}`),
  some(
    'status:error',
    'status:info',
    'service:x',
    'source:x',
    'source:auth0',
    'source:okta',
    't:x',
    'host:y',
    'x',
    '-*:x',
  ),
)
const query = fc
  .array(searched, { minLength: 1, maxLength: 3 })
  .chain((all) => some(' ', ' OR ').map((by) => all.join(by)))
const filter = fc.oneof(
  { weight: 6, arbitrary: some('source:x', '*', '*', 'source:(auth0 OR x)', 'source:(x OR okta)', 'source:okta') },
  searched,
  searched.map((one) => `source:x ${one}`),
)
/** Few processors, so that what one makes is seen. */
const pipeline = fc
  .tuple(arbitraryProcessors, some(1, 2, 8), filter)
  .map(([all, most, query]) => pipelineOf(all.slice(0, most), {}, query))
const given = some<Omit<GivenOfLogs, 'processing'>>(
  {},
  { source: 'x' },
  { source: 'auth0', tags: ['t:x', 'service:x'] },
  { source: 'okta', service: 'x', stage: 'raw' },
)

const x = { ddsource: 'x', data: { type: 'f' }, result: 'ok', tags: 'a,b' }
const carried = { ddsource: 'x', message: '{"a":1}' }
const whole = { ddsource: 'x', message: { a: 1 } }
const api = { type: 'log', attributes: { message: 'm' } }
test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['a page', {}, x, { ...x, data: [api] }],
  ['an element of a page', {}, x, { ...x, data: api }],
  ['a packed record', {}, x, { ...x, data: 'eyJhIjoxfQ==' }],
  ['an exported line', {}, x, { ...x, result: { _raw: 'm' } }],
  ['a list of results', {}, x, { ...x, result: [{ timestamp: 1 }] }],
  ['a list where one has an object', {}, { ...x, events: {} }, { ...x, events: [{ timestamp: 1 }] }],
  ['a log that was processed', {}, x, { ...x, attributes: {} }],
  ['a sample of a signal', {}, x, { ...x, content: {} }],
  ['a record that is carried', {}, x, { ...x, message: '{"ddsource":"y"}' }],
  ['a record that is carried behind a blank', {}, x, { ...x, message: '\\u00a0{"ddsource":"y"}' }],
  ['a message that is an object', {}, x, { ...x, message: { a: 1 } }],
  ['a record that is an object where one is carried as its text', {}, carried, { ...x, message: { a: 1 } }],
  ['a text where records are objects', {}, { ...x, message: { a: 1 } }, { ...x, message: 'y' }],
  ['a packed event where records are objects', {}, whole, { ddsource: 'x', message: { data: 'e30=', messageId: '1' } }],
  ['no record where one is carried', {}, carried, { ddsource: 'x' }],
  ['what is no JSON where a record is carried', {}, carried, { ddsource: 'x', message: '{"a":x}' }],
  ['a record that carries one itself', {}, carried, { ddsource: 'x', message: '{"message":"{}"}' }],
  ['a record that has one as its message', {}, whole, { ddsource: 'x', message: { message: {} } }],
  ['what nothing has beside what it carries', {}, carried, { ...carried, d: 'x' }],
  ['an event of EventBridge', { source: 'x' }, { message: '{"a":1}' }, { message: '{"detail-type":"t","detail":{}}' }],
  [
    'what another source has in what is carried',
    { source: 'x' },
    { message: '{"a":1}' },
    { message: '{"eventName":1}' },
  ],
  ['a line that a source writes', {}, x, { ...x, message: '2 111122223333 eni-0 192.0.2.1' }],
  ['what another source has as its mark', { source: 'x' }, { action: 'a' }, { action: 'repo.create' }],
  ['a line of a container', {}, x, { ...x, stream: 'stdout' }],
  ['what is no name of a source', {}, x, { ...x, ddsource: { a: 1 } }],
  ['no name', {}, x, { a: 1 }],
  ['another name', {}, x, { ...x, ddsource: 'z' }],
  ['a name where none is usual', { source: 'x' }, { a: 1 }, { a: 1, ddsource: 'y' }],
  ['a list of tags, one of which may be the source', { source: 'x' }, { a: 1 }, { a: 1, tags: ['source:y'] }],
  ['what another source has', { source: 'x' }, { a: 1 }, { a: 1, eventName: 'y' }],
  [
    'what another source has beside its mark',
    { source: 'auth0' },
    { data: { type: 'f' } },
    { data: { protoPayload: {} } },
  ],
])('%s is none of the records at which one can glance', (_, { source }, first, other) => {
  const processing = processWith([pipelineOf([], {}, 'source:(x OR auth0)')], {})
  const given = { ...(typeof source === 'string' && { source }), processing }
  const { look } = glanceLike(first, ['@a:x', '@data.type:y', '@tags:x'], given)
  expect(look(JSON.stringify(first))).toEqual([])
  expect(look(JSON.stringify(other))).toBe('unusual')
})

const trail = {
  eventVersion: '1.10',
  eventTime: '2026-03-01T10:00:00Z',
  eventSource: 'ses.amazonaws.com',
  eventName: 'DeleteIdentity',
  resources: [{ ARN: 'arn:aws:ses:eu-west-1:111122223333:identity/example.com' }],
}

test('records of CloudTrail are told as ever where no pipeline is for them, and behind one by what it makes of them', () => {
  const remap = { type: 'attribute-remapper', name: 'n', is_enabled: true, sources: ['eventName'], target: 'did' }
  const of = (filter: string) => ({ processing: processWith([pipelineOf([remap], {}, filter)], {}) })
  const [beside, behind] = [of('source:x'), of('source:cloudtrail')]
  expect(pipedRecords(trail, beside)?.known?.profile?.source).toBe('cloudtrail')
  expect(pipedRecords(trail, behind)?.known).toBe(undefined)
  const queries = ['source:cloudtrail @did:DeleteIdentity', '@evt.name:DeleteIdentity', '@did:Get*']
  const other = { ...trail, eventName: 'GetIdentity' }
  expect([trail, other].map((one) => glanceLike(trail, queries, beside).look(JSON.stringify(one)))).toEqual([[1], []])
  const { look } = glanceLike(trail, queries, behind)
  expect([trail, other, { ...trail, eventName: 1 }].map((one) => look(JSON.stringify(one)))).toEqual([
    [0],
    [2],
    'unusual',
  ])
})

test.each<[string, JsonObject]>([
  ['@a.:v', { ddsource: 'x', a: { '': 'v' } }],
  ['@a.:v', { ddsource: 'x', message: { a: { '': 'v' } } }],
])('a key without a sign is none that is looked for: %s', (query, log) => {
  const { look } = glanceLike(log, [query], { processing: processWith([pipelineOf([], {}, 'source:x')], {}) })
  expect(look(JSON.stringify(log))).not.toEqual([])
})

test('which pipelines a log passes tells it from others, also where nothing else that is asked for does', () => {
  const remap = { type: 'attribute-remapper', name: 'n', is_enabled: true, sources: ['a'], target: 'b' }
  const processing = processWith([pipelineOf([remap], {}, 'source:x'), pipelineOf([], {}, 'source:y')], {})
  const log = { ddsource: 'x', a: 'v' }
  const { look } = glanceLike(log, ['@b:v'], { processing })
  const looked = ['y', 'x', 'y', 'x'].map((ddsource) => look(JSON.stringify({ ...log, ddsource })))
  expect(looked).toEqual([[], [0], [], [0]])
})

test.each([
  ['of a log', logs, 47],
  ['of a record that a log carries', carrying, 48],
])('no query that matches what pipelines make %s is ever ruled out at a glance', (_, logs, seed) => {
  let told = 0
  let ruledOut = 0
  fc.assert(
    fc.property(
      fc.array(pipeline, { minLength: 1, maxLength: 3 }),
      fc.array(query, { minLength: 1, maxLength: 5 }),
      logs,
      given,
      (pipelines, queries, logs, said) => {
        const all: GivenOfLogs = { ...said, processing: processWith(pipelines, {}) }
        const { isKind, look, rules } = glanceLike(logs[0] ?? {}, queries, all)
        if (!isKind) return
        for (const one of [...logs, ...logs]) {
          const text = JSON.stringify(one)
          const possible = look(text)
          if (possible === 'unusual') continue
          const document: unknown = parseLogJson(text)
          const records = recordsIn(document)
          expect(records.length === 1 && records[0] === document).toBe(true)
          const read = readLog(document, { given: all, defaultTimeMs: 1_760_000_000_000 })
          if (!('event' in read)) continue
          told += 1
          const wanted = rules.candidates.queries.flatMap(({ matches, refs }) =>
            matches(read.event) ? refs.map(({ rule }) => rule) : [],
          )
          expect(wanted.filter((rule) => !possible.includes(rule))).toEqual([])
          if (possible.length < queries.length) ruledOut += 1
        }
      },
    ),
    { seed: seedOr(seed), numRuns: often(400) },
  )
  expect(told).toBeGreaterThan(100)
  expect(ruledOut).toBeGreaterThan(50)
})
