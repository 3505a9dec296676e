import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, filesIn, makeFolder, type Run, writeFiles } from './run-in-process'
import { config, rule, smallWorkspace, suppression } from './small-workspace'

const named = (name: string, more = ''): string => `workspace: ${name}\n${more}${config}`
const second = rule.replace('id: failed-logins', 'id: second').replace('Several', 'Second of several')
const ruleFile = 'app/failed-logins.rule.yaml'
const secondFile = 'app/second.rule.yaml'

const apply = (cwd: string, ...more: string[]): Promise<Run> => ddac(['apply', '--yes', ...more], { cwd })

interface Held {
  readonly id: string
  readonly tags: readonly string[]
  readonly attributes?: { readonly tags: readonly string[]; readonly rule_query: string }
}

/** The rules and suppressions of the tenant by their tags `ddac:` and `ddac_workspace:`. */
function tenant(cwd: string): readonly string[] {
  const text = readFileSync(join(cwd, '.ddac/local.json'), 'utf8')
  const state: { rules: Record<string, Held[]>; suppressions: Record<string, Held[]> } = JSON.parse(text)
  const last = [...Object.values(state.rules), ...Object.values(state.suppressions)].map((all) => all.at(-1))
  return last
    .map((one) => (one?.attributes?.tags ?? one?.tags ?? []).filter((tag) => /^ddac(_workspace)?:/.test(tag)).sort())
    .map((tags) => tags.join(' '))
    .sort()
}

async function planOf(cwd: string, ...more: string[]) {
  const run = await ddac(['plan', '--format', 'json', ...more], { cwd })
  const { changes, unmanaged } = JSON.parse(run.stdout)
  return {
    ...run,
    actions: (changes as { action: string; id: string }[]).map(({ action, id }) => `${action} ${id}`),
    unmanaged,
  }
}

it('init gives the workspace the name of its folder, and its first apply puts that on everything', async () => {
  const parent = makeFolder({})
  const cwd = join(parent, 'Team Alpha')
  expect((await ddac(['init', cwd], { cwd: parent })).code).toBe(0)
  expect(readFileSync(join(cwd, 'ddac.yaml'), 'utf8')).toContain('\nworkspace: team-alpha\n')
  await apply(cwd)
  expect(tenant(cwd)).toEqual([
    'ddac:break-glass-login ddac_workspace:team-alpha',
    'ddac:console-login-without-mfa ddac_workspace:team-alpha',
  ])
  expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
})

it('init names a workspace inside a repository after both', async () => {
  const parent = makeFolder({})
  writeFiles(parent, { 'infra/.git/HEAD': '' })
  const cwd = join(parent, 'infra')
  await ddac(['init', 'detections'], { cwd })
  expect(readFileSync(join(cwd, 'detections/ddac.yaml'), 'utf8')).toContain('workspace: infra-detections\n')
})

it('the prune of one workspace leaves what the other has; each lists it as theirs', async () => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': named('alpha') }))
  await apply(cwd)
  writeFiles(cwd, { 'ddac.yaml': named('beta'), [secondFile]: second })
  rmSync(join(cwd, 'app/load-test.suppression.yaml'))
  const run = await apply(cwd, '--prune', '--max-deletes', '9')
  expect([run.code, run.stderr]).toEqual([0, ''])
  const both = [
    'ddac:failed-logins ddac_workspace:alpha',
    'ddac:failed-logins ddac_workspace:beta',
    'ddac:load-test ddac_workspace:alpha',
    'ddac:second ddac_workspace:beta',
  ]
  expect(tenant(cwd)).toEqual(both)
  const text = (await ddac(['plan'], { cwd })).stdout
  expect(text).toContain('of the workspace alpha')
  expect((await ddac(['plan', '--format', 'markdown'], { cwd })).stdout).toContain('(of the workspace alpha)')
  expect(text).toContain('local: no changes, 2 unchanged.')
  expect((await planOf(cwd)).unmanaged).toMatchObject([
    { kind: 'rule', id: 'failed-logins', why: 'other-owner', owner: 'alpha' },
    { kind: 'suppression', id: 'load-test', why: 'other-owner', owner: 'alpha' },
  ])
  const drift = await ddac(['drift'], { cwd })
  expect([drift.code, drift.stdout.includes('of the workspace alpha')]).toEqual([0, true])
})

it('a prune without a name says what it risks, and only then', async () => {
  const cwd = makeFolder(smallWorkspace({ [secondFile]: second }))
  expect((await apply(cwd)).stderr).toBe('')
  const told = /This workspace has no name: --prune also deletes/
  expect((await ddac(['plan', '--prune'], { cwd })).stderr).toMatch(told)
  expect((await apply(cwd, '--prune')).stderr).toMatch(told)
  writeFiles(cwd, { 'ddac.yaml': named('alpha') })
  expect((await apply(cwd, '--prune')).stderr).toBe('')
})

it('--take-unowned without --prune would do nothing, and is refused', async () => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': named('alpha') }))
  for (const argv of [['plan'], ['plan', '--format', 'json'], ['apply', '--yes']]) {
    const run = await ddac([...argv, '--take-unowned'], { cwd })
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('--take-unowned says what --prune deletes')])
  }
})

