import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, writeFiles } from '../cli/run-in-process'
import { failure, logs, rule, smallWorkspace, suppression, tests } from '../cli/small-workspace'
import { expectGolden, withoutRandomIds } from './golden'

const golden = (name: string): string => join(__dirname, name)

/** Runs a command and holds what stands on both streams to a file. */
async function shows(name: string, argv: readonly string[], cwd: string, code: number): Promise<void> {
  const run = await ddac(argv, { cwd })
  const streams = run.stderr === '' ? run.stdout : `${run.stdout}--- stderr\n${run.stderr}`
  expectGolden(golden(name), withoutRandomIds(streams))
  expect(run.code).toBe(code)
}

const mistaken = smallWorkspace({
  'ddac.yaml':
    'tenants:\n  local: { emulator: true }\n  prod: { site: datadoghq.com, variabels: {} }\ndefaultTenant: locl\n',
  'app/failed-logins.rule.yaml': rule
    .replace('source:app @evt.outcome:failure', 'source:app and @evt.outcome:(failure OR')
    .replace('failed > 1', 'logins > 1')
    .replace('evaluationWindow: 5m', 'evaluationWindow: 7m')
    .replace('isEnabled: true', 'isEnabled: yes please')
    .replace('Find who guesses', 'Find {{#if who}} guesses'),
  'app/load-test.suppression.yaml': suppression
    .replace('[failed-logins]', '[failed-login]')
    .replace('2027-01-31', '31.1.2027')
    .replace(/owner: .*\n/, ''),
  'app/failed-logins.test.yaml': tests.replace('base: failure, at: +5m', 'base: failur, at: soon'),
  'app/broken.rule.yaml': 'id: broken\nqueries:\n  - { name: a, query: "x" \n',
  'app/twice.rule.yaml': rule.replace('isEnabled: true', 'isEnabled: true\nisEnabled: false\nfrobnicate: 1'),
})

describe('validate', () => {
  it('draws many mistakes', () => shows('validate.txt', ['validate'], makeFolder(mistaken), 1))
  it('as annotations', () => shows('validate.github.txt', ['validate', '--format', 'github'], makeFolder(mistaken), 1))
})

describe('test', () => {
  const failing = tests.replace('count: 2', 'count: 3').replace('expect: silence', 'expect: 1')

  it('shows what came instead', () =>
    shows('test.txt', ['test'], makeFolder(smallWorkspace({ 'app/failed-logins.test.yaml': failing })), 1))
})

describe('eval', () => {
  const cwd = makeFolder({
    ...smallWorkspace(),
    'logs.ndjson': `${logs}{"cut": \n${failure('e5', 'bob', '2026-11-20T11:00:00Z')}`,
  })

  it('as text', () => shows('eval.txt', ['eval', 'logs.ndjson'], cwd, 0))
  it('as json', () => shows('eval.json', ['eval', 'logs.ndjson', '--format', 'json', '--quiet'], cwd, 0))
  it('as ndjson', () => shows('eval.ndjson', ['eval', 'logs.ndjson', '--format', 'ndjson'], cwd, 0))
})

describe('plan and apply', () => {
  /** A tenant to which an update, a creation and a deletion are due. */
  async function due(): Promise<string> {
    const cwd = makeFolder(smallWorkspace())
    await ddac(['apply', '--yes'], { cwd })
    rmSync(join(cwd, 'app/load-test.suppression.yaml'))
    writeFiles(cwd, {
      'app/failed-logins.rule.yaml': rule
        .replace('failed > 1', 'failed > 2')
        .replace('- source:app', '- source:app\n  - team:identity')
        .replace('Count failed logins of one user.', 'Count failed logins of one user.\n  Three are too many.'),
      'app/second.rule.yaml': rule.replace('id: failed-logins', 'id: second').replace('Several', 'Other'),
    })
    return cwd
  }

  it('a plan as text', async () => shows('plan.txt', ['plan', '--prune'], await due(), 0))
  it('a plan as Markdown', async () =>
    shows('plan.markdown.txt', ['plan', '--prune', '--format', 'markdown'], await due(), 0))
  it('a plan as JSON', async () => shows('plan.json', ['plan', '--prune', '--format', 'json'], await due(), 0))
  it('an apply as text', async () => shows('apply.txt', ['apply', '--prune', '--yes'], await due(), 0))
  it('an apply as Markdown', async () =>
    shows('apply.markdown.txt', ['apply', '--prune', '--yes', '--format', 'markdown'], await due(), 0))
  it('no changes', async () => {
    const cwd = await due()
    await ddac(['apply', '--prune', '--yes'], { cwd })
    await shows('plan-without-changes.txt', ['plan', '--prune'], cwd, 0)
  })
})

describe('schemas for editors', () => {
  it.each(['rule', 'suppression', 'override', 'test', 'pipeline', 'pipeline-test', 'workspace'])('%s', async (kind) => {
    const { stdout } = await ddac(['schema', kind], { cwd: makeFolder() })
    expectGolden(join(__dirname, '../../rules/.schema', `${kind}.json`), stdout)
  })
})
