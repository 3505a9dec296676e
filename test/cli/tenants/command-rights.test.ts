import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandRoutes } from '../../../src/cli/tenants/command-rights'
import { type Route, routes } from '../../../src/datadog/routes'
import { startEmulator } from '../../../src/emulator/start-emulator'
import { ddac, makeFolder } from '../run-in-process'
import { smallWorkspace } from '../small-workspace'

const keys = { apiKey: 'a1b2c3d4e5f60718293a4b5c6d7e8f90', appKey: '0f9e8d7c6b5a493827160f5e4d3c2b1a0f9e8d7c' }
const config = 'tenants:\n  prod: { site: datadoghq.eu }\n'

/** What each run may ask besides: a plan without them says that it did not look. */
const besides = ['validate --remote', 'effects in a plan']

interface Row {
  readonly line: string
  readonly of: string
}
const rows: readonly Row[] = [
  { line: 'plan', of: 'plan, drift, import, nightly' },
  { line: 'drift', of: 'plan, drift, import, nightly' },
  { line: 'import --all', of: 'plan, drift, import, nightly' },
  { line: 'nightly --out night', of: 'plan, drift, import, nightly' },
  { line: 'validate --remote', of: 'validate --remote' },
  { line: 'apply --yes', of: 'apply' },
  { line: 'pipeline pull', of: 'pipeline pull' },
  { line: 'eval --tenant-logs --last 1d', of: 'eval, impact --tenant-logs' },
  { line: 'suppress check --tenant-logs --last 1d', of: 'suppress check --tenant-logs' },
  { line: 'backtest failed-logins --from 2026-11-20 --to 2026-11-21', of: 'backtest' },
  { line: 'calibrate --last 1d', of: 'sample, calibrate' },
  { line: 'sample source:app --last 1d', of: 'sample, calibrate' },
  { line: 'suppress check --tenant-signals --last 1d', of: 'suppress check, list --tenant-signals' },
  { line: 'suppress list --last 1d', of: 'suppress check, list --tenant-signals' },
  { line: 'review --out out --tenant-logs --last 1d', of: 'review --tenant-logs' },
  { line: 'export --format terraform', of: 'export --format terraform' },
]

describe('what the table says that a command asks of a tenant', () => {
  it.each(rows)('$line', async ({ line, of }) => {
    const asked: string[] = []
    const emulator = await startEmulator({
      requireKeys: keys,
      log: ({ method, path }) => asked.push(`${method} ${path.replace(/\?.*/, '')}`),
    })
    const cwd = makeFolder({ ...smallWorkspace(), 'ddac.yaml': config })
    const env = { DDAC_API_URL: emulator.url, DD_API_KEY: keys.apiKey, DD_APP_KEY: keys.appKey }
    await ddac(line.split(' '), { cwd, env })
    await emulator.close()
    const told: ReadonlySet<string> = new Set([of, ...besides].flatMap((each) => commandRoutes(each)))
    const found = [...new Set(asked)].flatMap((request) => nameOf(request) ?? [`none for ${request}`])
    expect(found.filter((name) => permissionOf(name) !== undefined && !told.has(name))).toEqual([])
    expect(found.filter((name) => told.has(name))).not.toEqual([])
  })
})

it('the page has each right with the calls that take it, from the one list of routes', () => {
  const page = readFileSync(join(__dirname, '../../../src/datadog/tenants.help.md'), 'utf8')
  const [, table = ''] = /\n\| right +\|[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)/.exec(page) ?? []
  const told = [...table.matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)].map(([, right = '', calls = '']) => [right, calls])
  const byRight = new Map<string, string[]>()
  for (const { permission, method, path } of Object.values(routes) as readonly Route[]) {
    if (permission !== undefined) byRight.set(permission, [...(byRight.get(permission) ?? []), `\`${method} ${path}\``])
  }
  expect(told).toEqual([...byRight].map(([right, calls]) => [right, calls.join(', ')]))
})

type Name = keyof typeof routes
const permissionOf = (name: string): string | undefined => (routes as Record<string, Route>)[name]?.permission

/** The route that a request was made by. */
function nameOf(request: string): Name | undefined {
  const found = Object.entries(routes).find(([, { method, path }]) => {
    const pattern = path.replace('{id}', '[^/]+')
    return new RegExp(`^${method} ${pattern}$`).test(request)
  })
  return found?.[0] as Name | undefined
}
