import { startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run } from './run-in-process'
import { smallWorkspace } from './small-workspace'

const apiKey = 'f00dfeedf00dfeedf00dfeedf00dfeed'
const appKey = 'c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff'
const base = 'tenants:\n  prod: { site: datadoghq.com }\ndefaultTenant: prod\n'
const keys = { DD_API_KEY: apiKey, DD_APP_KEY: appKey }

/** Plans a proposed workspace in `head/`, reaching tenants as `base/ddac.yaml` says. */
function planOf(head: string, env: Record<string, string>, ...argv: string[]): Promise<Run> {
  const files = Object.entries(smallWorkspace({ 'ddac.yaml': head })).map(([name, text]) => [`head/${name}`, text])
  const cwd = makeFolder({ ...Object.fromEntries(files), 'base/ddac.yaml': base })
  return ddac(['plan', '--workspace', 'head', ...argv], { cwd, env })
}
const fromBase = ['--config-from', 'base']

describe('--config-from', () => {
  it('signs with the keys that the base names, where the head names others', async () => {
    const emulator = await startEmulator({ requireKeys: { apiKey, appKey } })
    try {
      const head = 'tenants:\n  prod: { site: datadoghq.com, keys: { api: DD_OTHER_KEY, app: DD_APP_KEY } }\n'
      const env = { ...keys, DD_OTHER_KEY: 'another', DDAC_API_URL: emulator.url }
      expect((await planOf(head, env)).stderr).toContain('not allowed (403)')
      const trusted = await planOf(head, env, ...fromBase)
      expect(trusted).toMatchObject({ code: 0, stdout: expect.stringContaining('prod: 2 to create') })
    } finally {
      await emulator.close()
    }
  })

  // Nothing is sent: the one host of the list is no tenant's, and the refusal names where the keys would have gone.
  const nowhere = { ...keys, DDAC_ALLOWED_HOSTS: 'nowhere.example.com' }
  it.each([
    ['another site', 'tenants:\n  prod: { site: datadoghq.eu }\n'],
    ['an emulator in its place', 'tenants:\n  prod: { emulator: true }\n'],
    [
      'another usual tenant',
      'tenants:\n  prod: { site: datadoghq.eu }\n  mine: { emulator: true }\ndefaultTenant: mine\n',
    ],
  ])('goes where the base says, where the head has %s', async (_, head) => {
    expect((await planOf(head, nowhere)).stderr).not.toContain('not sent to api.datadoghq.com')
    expect((await planOf(head, nowhere, ...fromBase)).stderr).toContain('keys are not sent to api.datadoghq.com')
  })

  it('asks nothing of a tenant that only the head has, and leaves it out of all', async () => {
    const head = `${base.replace('\ndefault', '\n  mine: { site: datadoghq.eu }\ndefault')}`
    const named = await planOf(head, nowhere, ...fromBase, '--tenant', 'mine')
    expect(named).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the tenant "mine" is not in the ddac.yaml of base'),
    })
    const all = await planOf(head, nowhere, ...fromBase, '--tenant', 'all')
    expect(all.stderr).toContain('keys are not sent to api.datadoghq.com')
    expect(all.stderr).not.toContain('mine')
  })

  it('is refused where the base has a mistake', async () => {
    const cwd = makeFolder({ ...smallWorkspace(), 'base/ddac.yaml': 'tenants: { prod: { sight: datadoghq.com } }' })
    const run = await ddac(['plan', ...fromBase], { cwd })
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('from which tenants are taken, has a mistake'),
    })
  })
})
