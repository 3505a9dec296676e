import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../src/json/json'
import { changeIn, nowIn, rewriteIn, type Version, versionsOf } from './in-tenant'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { config, rule, smallWorkspace, suppression, tests } from './small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const suppressionFile = 'app/load-test.suppression.yaml'
const second = rule.replace('failed-logins', 'second').replace('Several', 'Other')
const withPolicy = (policy: string): string => `${config}policy:\n  tenantChanges: ${policy}\n`

async function applied(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = makeFolder(smallWorkspace({ 'app/second.rule.yaml': second, ...files }))
  expect((await apply(cwd)).code).toBe(0)
  return cwd
}

const apply = (cwd: string, ...more: string[]): Promise<Run> => ddac(['apply', '--yes', ...more], { cwd })

interface Listed extends JsonObject {
  readonly id: string
  readonly action: string
  readonly fields: readonly JsonObject[]
}

async function planOf(cwd: string, ...more: string[]) {
  const run = await ddac(['plan', '--format', 'json', ...more], { cwd })
  const changes = JSON.parse(run.stdout).changes as readonly Listed[]
  return { ...run, changes, one: changes.find(({ id }) => id === 'failed-logins') as Listed }
}

const caseOf = (cwd: string): JsonObject =>
  (nowIn(cwd, 'failed-logins').cases as readonly JsonObject[])[0] as JsonObject
const caseWith = (cwd: string, change: JsonObject): JsonObject => ({ cases: [{ ...caseOf(cwd), ...change }] })

