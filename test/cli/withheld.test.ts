import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { rule, smallWorkspace, suppression } from './small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const suppressionFile = 'app/load-test.suppression.yaml'
const second = rule.replace('id: failed-logins', 'id: second').replace('Several', 'Second of several')
const third = rule.replace('id: failed-logins', 'id: third').replace('Several', 'Third of several')
const broken = (text: string): string => text.replace('failed > 1', 'logins > 1')
const counting = (target: string): string => `id: counter
name: Signals of ${target}
type: signal_correlation
isEnabled: true
queries:
  - { name: seen, ruleId: ${target}, aggregation: event_count, correlatedByFields: [host] }
options: { detectionMethod: threshold, evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: high, condition: seen > 1 }]
message: Look at them.
tags: [source:app]
`

const apply = (cwd: string, ...more: string[]): Promise<Run> => ddac(['apply', '--yes', ...more], { cwd })

interface Listed {
  readonly action: string
  readonly kind: string
  readonly id: string
  readonly would?: string
  readonly reason?: string
  readonly remedy?: string
}

async function planOf(cwd: string, ...more: string[]) {
  const run = await ddac(['plan', '--format', 'json', ...more], { cwd })
  const { changes, unmanaged, summary } = JSON.parse(run.stdout)
  return { ...run, changes: changes as readonly Listed[], unmanaged, summary }
}

const actions = (changes: readonly Listed[]): string[] => changes.map(({ action, id }) => `${action} ${id}`).sort()

interface Thing {
  id: string
  name: string
  tags: string[]
  createdAt: number
}
type State = { rules: Record<string, Thing[]> }

function tenant(cwd: string): State {
  return JSON.parse(readFileSync(join(cwd, '.ddac/local.json'), 'utf8'))
}

/** Does in the tenant what a person does in its pages. */
function inTenant(cwd: string, change: (state: State) => void): void {
  const state = tenant(cwd)
  change(state)
  writeFileSync(join(cwd, '.ddac/local.json'), JSON.stringify(state))
}

const isThere = (cwd: string, id: string): boolean =>
  existsSync(join(cwd, '.ddac/local.json')) &&
  readFileSync(join(cwd, '.ddac/local.json'), 'utf8').includes(`"ddac:${id}"`)

