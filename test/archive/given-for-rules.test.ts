import { Readable } from 'node:stream'
import { evaluateArchive } from '../../src/archive/evaluate-archive'
import { givenForRules } from '../../src/archive/given-for-rules'
import { compileRules } from '../../src/detect/compile-rules'
import { evaluateCompiled } from '../../src/detect/evaluate'
import { readLog } from '../../src/event/read-log'
import { processWith } from '../../src/pipeline/intake/process-raw'
import { readPipeline } from '../../src/pipeline/read-pipeline'
import type { Draft } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'

const remap = (from: string, to: string) => ({
  type: 'attribute-remapper',
  is_enabled: true,
  sources: [from],
  target: to,
  preserve_source: true,
})
const steps: string[] = []
const { pipeline } = readPipeline(
  {
    value: {
      name: 'web',
      is_enabled: true,
      filter: { query: 'source:web' },
      processors: [
        remap('who', 'usr.name'),
        remap('did', 'evt.name'),
        remap('from', 'network.client.ip'),
        remap('team', 'usr.team'),
        remap('did', 'odd:name'),
        remap('did', 'odd(name'),
        remap('who', 'who (x)'),
        { type: 'status-remapper', is_enabled: true, sources: ['how'] },
        { type: 'service-remapper', is_enabled: true, sources: ['app'] },
      ],
    },
  },
  {
    decorate:
      ({ path }, step) =>
      (log, run) => {
        steps.push(String(path.at(-1)))
        step(log, run)
      },
  },
)
const processing = processWith(pipeline ? [pipeline] : [], {})

const options = { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 }
const ruleOf = (id: string, query: object, more: object = {}): Draft =>
  ({
    id,
    name: `${id} of {{@usr.name}}`,
    message: 'm',
    isEnabled: true,
    queries: [{ name: 'a', groupByFields: ['@usr.name'], ...query }],
    cases: [{ status: 'medium', condition: 'a > 0' }],
    options,
    ...more,
  }) as Draft

const log = (who: string, did: string, more: object = {}) => ({
  ddsource: 'web',
  timestamp: '2026-03-01T10:20:30Z',
  ...{ who, did, from: '192.0.2.1', team: 'red', how: 'error', app: 'shop' },
  ...more,
})
const logs = [
  log('ann', 'login'),
  log('bob', 'login', { from: '192.0.2.9' }),
  log('cid', 'logout'),
  log('dan', 'login', { how: 'info', team: 'blue' }),
  log('eve', 'login', { app: 'bank' }),
]

const suppression: Suppression = {
  id: 's',
  name: 's',
  enabled: true,
  rules: ['r'],
  dataExclusionQuery: '@usr.team:blue',
  tags: [],
}

test.each<[string, Draft, object?]>([
  ['an attribute', ruleOf('r', { query: '@evt.name:login' })],
  ['an official field', ruleOf('r', { query: 'status:error service:shop' })],
  ['an extension', ruleOf('r', { query: 'source:web', customQueryExtension: '@evt.name:login' })],
  [
    'an extension that asks for an escaped name',
    ruleOf('r', { query: 'source:web', customQueryExtension: '@odd\\:name:login' }),
  ],
  [
    'groups and values under names of any signs',
    ruleOf(
      'r',
      { query: 'source:web', groupByFields: ['@who (x)'], distinctFields: ['@odd(name'] },
      { options: { ...options, detectionMethod: 'threshold' } },
    ),
  ],
  [
    'a table',
    ruleOf(
      'r',
      { query: 'source:web' },
      {
        referenceTables: [
          {
            tableName: 't',
            columnName: 'ip',
            logFieldPath: '@network.client.ip',
            ruleQueryName: 'a',
            checkPresence: true,
          },
        ],
      },
    ),
    { tables: new Map([['t', [{ ip: '192.0.2.9' }]]]) },
  ],
  ['an exclusion', ruleOf('r', { query: '@evt.name:login' }), { suppressions: [suppression] }],
  ['a negation', ruleOf('r', { query: '-@evt.name:login' })],
  ['everything', ruleOf('r', { query: '*:login' })],
])('logs of an archive are judged as if pipelines had done all: %s', async (_, rule, more = {}) => {
  const compiled = compileRules([rule], more)
  expect(compiled.notEvaluated).toEqual([])
  const events = logs.map((raw) => {
    const read = readLog(raw, { given: { processing } })
    if ('trouble' in read) throw new Error(read.trouble)
    return read.event
  })
  const whole = evaluateCompiled(compiled, events)
  expect(whole.signals.length).toBeGreaterThan(0)
  const { stats, troubles, ...evaluation } = await evaluateArchive({
    rules: compiled,
    files: [{ name: '-', path: '-' }],
    givenOf: () => ({ processing }),
    strict: true,
    stdin: Readable.from([Buffer.from(logs.map((each) => JSON.stringify(each)).join('\n'))]),
  })
  expect([evaluation, stats, troubles]).toEqual([
    { signals: whole.signals, notEvaluated: [], unheard: whole.unheard, exclusions: whole.exclusions, variants: [] },
    { ...whole.stats, errors: 0 },
    [],
  ])
})

test('of a log only what a rule names is made, and all of it for those who look further', () => {
  const given = givenForRules(compileRules([ruleOf('r', { query: '@evt.name:login' })]))({ processing })
  const eventOf = (raw: object) => {
    steps.length = 0
    const read = readLog(raw, { given })
    if ('trouble' in read) throw new Error(read.trouble)
    return read.event
  }
  const event = eventOf(log('ann', 'login'))
  expect([steps, event.attributes['evt'], event.attributes['usr'], event.attributes['network'], event.status]).toEqual([
    ['0', '1', '3'],
    { name: 'login' },
    { name: 'ann', team: 'red' },
    undefined,
    undefined,
  ])
  const whole = readLog(log('ann', 'login'), { given: { processing } })
  const copy = eventOf(log('ann', 'login'))
  event.complete?.()
  expect({ event: { ...event } }).toEqual(whole)
  expect([copy.id, { ...copy }]).toEqual([event.id, { ...event }])
})
