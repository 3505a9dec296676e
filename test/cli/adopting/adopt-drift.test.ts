import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../../src/json/json'
import { changeIn, nowIn, rewriteIn } from '../in-tenant'
import { ddac, filesIn, makeFolder, type Run, writeFiles } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const suppressionFile = 'app/load-test.suppression.yaml'
const commented = rule.replace('    status: medium', '    status: medium # agreed in March')
const twoTenants = `tenants:
  prod: { emulator: true }
  # not for everybody
  staging: { emulator: true }
defaultTenant: prod
`

async function applied(files: Readonly<Record<string, string>> = {}, tenant = 'local'): Promise<string> {
  const cwd = makeFolder(smallWorkspace({ [ruleFile]: commented, ...files }))
  expect((await ddac(['apply', '--yes', '--tenant', tenant], { cwd })).code).toBe(0)
  return cwd
}

const bothApplied = (): Promise<string> => applied({ 'ddac.yaml': twoTenants }, 'all')
const adopt = (cwd: string, ...more: string[]): Promise<Run> => ddac(['drift', '--adopt', ...more], { cwd })
const text = (cwd: string, file: string): string => readFileSync(join(cwd, file), 'utf8')

/** The case of the rule with something else in it. */
function caseWith(cwd: string, change: JsonObject, tenant = 'local'): JsonObject {
  const [one] = nowIn(cwd, 'failed-logins', tenant).cases as readonly JsonObject[]
  return { cases: [{ ...one, ...change }] }
}

/** Whether all tenants are as git says. */
async function isSettled(cwd: string): Promise<boolean> {
  return (await ddac(['plan', '--detailed-exitcode', '--tenant', 'all'], { cwd })).code === 0
}

