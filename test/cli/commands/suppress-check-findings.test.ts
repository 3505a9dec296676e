import { join } from 'node:path'
import nock from 'nock'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { mockApi } from '../../datadog/mocked-api'
import { ddac, makeFolder, writeFiles } from '../run-in-process'
import { config, rule, smallWorkspace, suppression } from '../small-workspace'

// The clock of these tests stands at noon of 25 November 2026.
const file = 'app/load-test.suppression.yaml'
const log = (at: string, name: string, id: string): string =>
  JSON.stringify({ ddsource: 'app', timestamp: `2026-11-${at}:00Z`, evt: { outcome: 'failure', name }, usr: { id } })
const twice = (day: string, id: string): readonly string[] => [
  log(`${day}T10:00`, 'Add', id),
  log(`${day}T10:01`, 'Del', id),
]
const hides = (query: string, more = ''): string =>
  `${suppression.replace("suppressionQuery: '@usr.id:load-test'", query)}${more}`

async function codesOf(cwd: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await ddac(['suppress', 'check', '--format', 'json', ...words], { cwd })
  if (stderr !== '') throw new Error(stderr)
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] }
  return diagnostics.map(({ code }) => code).filter((code) => code.startsWith('S2'))
}

const graded = rule.replace(
  'cases:\n',
  `cases:\n  - name: many\n    status: high\n    condition: failed > 2\n    notifications: []\n`,
)
const sequence = rule
  .replace(
    /queries:[\s\S]*?options:\n {2}detectionMethod: threshold\n/,
    `queries:
  - { name: add, query: 'source:app @evt.name:Add', groupByFields: ['@usr.id'], aggregation: count }
  - { name: del, query: 'source:app @evt.name:Del', groupByFields: ['@usr.id'], aggregation: count }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps:
      - { name: added, condition: add > 0, evaluationWindow: 5m }
      - { name: deleted, condition: del > 0, evaluationWindow: 5m }
    stepTransitions: [{ parent: added, child: deleted, evaluationWindow: 5m }]
`,
  )
  .replace('condition: failed > 1', 'condition: deleted > 0')

describe('on logs', () => {
  const other = (query: string) => hides(query).replace('id: load-test', 'id: other')
  it.each<[string, string, string, readonly string[], Readonly<Record<string, string>>, readonly string[]]>([
    ['S201', 'it did nothing', hides("suppressionQuery: '@usr.id:bob'"), twice('20', 'ann'), {}, ['S201']],
    [
      'S201',
      'it hid one',
      hides("suppressionQuery: '@usr.id:ann'"),
      [...twice('20', 'ann'), ...twice('20', 'bob')],
      {},
      [],
    ],
    [
      ...(['S201', 'it ended before, and would have hidden one'] as const),
      hides("suppressionQuery: '@usr.id:ann'").replace('2027-01-31', '2026-11-10'),
      ...([[...twice('20', 'ann'), ...twice('20', 'bob')], {}, []] as const),
    ],
    [
      'S201',
      'it took a log',
      hides("dataExclusionQuery: '@usr.id:bob'"),
      [...twice('20', 'ann'), log('20T11:00', 'Add', 'bob')],
      {},
      [],
    ],
    [
      'S203',
      'all of two',
      hides("suppressionQuery: '@usr.id:*n*'"),
      [...twice('20', 'ann'), ...twice('20', 'ben')],
      {},
      ['S203'],
    ],
    [
      'S203',
      'two of three',
      hides("suppressionQuery: '@usr.id:*n*'"),
      [...twice('20', 'ann'), ...twice('20', 'ben'), ...twice('20', 'bob')],
      {},
      [],
    ],
    [
      'S203',
      'one signal tells nothing of a rule',
      hides("suppressionQuery: '@usr.id:ann'"),
      twice('20', 'ann'),
      {},
      [],
    ],
    [
      ...(['S203', 'all of the gravest'] as const),
      hides("suppressionQuery: '@usr.id:(ann OR ben)'"),
      ['ann', 'ben'].flatMap((id) => [...twice('20', id), log('20T10:02', 'Add', id)]).concat(twice('20', 'bob')),
      ...([{ 'app/failed-logins.rule.yaml': graded }, ['S203']] as const),
    ],
    [
      ...(['S203', 'all but one of the gravest'] as const),
      hides("suppressionQuery: '@usr.id:(ann OR ben)'"),
      ['ann', 'ben', 'bob'].flatMap((id) => [...twice('20', id), log('20T10:02', 'Add', id)]),
      ...([{ 'app/failed-logins.rule.yaml': graded }, []] as const),
    ],
    [
      ...(['S204', 'all logs of a step'] as const),
      hides("dataExclusionQuery: '@evt.name:Del @usr.id:ann'"),
      [...twice('20', 'ann'), ...twice('20', 'bob')],
      ...([{ 'app/failed-logins.rule.yaml': sequence }, ['S204']] as const),
    ],
    [
      ...(['S204', 'some logs of a step'] as const),
      hides("dataExclusionQuery: '@evt.name:Del @usr.id:ann @more:*'"),
      [...twice('20', 'ann'), ...twice('20', 'bob'), log('20T10:01', 'Del', 'ann').replace('{', '{"more":1,')],
      ...([{ 'app/failed-logins.rule.yaml': sequence }, []] as const),
    ],
    [
      ...(['S206', 'all of it is hidden twice'] as const),
      hides("suppressionQuery: '@usr.id:ann'"),
      [...twice('20', 'ann'), ...twice('20', 'bob')],
      ...([{ 'app/other.suppression.yaml': other("suppressionQuery: '@usr.id:an*'") }, ['S206']] as const),
    ],
    [
      ...(['S206', 'one is hidden by it alone'] as const),
      hides("suppressionQuery: '@usr.id:(ann OR ben)'"),
      [...twice('20', 'ann'), ...twice('20', 'ben'), ...twice('20', 'bob')],
      ...([{ 'app/other.suppression.yaml': other("suppressionQuery: '@usr.id:an*'") }, []] as const),
    ],
  ])('%s: %s', async (_, _what, text, lines, files, codes) => {
    const own = { [file]: text, 'logs.ndjson': lines.join('\n'), ...files }
    const cwd = makeFolder(smallWorkspace(own))
    expect(await codesOf(cwd, 'load-test', '--logs', 'logs.ndjson')).toEqual(codes)
  })
})

