import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { config, smallWorkspace, suppression } from './small-workspace'

/** The clock of these tests stands at 2026-11-25T12:00:00Z. */
const past = '2026-11-24'
const file = 'app/load-test.suppression.yaml'
const apply = (cwd: string): Promise<Run> => ddac(['apply', '--yes'], { cwd })
const isEmpty = async (cwd: string): Promise<boolean> =>
  (await ddac(['plan', '--detailed-exitcode'], { cwd })).code === 0

interface Held {
  readonly enabled: boolean
  readonly name: string
  readonly start_date?: number
  readonly expiration_date?: number
}

function held(cwd: string): Held | undefined {
  const { suppressions } = JSON.parse(readFileSync(join(cwd, '.ddac/local.json'), 'utf8'))
  return (Object.values(suppressions) as Held[][])[0]?.at(-1)
}

/** Moves dates of the tenant's suppression, as time does. */
async function inTenant(cwd: string, change: object): Promise<void> {
  const path = join(cwd, '.ddac/local.json')
  const state = JSON.parse(readFileSync(path, 'utf8'))
  for (const versions of Object.values<object[]>(state.suppressions)) Object.assign(versions.at(-1) ?? {}, change)
  writeFiles(cwd, { '.ddac/local.json': JSON.stringify(state) })
}

it('suppress expire, plan, apply: it is disabled in the tenant, and nothing more is to do', async () => {
  const cwd = makeFolder(smallWorkspace())
  await apply(cwd)
  const before = held(cwd)
  expect((await ddac(['suppress', 'expire', 'load-test'], { cwd })).code).toBe(0)
  const plan = JSON.parse((await ddac(['plan', '--format', 'json'], { cwd })).stdout)
  expect(plan.changes.find(({ id }: { id: string }) => id === 'load-test')).toMatchObject({
    action: 'update',
    changedIn: 'git',
    fields: [{ path: 'enabled', before: true, after: false }],
  })
  expect((await apply(cwd)).code).toBe(0)
  expect(held(cwd)).toMatchObject({ enabled: false, expiration_date: before?.expiration_date })
  expect(await isEmpty(cwd)).toBe(true)
  expect((await ddac(['drift'], { cwd })).code).toBe(0)
})

it('switched on again by hand after it had ended, that is drift', async () => {
  const cwd = makeFolder(smallWorkspace())
  await apply(cwd)
  await ddac(['suppress', 'expire', 'load-test'], { cwd })
  await apply(cwd)
  await inTenant(cwd, { enabled: true })
  const drift = await ddac(['drift', '--format', 'json'], { cwd })
  expect(drift.code).toBe(1)
  expect(JSON.parse(drift.stdout)).toMatchObject({ drift: [{ id: 'load-test', alsoInGit: false }] })
})

it('against a new tenant an ended one blocks nothing: there is nothing to do for it', async () => {
  const cwd = makeFolder(smallWorkspace({ [file]: suppression.replace('2027-01-31', past) }))
  const run = await apply(cwd)
  expect(run).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^done {6}create rule failed-logins \S+\nlocal: 1/),
  })
  expect(held(cwd)).toBeUndefined()
  expect(await isEmpty(cwd)).toBe(true)
})

it('whose dates have passed meanwhile is unchanged, and an edit of it is applied without them', async () => {
  const dated = suppression.replace('expires: 2027-01-31', 'start: 2026-11-26\nexpires: 2027-01-31')
  const cwd = makeFolder(smallWorkspace({ [file]: dated }))
  expect((await apply(cwd)).code).toBe(0)
  const dates = { start_date: Date.UTC(2026, 10, 1), expiration_date: Date.UTC(2026, 10, 24) }
  await inTenant(cwd, dates)
  const over = dated.replace('2026-11-26', '2026-11-01').replace('2027-01-31', past)
  writeFiles(cwd, { [file]: over })
  expect(await isEmpty(cwd)).toBe(true)
  writeFiles(cwd, { [file]: over.replace('name: The load test', 'name: This load test') })
  expect((await apply(cwd)).code).toBe(0)
  expect(held(cwd)).toMatchObject({ name: 'This load test fails on purpose', enabled: true, ...dates })
  expect(await isEmpty(cwd)).toBe(true)
})

it('that began in the past and goes on is made without its start', async () => {
  const begun = suppression.replace('expires:', 'start: 2026-11-01\nexpires:')
  const cwd = makeFolder(smallWorkspace({ [file]: begun }))
  expect((await apply(cwd)).code).toBe(0)
  expect(held(cwd)).not.toHaveProperty('start_date')
  expect(await isEmpty(cwd)).toBe(true)
  expect((await ddac(['drift'], { cwd })).code).toBe(0)
  expect((await ddac(['validate', '--remote'], { cwd })).code).toBe(0)
  writeFiles(cwd, { [file]: begun.replace('name: The load test', 'name: This load test') })
  const { changes } = JSON.parse((await ddac(['plan', '--format', 'json'], { cwd })).stdout)
  expect(changes).toContainEqual(expect.objectContaining({ id: 'load-test', action: 'update', changedIn: 'git' }))
})

it('that shall have begun already, while the tenant still waits, begins there at once', async () => {
  const allowed = `${config}policy: { suppressions: { wider: allow } }\n`
  const waiting = suppression.replace('expires:', 'start: 2026-12-24\nexpires:')
  const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': allowed, [file]: waiting }))
  await apply(cwd)
  writeFiles(cwd, { [file]: suppression.replace('expires:', 'start: 2026-11-01\nexpires:') })
  expect((await apply(cwd)).code).toBe(0)
  expect(held(cwd)).not.toHaveProperty('start_date')
  expect(await isEmpty(cwd)).toBe(true)
})