describe('a file with a mistake', () => {
  it('withholds what it is for, and nothing else; its mistakes are told, and the answer is no', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/second.rule.yaml': broken(second), 'app/third.rule.yaml': third }))
    const plan = await planOf(cwd)
    expect(plan.code).toBe(1)
    expect(plan.stderr).toContain('error[R204]')
    expect(actions(plan.changes)).toEqual([
      'create failed-logins',
      'create load-test',
      'create third',
      'withheld second',
    ])
    expect(plan.changes.find(({ id }) => id === 'second')).toMatchObject({
      reason: 'app/second.rule.yaml has a mistake',
      remedy: expect.stringContaining('mend the file'),
    })
    expect(plan.summary).toMatchObject({ create: 3, withheld: 1 })
    expect((await apply(cwd)).code).toBe(1)
    expect(['failed-logins', 'load-test', 'third', 'second'].map((id) => isThere(cwd, id))).toEqual([
      true,
      true,
      true,
      false,
    ])
    writeFiles(cwd, { 'app/second.rule.yaml': second })
    expect((await apply(cwd)).code).toBe(0)
    expect(isThere(cwd, 'second')).toBe(true)
  })

  it('is 2 for --detailed-exitcode, also where nothing else is to do', async () => {
    const cwd = makeFolder(smallWorkspace())
    await apply(cwd)
    writeFiles(cwd, { [ruleFile]: broken(rule) })
    expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(2)
  })

  it('never looks as if it were gone: its rule stays, while another that is gone is pruned', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/second.rule.yaml': second, 'app/third.rule.yaml': third }))
    await apply(cwd)
    rmSync(join(cwd, 'app/third.rule.yaml'))
    writeFiles(cwd, { 'app/second.rule.yaml': broken(second) })
    const run = await apply(cwd, '--prune')
    expect(run.stdout).toContain('delete rule third')
    expect([isThere(cwd, 'second'), isThere(cwd, 'third')]).toEqual([true, false])
  })

  it.each([
    [
      'cannot be read',
      'app/second.rule.yaml',
      'id: [',
      /no rule is pruned, since app\/second\.rule\.yaml cannot be read/,
    ],
    [
      'has no readable id',
      'app/second.rule.yaml',
      'name: Second\n',
      /no rule is pruned, since app\/second\.rule\.yaml/,
    ],
    ['looks misnamed', 'app/two.rules.yaml', second, /two\.rules\.yaml has a name that ddac does not read/],
    ['has letters of another case', 'app/second.Rule.yaml', second, /second\.Rule\.yaml has a name that ddac does not/],
  ])('that %s keeps every rule from being pruned, but no suppression', async (_, file, text, told) => {
    const cwd = makeFolder(
      smallWorkspace({
        'app/second.rule.yaml': second,
        'app/third.rule.yaml': third,
        'app/quiet.suppression.yaml': suppression.replace('load-test', 'quiet'),
      }),
    )
    await apply(cwd)
    rmSync(join(cwd, 'app/second.rule.yaml'))
    rmSync(join(cwd, 'app/third.rule.yaml'))
    rmSync(join(cwd, 'app/quiet.suppression.yaml'))
    writeFiles(cwd, { [file]: text })
    const run = await apply(cwd, '--prune')
    expect(run.stderr).toMatch(told)
    expect(['second', 'third', 'quiet'].map((id) => isThere(cwd, id))).toEqual([true, true, false])
    renameSync(join(cwd, file), join(cwd, 'app/second.rule.yaml'))
    writeFiles(cwd, { 'app/second.rule.yaml': second })
    expect((await apply(cwd, '--prune')).code).toBe(0)
    expect([isThere(cwd, 'second'), isThere(cwd, 'third')]).toEqual([true, false])
  })

  it('with --all-or-nothing keeps everything from being written', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/second.rule.yaml': broken(second) }))
    const run = await apply(cwd, '--all-or-nothing')
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('local: nothing was written.')
    expect(isThere(cwd, 'failed-logins')).toBe(false)
    writeFiles(cwd, { 'app/second.rule.yaml': second })
    expect((await apply(cwd, '--all-or-nothing')).code).toBe(0)
  })
})

describe('what depends on something withheld', () => {
  it('waits for it: a rule for its target that is not there yet, a suppression whose rules are all missing', async () => {
    const files = { [ruleFile]: broken(rule), 'app/counter.rule.yaml': counting('failed-logins') }
    const { changes } = await planOf(makeFolder(smallWorkspace(files)))
    expect(changes.map(({ id, reason }) => `${id}: ${reason}`).sort()).toEqual([
      'counter: it waits for the rule failed-logins',
      'failed-logins: app/failed-logins.rule.yaml has a mistake',
      'load-test: the rule failed-logins, which it is for, is not there yet',
    ])
  })

  it('does not wait for a target that is there already', async () => {
    const cwd = makeFolder(smallWorkspace())
    await apply(cwd)
    writeFiles(cwd, { [ruleFile]: broken(rule), 'app/counter.rule.yaml': counting('failed-logins') })
    expect(actions((await planOf(cwd)).changes)).toContain('create counter')
    await apply(cwd)
    expect(isThere(cwd, 'counter')).toBe(true)
  })

  it('a new or changed rule waits for the suppression that comes with it; one that nobody changed has nothing to wait for', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/second.rule.yaml': second }))
    await apply(cwd)
    const both = suppression.replace('[failed-logins]', '[failed-logins, second, third]')
    writeFiles(cwd, {
      [ruleFile]: rule.replace('failed > 1', 'failed > 2'),
      'app/third.rule.yaml': third,
      [suppressionFile]: both.replace('suppressionQuery: ', "suppressionQuery: '@a:(b' #"),
    })
    expect(actions((await planOf(cwd)).changes)).toEqual([
      'none second',
      'withheld failed-logins',
      'withheld load-test',
      'withheld third',
    ])
  })
})

