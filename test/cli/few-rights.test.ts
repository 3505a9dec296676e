import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run } from './run-in-process'
import { rule, suppression } from './small-workspace'

const keys = { apiKey: 'a1b2c3d4e5f60718293a4b5c6d7e8f90', appKey: '0f9e8d7c6b5a493827160f5e4d3c2b1a0f9e8d7c' }
const readRules = 'security_monitoring_rules_read'
const writeRules = 'security_monitoring_rules_write'
const readSuppressions = 'security_monitoring_suppressions_read'
const config = { 'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.eu }\n' }

const open: Emulator[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

/** A tenant whose key has these rights alone; `asked` lists what it is asked. */
async function tenant(...permissions: readonly string[]) {
  const asked: string[] = []
  const log = ({ method, path, status }: { method: string; path: string; status: number }) =>
    asked.push(`${method} ${path.replace('/api/v2/security_monitoring/', '')} ${status}`)
  const emulator = await startEmulator({ requireKeys: { ...keys, permissions }, log })
  open.push(emulator)
  const run = (line: string, cwd: string): Promise<Run> =>
    ddac(line.split(' '), {
      cwd,
      env: { DDAC_API_URL: emulator.url, DD_API_KEY: keys.apiKey, DD_APP_KEY: keys.appKey },
    })
  return { asked, run }
}

const manyRules = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `app/r${index}.rule.yaml`,
      rule.replace('id: failed-logins', `id: r${index}`).replace('Several', `${index}`),
    ]),
  )

describe('a key that may not read suppressions', () => {
  const files = { ...config, 'app/failed-logins.rule.yaml': rule }

  it('serves a workspace of rules alone, and says that it did not look at suppressions', async () => {
    const { run } = await tenant(readRules, writeRules)
    const cwd = makeFolder(files)
    const applied = await run('apply --yes', cwd)
    expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining('prod: 1 applied.')])
    expect(applied.stderr).toContain('prod: its suppressions were not looked at, because the key may not list them')
    const planned = await run('plan --detailed-exitcode', cwd)
    expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining('its suppressions: could not list')])
    expect((await run('drift', cwd)).code).toBe(0)
    expect((await run('import --all', makeFolder(config))).stdout).toContain('1 imported')
  })

  it('withholds the suppressions of git, prunes none, and applies the rules', async () => {
    const { run, asked } = await tenant(readRules, writeRules)
    const cwd = makeFolder({ ...files, 'app/load-test.suppression.yaml': suppression })
    const { code, stdout } = await run('apply --yes --prune', cwd)
    expect(code).toBe(1)
    expect(stdout).toMatch(/^done {6}create rule failed-logins/m)
    expect(stdout).toMatch(/load-test[\s\S]*were not looked at, because the key may not list them/)
    expect(asked.filter((one) => /^(POST|PATCH|DELETE) configuration\/suppressions(\/[^r]|\b 2)/.test(one))).toEqual([])
    const drift = await run('drift', cwd)
    expect([drift.code, drift.stdout.includes('load-test')]).toEqual([0, false])
  })

  it('is no reason to go on where the rules cannot be listed', async () => {
    const { run } = await tenant(readSuppressions)
    const { code, stderr } = await run('plan', makeFolder(files))
    expect([code, stderr]).toEqual([2, expect.stringContaining('could not list the rules')])
  })
})

describe('a key that may only read', () => {
  it('is told of each right that it lacks once, and asked for it once', async () => {
    const { run, asked } = await tenant(readRules, readSuppressions)
    const cwd = makeFolder({ ...config, ...manyRules(60) })
    const { code, stdout } = await run('plan', cwd)
    expect(code).toBe(0)
    expect(asked.filter((one) => one === 'POST rules/validation 403')).toHaveLength(1)
    expect(stdout.match(/validation of rules/g)).toHaveLength(1)
  })

  it('is refused one write of rules, not sixty', async () => {
    const { run, asked } = await tenant(readRules, readSuppressions)
    const cwd = makeFolder({ ...config, ...manyRules(60) })
    const { code, stdout } = await run('apply --yes --no-remote-validate', cwd)
    expect(code).toBe(2)
    expect(asked.filter((one) => one === 'POST rules 403')).toHaveLength(1)
    expect(stdout).toContain('the key may not write rules, as the tenant said before')
  })
})

it('one rule that is closed to a key closes no other', async () => {
  const cwd = makeFolder({ ...config, ...manyRules(5) })
  const first = await startEmulator()
  open.push(first)
  const asked: string[] = []
  // The same tenant, in which the first create is refused for its own sake.
  const probe = await startEmulator({ log: ({ method, path }) => asked.push(`${method} ${path}`) })
  open.push(probe)
  const run = (url: string): Promise<Run> =>
    ddac(['apply', '--yes', '--no-remote-validate'], {
      cwd,
      env: { DDAC_API_URL: url, DD_API_KEY: keys.apiKey, DD_APP_KEY: keys.appKey },
    })
  await run(probe.url)
  const number = asked.indexOf('POST /api/v2/security_monitoring/rules') + 1
  await fetch(`${first.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify({ faults: `403@${number}` }) })
  const { code, stdout } = await run(first.url)
  expect([code, stdout.match(/^done/gm)?.length]).toEqual([2, 4])
  expect(stdout).not.toContain('as the tenant said before')
})