describe('what a person changed in the tenant', () => {
  it('is withheld with a warning, its age and whose it is where git asked for nothing; the answer is yes', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    const plan = await planOf(cwd)
    expect(plan.code).toBe(0)
    expect(plan.one).toMatchObject({
      action: 'withheld',
      would: 'update',
      asked: false,
      reason: 'isEnabled was changed in the tenant by Ada, 5 days ago, and git asked for nothing since',
      by: 'Ada',
      at: '2026-11-20T12:00:00.000Z',
      remedy: expect.stringContaining('--overwrite-drift'),
      weakens: ['disabled'],
    })
    expect(plan.stderr).toContain(
      'warning[P032]: isEnabled was changed in the tenant by Ada, 5 days ago, and stays as it is',
    )
    const before = versionsOf(cwd, 'failed-logins')
    expect(await apply(cwd)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 withheld') })
    expect(versionsOf(cwd, 'failed-logins')).toEqual(before)
  })

  it('is not undone by the next unrelated merge', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    writeFiles(cwd, { 'app/second.rule.yaml': second.replace('Ask', 'Call') })
    expect((await apply(cwd)).code).toBe(0)
    expect(nowIn(cwd, 'failed-logins').isEnabled).toBe(false)
    expect(nowIn(cwd, 'second').message).toContain('Call')
  })

  it('stays beside what git changed of the same rule: the update sends both, and the next one does so again', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    writeFiles(cwd, { [ruleFile]: rule.replace('Ask', 'Call') })
    const plan = await planOf(cwd)
    expect(plan.code).toBe(0)
    expect(plan.one).toMatchObject({
      action: 'update',
      changedIn: 'git',
      fields: [{ path: 'message' }],
      leaves: { fields: [{ path: 'isEnabled', before: true, after: false }], by: 'Ada' },
    })
    expect((await apply(cwd)).code).toBe(0)
    expect(nowIn(cwd, 'failed-logins')).toMatchObject({ isEnabled: false, message: expect.stringContaining('Call') })
    expect((await planOf(cwd)).one).toMatchObject({ action: 'withheld', asked: false, by: 'Ada' })
    writeFiles(cwd, { [ruleFile]: rule.replace('Ask', 'Wake').replace('status: medium', 'status: high') })
    expect((await apply(cwd)).code).toBe(0)
    expect(nowIn(cwd, 'failed-logins')).toMatchObject({ isEnabled: false, message: expect.stringContaining('Wake') })
    expect(caseOf(cwd).status).toBe('high')
    expect(JSON.parse((await ddac(['drift', '--format', 'json'], { cwd })).stdout).drift).toMatchObject([
      {
        how: 'disabled',
        versions: [{ version: 2, by: 'Ada' }],
        fields: [{ path: 'isEnabled', before: true, after: false }],
      },
    ])
  })

  it('is a conflict where git changed the same field: that rule is withheld, all else goes on, the answer is no', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'critical' }))
    writeFiles(cwd, {
      [ruleFile]: rule.replace('status: medium', 'status: low').replace('Ask', 'Call'),
      'app/second.rule.yaml': second.replace('Ask', 'Call'),
    })
    const plan = await planOf(cwd)
    expect(plan.code).toBe(1)
    expect(plan.one).toMatchObject({ action: 'withheld', asked: true, by: 'Ada' })
    expect(plan.one.reason).toBe('cases[0].status was changed in git and in the tenant by Ada, 5 days ago')
    const text = (await ddac(['plan'], { cwd })).stdout
    expect(text).toMatch(/cases\[0\]\.status {2}\(several\)\n *- critical\n *\+ low\n/)
    expect(text).toMatch(
      /was changed in the tenant, last touched by Ada.*\n.*cases\[0\]\.status\n *- medium\n *\+ critical\n/,
    )
    expect(text).toContain('to go on: write what the tenant has into the file to keep it')
    expect((await apply(cwd)).code).toBe(1)
    expect(caseOf(cwd).status).toBe('critical')
    expect(nowIn(cwd, 'failed-logins').message).not.toContain('Call')
    expect(nowIn(cwd, 'second').message).toContain('Call')
  })

  it('--overwrite-drift takes the side of git, and the result says what was taken back and whose it was', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false, ...caseWith(cwd, { status: 'critical' }) })
    writeFiles(cwd, { [ruleFile]: rule.replace('status: medium', 'status: low') })
    const plan = await planOf(cwd, '--overwrite-drift')
    expect(plan.code).toBe(0)
    expect(plan.one).toMatchObject({ action: 'update', takesBack: { by: 'Ada', at: '2026-11-20T12:00:00.000Z' } })
    const run = await apply(cwd, '--overwrite-drift')
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/takes back what was changed in the tenant: .*isEnabled.*\(last touched by Ada/)
    expect(nowIn(cwd, 'failed-logins').isEnabled).toBe(true)
    expect(caseOf(cwd).status).toBe('low')
    expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  })

  it('is written into a saved plan, which is applied as it was made', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    writeFiles(cwd, { [ruleFile]: rule.replace('Ask', 'Call') })
    expect((await ddac(['plan', '--out', 'plan.json'], { cwd })).code).toBe(0)
    expect((await ddac(['apply', 'plan.json', '--yes'], { cwd })).code).toBe(0)
    expect(nowIn(cwd, 'failed-logins')).toMatchObject({ isEnabled: false, message: expect.stringContaining('Call') })
    // Applied already: what is left of it to do is nothing.
    expect((await ddac(['apply', 'plan.json', '--yes'], { cwd })).code).toBe(0)
    changeIn(cwd, 'failed-logins', { isEnabled: true, message: 'By hand.' })
    const late = await ddac(['apply', 'plan.json', '--yes'], { cwd })
    expect(late.stderr).toContain('the tenant has moved since the plan was made')
  })

  it('stands first where it weakens detection, in plan and in drift', async () => {
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((id) => [
        `app/${id}.rule.yaml`,
        rule.replace('failed-logins', id).replace('Several', id),
      ]),
    )
    const cwd = await applied(files)
    changeIn(cwd, 'a', { message: 'By hand.' })
    changeIn(cwd, 'b', {
      queries: [
        { ...(nowIn(cwd, 'b').queries as JsonObject[])[0], query: 'source:app @evt.outcome:failure -@usr.id:ann' },
      ],
    })
    changeIn(cwd, 'c', { cases: [{ ...(nowIn(cwd, 'c').cases as JsonObject[])[0], status: 'low' }] })
    changeIn(cwd, 'd', { isEnabled: false })
    const ids = (text: string): string[] => [...text.matchAll(/^[!~] .*rule (\w)\b/gm)].map(([, id = '']) => id)
    expect(ids((await ddac(['plan'], { cwd })).stdout)).toEqual(['d', 'c', 'b', 'a'])
    expect(ids((await ddac(['drift'], { cwd })).stdout)).toEqual(['d', 'c', 'b', 'a'])
  })

  it('stays when the rule gets another id, and when it has to be replaced', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    const renamed = rule.replace('id: failed-logins', 'id: guessing\nformerly: failed-logins')
    const others = { [suppressionFile]: suppression, 'app/failed-logins.test.yaml': tests }
    const following = Object.entries(others).map(([file, text]) => [file, text.replace('failed-logins', 'guessing')])
    writeFiles(cwd, { [ruleFile]: renamed, ...Object.fromEntries(following) })
    expect((await apply(cwd)).code).toBe(0)
    expect(nowIn(cwd, 'guessing')).toMatchObject({ isEnabled: false, name: expect.stringContaining('Several') })
    const bySpans = renamed.replace('type: log_detection', 'type: application_security')
    writeFiles(cwd, { [ruleFile]: bySpans })
    expect((await apply(cwd)).code).toBe(0)
    expect(nowIn(cwd, 'guessing')).toMatchObject({ isEnabled: false, type: 'application_security', version: 1 })
  })

  it('that git took over is noted by the next apply, so that git can take it back; plan says no changes', async () => {
    const cwd = await applied()
    const off = rule.replace('isEnabled: true', 'isEnabled: false')
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    writeFiles(cwd, { [ruleFile]: off })
    const before = nowIn(cwd, 'failed-logins')
    expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
    expect((await planOf(cwd)).one).toMatchObject({ action: 'none', fields: [] })
    expect(versionsOf(cwd, 'failed-logins').at(-1)).toEqual(before)
    expect(await apply(cwd)).toMatchObject({ code: 0, stdout: 'local: 0 applied, 1 noted as git has them by now.\n' })
    const { tags, version, ...after } = nowIn(cwd, 'failed-logins')
    expect(version).toBe(before.version + 1)
    expect(after).toMatchObject({ isEnabled: false, message: before.message })
    const others = (all: readonly string[]) => all.filter((tag) => !tag.startsWith('ddac_rev:')).sort()
    expect(others(tags)).toEqual(others(before.tags))
    expect((await apply(cwd)).stdout).toBe('local: 0 applied.\n')

    writeFiles(cwd, { [ruleFile]: rule })
    expect(await planOf(cwd)).toMatchObject({ code: 0, one: { action: 'update', changedIn: 'git' } })
    expect((await apply(cwd)).code).toBe(0)
    expect(nowIn(cwd, 'failed-logins').isEnabled).toBe(true)
  })

  it('of a suppression that git took over is noted as well, and so is one that an apply had left', async () => {
    const cwd = await applied()
    changeIn(cwd, 'load-test', { enabled: false })
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    writeFiles(cwd, { [ruleFile]: rule.replace('Ask', 'Call') })
    await apply(cwd)
    expect(nowIn(cwd, 'failed-logins').tags.join()).toMatch(/ddac_rev:\w+\+/)
    await ddac(['drift', '--adopt'], { cwd })
    expect((await apply(cwd)).stdout).toContain('2 noted')
    expect(nowIn(cwd, 'failed-logins').tags.join()).not.toContain('+')
    expect((await planOf(cwd)).changes.map(({ action }) => action)).toEqual(['none', 'none', 'none'])
    expect((await apply(cwd)).stdout).toBe('local: 0 applied.\n')
  })

  it('of a suppression is treated alike', async () => {
    const cwd = await applied()
    changeIn(cwd, 'load-test', { suppression_query: '@usr.id:*' })
    writeFiles(cwd, { [suppressionFile]: suppression.replace('It logs in', 'It still logs in') })
    expect((await apply(cwd)).code).toBe(0)
    expect(nowIn(cwd, 'load-test')).toMatchObject({ suppression_query: '@usr.id:*' })
    expect(nowIn(cwd, 'load-test').description).toContain('It still logs in')
    const { changes } = await planOf(cwd)
    expect(changes.find(({ id }) => id === 'load-test')).toMatchObject({ action: 'withheld', asked: false, by: 'Ada' })
    await apply(cwd, '--overwrite-drift')
    expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  })

  it('is told from what nobody changed: the same version since the apply is never withheld', async () => {
    const cwd = await applied()
    rewriteIn(cwd, 'failed-logins', (all) => all.map((one) => ({ ...one, hasExtendedTitle: true })))
    expect((await planOf(cwd)).one).toMatchObject({ action: 'update', changedIn: 'tenant' })
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    expect((await planOf(cwd)).one).toMatchObject({
      action: 'withheld',
      reason: expect.stringMatching(/^isEnabled was/),
    })
  })

  it('counts as everything that differs where the history lacks what was applied and git has not moved', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    rewriteIn(cwd, 'failed-logins', (all) => all.slice(-1))
    expect(await planOf(cwd)).toMatchObject({ code: 0, one: { action: 'withheld', asked: false, by: 'Ada' } })
  })

  it.each<[string, (cwd: string) => void]>([
    ['the history lacks what was applied', (cwd) => rewriteIn(cwd, 'failed-logins', (all) => all.slice(-1))],
    [
      'the tag is gone that remembers it',
      (cwd) =>
        changeIn(cwd, 'failed-logins', {
          tags: nowIn(cwd, 'failed-logins').tags.filter((tag) => !/^ddac_rev/.test(tag)),
        }),
    ],
  ])('is a conflict where git has moved and %s', async (_, spoil) => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    spoil(cwd)
    writeFiles(cwd, { [ruleFile]: rule.replace('Ask', 'Call') })
    expect(await planOf(cwd)).toMatchObject({ code: 1, one: { action: 'withheld', asked: true } })
    await apply(cwd)
    expect(nowIn(cwd, 'failed-logins').isEnabled).toBe(false)
    expect((await apply(cwd, '--overwrite-drift')).code).toBe(0)
    expect((await ddac(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0)
  })
})