describe('drift --adopt of one tenant', () => {
  it("writes what a person changed and keeps git's own edit that was not applied yet; the answer is yes", async () => {
    const cwd = await applied()
    const edited = commented.replace('Ask {{@usr.id}}.', 'Ask {{@usr.id}} by telephone.')
    writeFiles(cwd, { [ruleFile]: edited })
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }))
    const before = filesIn(cwd)
    const run = await adopt(cwd)
    expect(run).toMatchObject({ code: 0, stderr: `adopted: ${ruleFile}\n` })
    const wanted = edited.replace('status: medium #', 'status: high #')
    expect(filesIn(cwd)).toEqual(new Map([...before, [ruleFile, wanted]]))
    const plan = JSON.parse((await ddac(['plan', '--format', 'json'], { cwd })).stdout)
    expect(plan.changes[0].fields).toMatchObject([{ path: 'message' }])
  })

  it('shows both sides of what both changed, writes nothing of that thing, and ends with 1', async () => {
    const cwd = await applied({
      'app/second.rule.yaml': rule.replace('failed-logins', 'second').replace('Several', '2nd'),
    })
    writeFiles(cwd, { [ruleFile]: commented.replace('status: medium', 'status: low') })
    changeIn(cwd, 'failed-logins', { ...caseWith(cwd, { status: 'high' }), message: 'By hand.\n' })
    changeIn(cwd, 'second', { isEnabled: false })
    const run = await adopt(cwd)
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('not adopted: rule failed-logins: git and the tenant both changed cases[0].status\n')
    expect(run.stderr).toMatch(/in git:\n.*cases\[0\]\.status\n *- medium\n *\+ low\n/)
    expect(run.stderr).toMatch(
      /in the tenant, last touched by Ada on 2026-11-20 12:00:00Z:\n.*\n *- medium\n *\+ high\n/,
    )
    expect(run.stderr).toContain('to go on: ')
    expect(run.stderr).toContain('adopted: app/second.rule.yaml\n')
    expect(text(cwd, ruleFile)).toBe(commented.replace('status: medium', 'status: low'))
  })

  it('adds the tags that each side added', async () => {
    const cwd = await applied()
    writeFiles(cwd, { [ruleFile]: commented.replace('- source:app', '- source:app\n  - team:soc') })
    changeIn(cwd, 'failed-logins', { tags: [...nowIn(cwd, 'failed-logins').tags, 'reviewed:yes'] })
    expect((await adopt(cwd)).code).toBe(0)
    expect(text(cwd, ruleFile)).toContain('tags:\n  - source:app\n  - team:soc\n  - reviewed:yes\n')
  })

  it.each([
    [
      'the history does not hold what was applied',
      (cwd: string) => rewriteIn(cwd, 'failed-logins', (all) => all.slice(-1)),
    ],
    [
      'nobody knows what was applied',
      (cwd: string) =>
        changeIn(cwd, 'failed-logins', {
          tags: nowIn(cwd, 'failed-logins').tags.filter((tag) => !/^ddac_rev/.test(tag)),
        }),
    ],
  ])('shows both sides and writes nothing where git has changed and %s', async (_, spoil) => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }))
    spoil(cwd)
    writeFiles(cwd, { [ruleFile]: commented.replace('Ask', 'Call') })
    const before = filesIn(cwd)
    const run = await adopt(cwd)
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('not adopted: rule failed-logins: git may have changed it too, and')
    expect(run.stderr).toMatch(/cases\[0\]\.status\n *- high\n *\+ medium\n/)
    expect(filesIn(cwd)).toEqual(before)
  })

  it('takes git for the base where git has not moved, history or not', async () => {
    const cwd = await applied()
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }))
    rewriteIn(cwd, 'failed-logins', (all) => all.slice(-1))
    expect((await adopt(cwd)).code).toBe(0)
    expect(text(cwd, ruleFile)).toBe(commented.replace('status: medium', 'status: high'))
  })

  it('leaves a variable in its place, and writes what would take it out as an overlay', async () => {
    const variables = 'tenants:\n  local: { emulator: true, variables: { who: Several } }\n'
    const file = commented.replace('Several failed', `\${tenant.who} failed`)
    const cwd = await applied({ 'ddac.yaml': variables, [ruleFile]: file })
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }))
    expect((await adopt(cwd)).code).toBe(0)
    expect(text(cwd, ruleFile)).toBe(file.replace('status: medium', 'status: high'))
    changeIn(cwd, 'failed-logins', { name: 'By hand' })
    expect((await adopt(cwd)).code).toBe(0)
    expect(text(cwd, ruleFile)).toBe(file.replace('status: medium', 'status: high'))
    expect(text(cwd, 'ddac.yaml')).toContain('name: By hand')
    expect(await isSettled(cwd)).toBe(true)
  })

  it('says no to what is not there any more', async () => {
    const cwd = await applied({ 'app/new.rule.yaml': rule.replace('failed-logins', 'new').replace('Several', 'New') })
    rewriteIn(cwd, 'new', () => [])
    const run = await adopt(cwd)
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('not adopted: rule new: the tenant does not have it')
  })

  it("writes a suppression's own change beside git's", async () => {
    const cwd = await applied()
    const edited = text(cwd, suppressionFile).replace('It logs in', 'It still logs in')
    writeFiles(cwd, { [suppressionFile]: edited })
    changeIn(cwd, 'load-test', { suppression_query: '@usr.id:(load-test OR soak-test)' })
    expect((await adopt(cwd)).code).toBe(0)
    const wanted = edited.replace('@usr.id:load-test', '@usr.id:(load-test OR soak-test)')
    expect(text(cwd, suppressionFile)).toBe(wanted)
  })
})