describe('a rule that somebody cloned in the tenant, tags and all', () => {
  const clone = (cwd: string, change: Partial<Thing>): void =>
    inTenant(cwd, ({ rules }) => {
      const [versions = []] = Object.values(rules)
      const last = versions.at(-1)
      if (last) rules['cpy-aaa-001'] = [{ ...last, id: 'cpy-aaa-001', ...change }]
    })
  const createdAt = Date.UTC(2026, 10, 25, 12)

  it.each([
    ['is younger and named as in git', { createdAt: createdAt + 60_000 }],
    ['is younger and has another name', { createdAt: createdAt + 60_000, name: 'Copy' }],
    ['has another name, and nobody tells its age', { name: 'Copy' }],
  ])('%s: the original stays ours and is written, the clone counts as made by hand', async (_, change) => {
    const cwd = makeFolder(smallWorkspace())
    await apply(cwd)
    clone(cwd, change)
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
    const { changes, unmanaged } = await planOf(cwd)
    expect(actions(changes)).toEqual(['none load-test', 'update failed-logins'])
    expect(unmanaged).toMatchObject([{ remoteId: 'cpy-aaa-001', why: 'by-hand' }])
    expect((await apply(cwd, '--prune')).code).toBe(0)
    expect(tenant(cwd).rules['cpy-aaa-001']).toHaveLength(1)
    const last = await ddac(['plan', '--prune', '--detailed-exitcode'], { cwd })
    expect(last.code).toBe(0)
    expect(last.stdout).not.toContain('--adopt')
    const beside = 'beside failed-logins, which is managed: delete it there, or name it otherwise'
    expect(last.stdout.includes(beside)).toBe(!('name' in change))
  })

  it.each([
    ['as old and named alike', {}],
    ['older but named otherwise', { createdAt: createdAt - 60_000, name: 'Copy' }],
  ])('%s: nobody can tell, so that rule is withheld and all else goes on', async (_, change) => {
    const cwd = makeFolder(smallWorkspace())
    await apply(cwd)
    clone(cwd, change)
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2'), 'app/third.rule.yaml': third })
    const plan = await planOf(cwd)
    expect(plan.code).toBe(1)
    expect(actions(plan.changes)).toEqual(['create third', 'none load-test', 'withheld failed-logins'])
    await apply(cwd)
    expect(isThere(cwd, 'third')).toBe(true)
  })
})

describe('a plan that withholds', () => {
  const files = smallWorkspace({ 'app/second.rule.yaml': broken(second) })

  it('shows it first, with the way out, in text and Markdown', async () => {
    const cwd = makeFolder(files)
    const { stdout } = await ddac(['plan'], { cwd })
    expect(stdout).toMatch(
      /^! withheld rule second\n {4}.*\n {4}app\/second\.rule\.yaml has a mistake\n {4}to go on: mend/,
    )
    const markdown = (await ddac(['plan', '--format', 'markdown'], { cwd })).stdout
    expect(markdown).toContain('| withheld | rule | second |')
    expect(markdown).toContain('To go on: mend the file')
  })

  it('is saved with what it withholds, which applying it leaves alone', async () => {
    const cwd = makeFolder(files)
    expect((await ddac(['plan', '--out', 'plan.json'], { cwd })).code).toBe(1)
    const run = await ddac(['apply', 'plan.json', '--yes'], { cwd })
    expect(run.stdout).toContain('local: 2 applied, 1 withheld.')
    expect(run.code).toBe(1)
    expect([isThere(cwd, 'failed-logins'), isThere(cwd, 'second')]).toEqual([true, false])
  })
})