it('a workspace without a name keeps off what carries one, and says which line is missing', async () => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': named('alpha') }))
  await apply(cwd)
  writeFiles(cwd, { 'ddac.yaml': config, [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
  const plan = await ddac(['plan'], { cwd })
  expect(plan.code).toBe(1)
  expect(plan.stderr).toContain('error[P040]')
  expect(plan.stdout).toContain('write workspace: alpha into ddac.yaml')
  const before = filesIn(join(cwd, '.ddac')).get('local.json')
  expect((await apply(cwd, '--prune')).code).toBe(1)
  expect(filesIn(join(cwd, '.ddac')).get('local.json')).toBe(before)
  writeFiles(cwd, { 'ddac.yaml': named('alpha') })
  expect((await planOf(cwd)).actions).toEqual(['update failed-logins', 'none load-test'])
})

it('a name that is added changes nothing by itself; --take-unowned goes with --prune', async () => {
  const cwd = makeFolder(smallWorkspace({ [secondFile]: second }))
  await apply(cwd)
  writeFiles(cwd, { 'ddac.yaml': named('alpha') })
  expect((await ddac(['plan', '--prune', '--detailed-exitcode'], { cwd })).code).toBe(0)
  rmSync(join(cwd, secondFile))
  const kept = await planOf(cwd, '--prune')
  expect([kept.actions, kept.unmanaged]).toMatchObject([
    ['none failed-logins', 'none load-test'],
    [{ id: 'second', why: 'unowned' }],
  ])
  expect((await ddac(['plan', '--prune'], { cwd })).stdout).toContain('--prune --take-unowned deletes it')
  await apply(cwd, '--prune', '--take-unowned')
  expect(tenant(cwd)).toEqual(['ddac:failed-logins', 'ddac:load-test'])
})

it('formerlyWorkspace renames the owner of everything, and the suppression goes on finding its rule', async () => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': named('alpha') }))
  await apply(cwd)
  writeFiles(cwd, { 'ddac.yaml': named('beta', 'formerlyWorkspace: alpha\n') })
  expect((await planOf(cwd)).actions).toEqual(['update failed-logins', 'update load-test'])
  expect((await apply(cwd)).code).toBe(0)
  expect(tenant(cwd)).toEqual(['ddac:failed-logins ddac_workspace:beta', 'ddac:load-test ddac_workspace:beta'])
  expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  const acting = await ddac(['plan'], { cwd })
  expect(acting.code).toBe(0)
  writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
  expect((await ddac(['plan'], { cwd })).stdout).toContain('failed-logins: The load test fails on purpose')
})

it('import takes nothing of another workspace, and says whose it is', async () => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': named('alpha') }))
  await apply(cwd)
  for (const file of [ruleFile, 'app/failed-logins.test.yaml', 'app/load-test.suppression.yaml'])
    rmSync(join(cwd, file))
  writeFiles(cwd, { 'ddac.yaml': named('beta') })
  const run = await ddac(['import', '--all'], { cwd })
  expect(run.stdout).toContain('it belongs to the workspace alpha')
  expect([...filesIn(cwd).keys()].filter((name) => name.endsWith('.rule.yaml'))).toEqual([])
  writeFiles(cwd, { 'ddac.yaml': named('alpha') })
  expect((await ddac(['import', '--all'], { cwd })).stdout).toContain('2 imported')
  const [file = ''] = [...filesIn(cwd)].filter(([name]) => name.endsWith('.suppression.yaml')).map(([, text]) => text)
  expect(file).toContain('rules:\n  - failed-logins\n')
})

it.each([
  ['a blank', 'workspace: my team', 'error[W104]: this cannot be the name of a workspace'],
  ['a colon', 'workspace: "a:b"', 'error[W104]'],
  ['181 signs', `workspace: ${'a'.repeat(181)}`, 'error[W104]'],
  ['a former name alone', 'formerlyWorkspace: a', 'error[W101]: the workspace has a former name and none now'],
])('a name with %s is an error', async (_, line, told) => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': `${line}\n${config}` }))
  const run = await ddac(['validate'], { cwd })
  expect([run.code, run.stderr + run.stdout]).toEqual([1, expect.stringContaining(told)])
})

it.each(['Team_1.a-b', 'a'.repeat(180)])('%s is a name', async (name) => {
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': named(name) }))
  expect((await ddac(['validate'], { cwd })).code).toBe(0)
})

it('a saved plan of one name is refused once the workspace has another', async () => {
  const cwd = makeFolder(
    smallWorkspace({
      'ddac.yaml': named('alpha'),
      'app/quiet.suppression.yaml': suppression.replace('load-test', 'quiet'),
    }),
  )
  await ddac(['plan', '--out', 'plan.json'], { cwd })
  writeFileSync(join(cwd, 'ddac.yaml'), named('beta'))
  const run = await ddac(['apply', 'plan.json', '--yes'], { cwd })
  expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('git has moved since the plan was made')])
})