describe('drift --adopt of one of several tenants', () => {
  it("writes into that tenant's overlays, comments kept, and says what the others' next plan becomes", async () => {
    const cwd = await bothApplied()
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }, 'prod'), { tenant: 'prod' })
    const before = filesIn(cwd)
    const run = await adopt(cwd)
    expect(run.code).toBe(0)
    expect(run.stderr).toContain('adopted: ddac.yaml, as an overlay of prod for rule failed-logins\n')
    expect(run.stderr).toContain('next plan of staging: nothing to do for failed-logins\n')
    expect(text(cwd, ruleFile)).toBe(before.get(ruleFile))
    expect(text(cwd, 'ddac.yaml')).toContain('  # not for everybody\n  staging: { emulator: true }\n')
    expect(await isSettled(cwd)).toBe(true)
  })

  it.each<[string, (cwd: string) => JsonObject]>([
    ['whether it detects', () => ({ isEnabled: false })],
    ['its message', () => ({ message: 'By hand.\n' })],
    [
      'a query',
      (cwd) => ({
        queries: [{ ...(nowIn(cwd, 'failed-logins', 'prod').queries as JsonObject[])[0], query: 'source:x' }],
      }),
    ],
    ['a condition', (cwd) => caseWith(cwd, { condition: 'failed > 7' }, 'prod')],
    ['a severity', (cwd) => caseWith(cwd, { status: 'critical' }, 'prod')],
    ['whom a case tells', (cwd) => caseWith(cwd, { notifications: ['@slack-soc'] }, 'prod')],
    [
      'one option',
      (cwd) => ({ options: { ...(nowIn(cwd, 'failed-logins', 'prod').options as JsonObject), keepAlive: 7200 } }),
    ],
    ['a tag that came', (cwd) => ({ tags: [...nowIn(cwd, 'failed-logins', 'prod').tags, 'team:soc'] })],
    [
      'a tag that went',
      (cwd) => ({ tags: nowIn(cwd, 'failed-logins', 'prod').tags.filter((tag) => tag !== 'source:app') }),
    ],
    ['a field that it did not have', () => ({ groupSignalsBy: ['@usr.id'] })],
    ['a key that nobody knows', () => ({ newOption: { a: 1 } })],
  ])('an overlay takes %s', async (_, change) => {
    const cwd = await bothApplied()
    changeIn(cwd, 'failed-logins', change(cwd), { tenant: 'prod' })
    const before = filesIn(cwd)
    const isSeen = (await ddac(['drift'], { cwd })).code === 1
    expect((await adopt(cwd)).code).toBe(0)
    expect(text(cwd, ruleFile)).toBe(before.get(ruleFile))
    expect(text(cwd, 'ddac.yaml') !== before.get('ddac.yaml')).toBe(isSeen)
    expect(await isSettled(cwd)).toBe(true)
  })

  it('one overlay gathers what is adopted one after the other', async () => {
    const cwd = await bothApplied()
    changeIn(cwd, 'failed-logins', { isEnabled: false }, { tenant: 'prod' })
    await adopt(cwd)
    changeIn(cwd, 'failed-logins', { message: 'By hand.\n' }, { tenant: 'prod' })
    await adopt(cwd)
    expect(text(cwd, 'ddac.yaml').match(/failed-logins/g)).toHaveLength(1)
    expect(await isSettled(cwd)).toBe(true)
  })

  it.each<[string, JsonObject]>([
    ['that it is switched off', { enabled: false }],
    ['its query', { suppression_query: '@usr.id:(load-test OR soak-test)' }],
    ['another end', { expiration_date: Date.UTC(2027, 5, 1) }],
    ['other rules', { rule_query: 'source:app' }],
    ['another reason', { description: 'Reason: By hand.\nOwner: ada@example.com' }],
  ])('an overlay of a suppression takes %s', async (_, change) => {
    const cwd = await bothApplied()
    changeIn(cwd, 'load-test', change, { tenant: 'prod' })
    const before = filesIn(cwd)
    expect((await adopt(cwd)).code).toBe(0)
    expect(text(cwd, suppressionFile)).toBe(before.get(suppressionFile))
    expect(await isSettled(cwd)).toBe(true)
  })

  it('--everywhere writes into the file, and the others are told what they get', async () => {
    const cwd = await bothApplied()
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }, 'prod'), { tenant: 'prod' })
    const run = await adopt(cwd, '--everywhere')
    expect(run.code).toBe(0)
    expect(run.stderr).toContain('next plan of staging: update rule failed-logins (cases[0].status)\n')
    expect(text(cwd, ruleFile)).toBe(commented.replace('status: medium', 'status: high'))
    expect(text(cwd, 'ddac.yaml')).toBe(twoTenants)
  })

  it.each([
    ['the default tenant', []],
    ['all of them', ['--tenant', 'all']],
  ])('what all tenants changed alike goes into the file, asked for %s', async (_, words) => {
    const cwd = await bothApplied()
    for (const tenant of ['prod', 'staging']) {
      changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }, tenant), { tenant })
    }
    expect((await adopt(cwd, ...words)).code).toBe(0)
    expect(text(cwd, ruleFile)).toBe(commented.replace('status: medium', 'status: high'))
    expect(text(cwd, 'ddac.yaml')).toBe(twoTenants)
    expect(await isSettled(cwd)).toBe(true)
  })

  it('what each changed otherwise goes into the overlays of each', async () => {
    const cwd = await bothApplied()
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'high' }, 'prod'), { tenant: 'prod' })
    changeIn(cwd, 'failed-logins', caseWith(cwd, { status: 'low' }, 'staging'), { tenant: 'staging' })
    expect((await adopt(cwd, '--tenant', 'all')).code).toBe(0)
    expect(text(cwd, ruleFile)).toBe(commented)
    expect(await isSettled(cwd)).toBe(true)
  })
})