describe('policy.tenantChanges', () => {
  it.each<[string, string]>([
    ['by field', "{ isEnabled: keep, '*': overwrite }"],
    ['by field and rule', "[{ fields: { '*': overwrite } }, { rules: [failed-logins], fields: { isEnabled: keep } }]"],
    ['by field and tag', "[{ fields: { '*': overwrite } }, { rules: ['source:app'], fields: { isEnabled: keep } }]"],
  ])('%s keeps what people may change and takes back the rest', async (_, policy) => {
    const cwd = await applied({ 'ddac.yaml': withPolicy(policy) })
    changeIn(cwd, 'failed-logins', { isEnabled: false, message: 'By hand.' })
    const run = await apply(cwd)
    expect(run.code).toBe(0)
    expect(run.stdout).toContain('takes back what was changed in the tenant: message (last touched by Ada')
    expect(nowIn(cwd, 'failed-logins')).toMatchObject({ isEnabled: false, message: expect.stringContaining('Ask') })
    const plan = await planOf(cwd, '--detailed-exitcode')
    expect(plan).toMatchObject({ code: 0, one: { action: 'none', leaves: { by: 'Ada' } } })
    expect(plan.stderr).not.toContain('P032')
  })

  it.each<[string, string, string]>([
    ['another rule', '[{ rules: [second], fields: { isEnabled: keep } }]', 'withheld'],
    ['another tag', "[{ rules: ['team:x'], fields: { isEnabled: keep } }]", 'withheld'],
    ['another field', '{ notifications: keep }', 'withheld'],
    ['any field', "{ '*': keep }", 'none'],
    ['a field by its path', '{ options.keepAlive: keep, isEnabled: keep }', 'none'],
  ])('for %s makes of a rule that was switched off: %#', async (_, policy, action) => {
    const cwd = await applied({ 'ddac.yaml': withPolicy(policy) })
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    expect((await planOf(cwd)).one.action).toBe(action)
  })

  it('names severities and targets as overlays do, wherever they stand', async () => {
    const cwd = await applied({ 'ddac.yaml': withPolicy('{ severity: keep, notifications: overwrite }') })
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high', notifications: ['@slack-x'] }))
    await apply(cwd)
    expect(caseOf(cwd)).toMatchObject({ status: 'high', notifications: [] })
  })

  it('keeps nothing that git changes as well', async () => {
    const cwd = await applied({ 'ddac.yaml': withPolicy('{ severity: keep }') })
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }))
    writeFiles(cwd, { [ruleFile]: rule.replace('status: medium', 'status: low') })
    expect(await planOf(cwd)).toMatchObject({ code: 1, one: { action: 'withheld', asked: true } })
  })

  it.each([
    'maybe',
    '{ isEnabled: sometimes }',
    '[{ rules: failed-logins, fields: {} }]',
    '[{ rule: [x], fields: {} }]',
  ])('cannot be %s', async (policy) => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': withPolicy(policy) }))
    const run = await ddac(['validate'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stderr + run.stdout).toContain('policy.tenantChanges should say withhold, keep or overwrite')
  })
})