describe('who answers for it', () => {
  const required = (...keys: readonly string[]): string =>
    `policy: { suppressions: { required: [${keys.join()}] } }\n${config}`
  const nobody = suppression.replace(/owner: .*\n/, '')
  it.each([
    ['nobody, and nobody has to', required(), nobody, ['S210']],
    ['somebody', required(), suppression, []],
    ['nobody, and the workspace asks for an owner: its file is wrong', required('owner'), nobody, []],
  ])('%s', async (_, ddacYaml, text, codes) => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': ddacYaml, [file]: text }))
    expect(await codesOf(cwd)).toEqual(codes)
    const { code } = await ddac(['suppress', 'check', '--fail-on', 'S210'], { cwd })
    expect(code).toBe(codes.length)
  })
})

describe('the rules of a tenant', () => {
  const words = ['--tenant-signals', '--last', '30d']

  it('are there once they are applied', async () => {
    const cwd = makeFolder(smallWorkspace())
    expect(await codesOf(cwd, ...words)).toEqual(['S211'])
    await ddac(['apply', '--yes'], { cwd })
    expect(await codesOf(cwd, ...words)).toEqual([])
  })

  it('may be in scope without a file here', async () => {
    const byHand = {
      id: 'abc-def-ghi',
      version: 1,
      name: 'By hand',
      type: 'log_detection',
      isEnabled: true,
      message: 'm',
    }
    const parts = {
      queries: [{ query: '*' }],
      cases: [{ status: 'low', condition: 'a > 0' }],
      options: {},
      tags: ['team:soc'],
    }
    const cwd = makeFolder(smallWorkspace({ [file]: suppression.replace('[failed-logins]', "['team:soc']") }))
    const emulator = await startEmulator({ stateFile: join(cwd, '.ddac/local.json') })
    await fetch(`${emulator.url}/_emulator/seed`, {
      method: 'POST',
      body: JSON.stringify({ rules: [{ ...byHand, ...parts }] }),
    })
    await emulator.close()
    const of = async () => (await ddac(['suppress', 'check', ...words], { cwd })).stdout
    expect(await of()).not.toMatch(/S104|S211/)
    writeFiles(cwd, { [file]: suppression.replace('[failed-logins]', "['team:so']") })
    expect(await of()).toMatch(/S104[\s\S]*S211/)
    // One of two names is still wrong.
    writeFiles(cwd, { [file]: suppression.replace('[failed-logins]', "['team:soc', 'team:so']") })
    expect(await of()).toMatch(/S104/)
  })
})

describe('signals that triage closed', () => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.com }\n' }))
  const env = { DD_API_KEY: 'a', DD_APP_KEY: 'b' }
  mockApi()

  it.each([
    ['true_positive_malicious', 'load-test', true],
    ['true_positive_benign', 'load-test', false],
    ['true_positive_malicious', 'ann', false],
  ])('as %s of %s: an error is %p', async (archiveReason, id, isTold) => {
    const seen = { first_seen: '2026-11-20T10:00:00Z', last_seen: '2026-11-20T10:00:00Z' }
    const workflow = { rule: { id: 'abc-def-ghi', name: '' }, ...seen, triage: { state: 'archived', archiveReason } }
    const attributes = { tags: ['ddac:failed-logins'], custom: { usr: { id }, workflow } }
    nock('https://api.datadoghq.com')
      .post('/api/v2/security_monitoring/signals/search')
      .reply(200, { data: [{ id: 's-1', type: 'signal', attributes }], meta: {} })
      .get(/\/api\/v2\/security_monitoring\/rules/)
      .reply(200, { data: [{ id: 'abc-def-ghi', version: 1, name: 'x', tags: ['ddac:failed-logins'] }] })
    const run = await ddac(['suppress', 'check', '--tenant-signals', '--last', '30d'], { cwd, env })
    expect([run.code, run.stdout.includes('S205'), run.stderr]).toEqual([isTold ? 1 : 0, isTold, ''])
  })
})