describe('a text that cannot be read here', () => {
  // The emulator, like the tenant, does not look into messages, and refuses queries that it cannot read.
  const taken = second.replace('## Goal', '{{#if @a}}\n  ## Goal')
  const refused = third.replace('query: source:app', 'query: (source:app')
  const workspace = (): string => makeFolder(smallWorkspace({ 'app/b.rule.yaml': taken, 'app/c.rule.yaml': refused }))

  it('goes to the tenant as it is where its own validation takes it, and waits where that refuses', async () => {
    const { changes, stderr, code } = await planOf(workspace())
    expect(actions(changes)).toEqual(['create failed-logins', 'create load-test', 'create second', 'withheld third'])
    expect(changes.find(({ id }) => id === 'third')?.reason).toContain('the tenant refuses it')
    expect(stderr.match(/(error|warning)\[[MQ]\d+\]/g)).toEqual(['warning[M001]', 'warning[Q002]'])
    expect(stderr).toContain('not read by ddac, so it is not evaluated')
    expect(code).toBe(1)
  })

  it('alone makes no plan fail, and is applied', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/b.rule.yaml': taken }))
    expect((await planOf(cwd)).code).toBe(0)
    expect((await apply(cwd)).code).toBe(0)
    expect(Object.values(tenant(cwd).rules).flat()).toHaveLength(2)
    expect(actions((await planOf(cwd)).changes).filter((each) => !each.startsWith('none'))).toEqual([])
  })

  it('waits where the validation is not asked, and all else goes on', async () => {
    const { changes, code } = await planOf(workspace(), '--no-remote-validate')
    expect(actions(changes)).toEqual(['create failed-logins', 'create load-test', 'withheld second', 'withheld third'])
    expect(changes.find(({ id }) => id === 'second')?.reason).toContain("the tenant's own validation was not asked")
    expect(code).toBe(1)
  })

  it('is told as what it is where it is read, and only a tenant may refuse it: a number before its query', async () => {
    const swapped = second.replace(/condition: (\S+) > (\d+)/, 'condition: $2 < $1')
    expect(swapped).not.toBe(second)
    const cwd = makeFolder(smallWorkspace({ 'app/b.rule.yaml': swapped }))
    const validated = await ddac(['validate'], { cwd })
    expect([validated.code, validated.stdout]).toEqual([1, expect.stringContaining('error[C102]')])
    const { changes, stderr, code } = await planOf(cwd)
    expect([code, actions(changes)]).toEqual([0, ['create failed-logins', 'create load-test', 'create second']])
    expect(stderr).toContain('warning[C102]')
    expect(stderr).not.toContain('not evaluated')
  })

  it('beside another mistake in the same file is a mistake', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/b.rule.yaml': broken(taken) }))
    const { changes } = await planOf(cwd)
    expect(changes.find(({ id }) => id === 'second')?.reason).toContain('b.rule.yaml has 2 mistakes')
  })
})

describe('an option that takes ids', () => {
  it.each([
    [['apply', '--yes', '--adopt', 'plan.json'], '--adopt takes ids, and plan.json is none'],
    [['apply', '--yes', '--create-beside', 'plan.json'], '--create-beside takes ids, and plan.json is none'],
    [['plan', '--adopt', 'failed_logins'], '--adopt takes ids, and failed_logins is none'],
    [['plan', '--adopt', 'failed-login'], 'Did you mean failed-logins?'],
    [['plan', '--create-beside', 'failed-login'], 'Did you mean failed-logins?'],
  ])('%j is refused, and says what is wrong', async (argv, told) => {
    const cwd = makeFolder(smallWorkspace())
    await ddac(['plan', '--out', 'plan.json'], { cwd })
    const run = await ddac(argv, { cwd })
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(told)])
    expect(isThere(cwd, 'failed-logins')).toBe(false)
  })

  it('says where a saved plan stands', async () => {
    const cwd = makeFolder(smallWorkspace())
    const { stderr } = await ddac(['apply', '--yes', '--adopt', 'plan.json'], { cwd })
    expect(stderr).toContain('A saved plan stands before the options')
  })
})