describe('a rule whose file is gone, and that a person changed in the tenant', () => {
  async function withoutFile(files: Readonly<Record<string, string>> = {}): Promise<string> {
    const cwd = await applied(files)
    changeIn(cwd, 'failed-logins', { isEnabled: false })
    for (const path of [ruleFile, suppressionFile, 'app/failed-logins.test.yaml']) rmSync(join(cwd, path))
    return cwd
  }
  const pruning = ['--prune', '--max-deletes', '2']

  it('is not deleted with their change; the answer is no', async () => {
    const cwd = await withoutFile()
    const { one } = await planOf(cwd, ...pruning)
    expect(one).toMatchObject({
      action: 'withheld',
      would: 'delete',
      reason: 'isEnabled was changed in the tenant by Ada, 5 days ago, and its file is gone',
      remedy: expect.stringContaining('--overwrite-drift'),
    })
    expect(await apply(cwd, ...pruning)).toMatchObject({ code: 1, stdout: expect.stringContaining('1 withheld') })
    expect(nowIn(cwd, 'failed-logins')).toMatchObject({ isEnabled: false })
  })

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['on demand', {}, ['--overwrite-drift']],
    ['where the policy says so', { 'ddac.yaml': withPolicy('[{ fields: { isEnabled: overwrite } }]') }, []],
  ])('is deleted %s', async (_title, files, options) => {
    const cwd = await withoutFile(files)
    expect((await apply(cwd, ...pruning, ...options)).code).toBe(0)
    expect(() => nowIn(cwd, 'failed-logins')).toThrow()
  })

  it('is deleted where the tenant alone rewrote it', async () => {
    const cwd = await applied()
    rewriteIn(cwd, 'failed-logins', ([first, ...more]) => [{ ...first, message: 'Rewritten.' } as Version, ...more])
    for (const path of [ruleFile, suppressionFile, 'app/failed-logins.test.yaml']) rmSync(join(cwd, path))
    expect((await apply(cwd, ...pruning)).code).toBe(0)
    expect(() => nowIn(cwd, 'failed-logins')).toThrow()
  })
})
