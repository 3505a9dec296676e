import { startEmulator } from '../../src/emulator/start-emulator'
import { makeFolder } from '../cli/run-in-process'
import { watchCalls } from '../watch-calls'

const { callsOf, forget, load } = watchCalls({
  'query/parse-query': ['parseQuery'],
  'condition/parse-condition': ['parseCondition'],
  'template/parse-template': ['parseTemplate'],
})
const { ddac } = load<typeof import('../cli/run-in-process')>('cli/run-in-process')
const { parseQuery } = load<typeof import('../../src/query/parse-query')>('../src/query/parse-query')
const { conditionIn, scoreConditionIn, searchIn } =
  load<typeof import('../../src/rule/read-once')>('../src/rule/read-once')

const rule = `id: logins
name: 'Logins to \${tenant.app}'
queries:
  - { name: failed, query: 'source:\${tenant.app} @evt.outcome:failure', groupByFields: ['@usr.id'] }
  - { name: worked, query: 'source:app @evt.outcome:success', customQueryExtension: '-@usr.id:robot', groupByFields: ['@usr.id'] }
cases:
  - { status: high, condition: failed > 1 && worked > 0 }
filters: [{ action: suppress, query: '@usr.id:deploy' }]
options: { evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
message: 'By {{@usr.id}}'
`
/** Its signal is not the one that the test expects, so that the failure is explained. */
const tests = `tests:
  - name: not enough
    logs:
      - log: { timestamp: '2026-11-20T10:00:00Z', source: app, attributes: { evt: { outcome: failure }, usr: { id: ann } } }
    expect: 1
`
const files = {
  'ddac.yaml': 'tenants: { local: { emulator: true, variables: { app: app } } }\ndefaultTenant: local\n',
  'logins.rule.yaml': rule,
  'logins.test.yaml': tests,
  'logs.json': JSON.stringify([
    {
      timestamp: '2026-11-20T10:00:00Z',
      source: 'app',
      attributes: { evt: { outcome: 'failure' }, usr: { id: 'ann' } },
    },
  ]),
}
const texts = {
  queries: ['source:app @evt.outcome:failure', 'source:app @evt.outcome:success', '-@usr.id:robot', '@usr.id:deploy'],
  conditions: ['failed > 1 && worked > 0'],
  templates: ['Logins to app', 'By {{@usr.id}}'],
}

/** How often each text of the rule was read. */
function readings() {
  const times = (parser: string, all: readonly string[]) =>
    all.map((text) => [text, callsOf(parser).filter(([read]) => read === text).length])
  return Object.fromEntries([
    ...times('parseQuery', texts.queries),
    ...times('parseCondition', texts.conditions),
    ...times('parseTemplate', texts.templates),
  ])
}

const once = Object.fromEntries(Object.values(texts).flatMap((all) => all.map((text) => [text, 1])))

it.each([
  ['validate', ['validate'], 0],
  ['eval', ['eval', 'logs.json'], 0],
])('every text of a rule is read once by %s', async (_, argv, code) => {
  const cwd = makeFolder(files)
  forget()
  const run = await ddac(argv, { cwd })
  expect([run.code, run.code === code ? '' : run.stderr + run.stdout]).toEqual([code, ''])
  expect(readings()).toEqual(once)
})

it.each([
  ['plan', ['plan'], 0],
  ['apply', ['apply', '--yes'], 0],
  ['drift', ['drift'], 1],
])('every text of a rule is read once by %s, for all that reads the tenant too', async (_, argv, code) => {
  const suppression =
    "id: robots\nname: Robots\nrules: [logins]\nsuppressionQuery: '@usr.id:robot'\nowner: soc\nreason: a robot\nexpires: 2099-01-01\n"
  const ddacYaml = `tenants: { prod: { site: datadoghq.eu, variables: { app: app } } }\ndefaultTenant: prod\n`
  const cwd = makeFolder({ ...files, 'ddac.yaml': ddacYaml, 'robots.suppression.yaml': suppression })
  // Of the modules that are not watched: what the tenant reads is its own affair.
  const emulator = await startEmulator()
  forget()
  const env = { DD_API_KEY: 'api', DD_APP_KEY: 'app', DDAC_API_URL: emulator.url }
  const run = await ddac(argv, { cwd, env })
  await emulator.close()
  expect([run.code, run.code === code ? '' : run.stderr + run.stdout]).toEqual([code, ''])
  expect(readings()).toEqual(once)
})

it('every query of a rule is read once by tests, also where a failure is explained by rules made of it', async () => {
  const cwd = makeFolder(files)
  forget()
  const { code, stdout } = await ddac(['test'], { cwd })
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('expected 1') })
  expect(readings()).toMatchObject(Object.fromEntries(texts.queries.map((text) => [text, 1])))
})

it('a rule made of another one reads only what it changed', () => {
  const query = { query: 'a', customQueryExtension: 'b' }
  const first = searchIn(query, 'query')
  expect(searchIn(query, 'query')).toBe(first)
  expect(searchIn(query, 'customQueryExtension')).not.toBe(first)
  expect(searchIn({ ...query }, 'query')).not.toBe(first)
})

it('a text that was put in place of another one is read', () => {
  const query = { query: 'a' }
  searchIn(query, 'query')
  query.query = 'b'
  expect(searchIn(query, 'query')).toEqual(parseQuery('b'))
})

it('numbers with decimals are scores, and mistakes in counts', () => {
  const ruleCase = { condition: 'a > 0.5' }
  expect(conditionIn(ruleCase, 'condition').condition).toBeUndefined()
  expect(scoreConditionIn(ruleCase, 'condition').condition).toBeDefined()
})
