import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { readAccess } from '../../src/datadog/credentials'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'

const rule = {
  name: 'Console login without MFA',
  type: 'log_detection',
  isEnabled: true,
  message: 'Somebody logged in.',
  tags: ['ddac:console-login'],
  queries: [{ query: 'source:cloudtrail @evt.name:ConsoleLogin' }],
  cases: [{ status: 'medium', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
}
const still = { sleep: async () => {}, random: () => 0 }
const suppression = { name: 'Deploy role', enabled: true, rule_query: 'source:cloudtrail', suppression_query: '@a:b' }

describe('the remote against the emulator', () => {
  let emulator: Emulator
  beforeEach(async () => {
    emulator = await startEmulator()
  })
  afterEach(() => emulator.close())

  it('creates, reads, lists, updates and deletes a rule', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })
    const created = await remote.createRule(rule)
    expect(created).toMatchObject({
      id: expect.stringMatching(/^\w{3}-\w{3}-\w{3}$/),
      version: 1,
      body: { name: rule.name },
    })
    expect(await remote.getRule(created.id)).toEqual(created)
    expect(await remote.updateRule(created.id, { ...rule, name: 'Changed' })).toMatchObject({
      id: created.id,
      version: 2,
    })
    expect(await remote.listRules()).toMatchObject([{ id: created.id, version: 2, body: { name: 'Changed' } }])
    await remote.deleteRule(created.id)
    await remote.deleteRule(created.id)
    expect(await remote.getRule(created.id)).toBeUndefined()
    expect(await remote.listRules()).toEqual([])
  })

  it('tells every version of a rule and of a suppression, the oldest first, with who wrote it', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })
    const { id } = await remote.createRule(rule)
    for (let version = 2; version <= 12; version += 1) await remote.updateRule(id, { message: `Version ${version}` })
    const history = await remote.ruleHistory(id)
    expect(history.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(history.at(-1)?.body).toMatchObject({ message: 'Version 12', updater: { name: expect.any(String) } })
    const quiet = await remote.createSuppression(suppression)
    await remote.updateSuppression(quiet.id, { enabled: false })
    expect((await remote.suppressionHistory(quiet.id)).map(({ body }) => body.enabled)).toEqual([true, false])
    await expect(remote.ruleHistory('nope')).rejects.toMatchObject({ code: 'missing' })
    await expect(remote.suppressionHistory('nope')).rejects.toMatchObject({ code: 'missing' })
  })

  it('creates, reads, lists, updates and deletes a suppression', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })
    const created = await remote.createSuppression(suppression)
    expect(await remote.getSuppression(created.id)).toEqual(created)
    const updated = await remote.updateSuppression(created.id, { enabled: false })
    expect(updated).toMatchObject({ version: 2, attributes: { enabled: false, name: 'Deploy role' } })
    expect(await remote.listSuppressions()).toEqual([updated])
    await remote.deleteSuppression(created.id)
    await remote.deleteSuppression(created.id)
    expect(await remote.getSuppression(created.id)).toBeUndefined()
  })

  it('hands on what validation says, field by field', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })
    expect(await remote.validateRule(rule)).toEqual([])
    expect(await remote.validateRule({ ...rule, options: { ...rule.options, keepAlive: 7 } })).toEqual([
      { target: 'keepAlive', message: expect.stringContaining('allowed durations') },
    ])
    expect(await remote.validateSuppression(suppression)).toEqual([])
    expect(await remote.validateSuppression({ ...suppression, suppression_query: '' })).toEqual([
      { target: 'data.attributes.suppression_query', message: expect.any(String) },
    ])
  })

  it('lists every rule of a tenant that has more than one page', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })
    const rules = Array.from({ length: 200 }, (_, index) => ({ ...rule, id: `seed-${index}` }))
    await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ rules }) })
    expect((await remote.listRules()).map(({ id }) => id)).toEqual(rules.map(({ id }) => id))
  })

  it('a create whose answer is lost is told as such, and was carried out once', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url, pace: still })
    await setFaults('drop@1')
    await expect(remote.createRule(rule)).rejects.toMatchObject({ code: 'network' })
    expect(await remote.listRules()).toHaveLength(1)
  })

  it('an update whose answer is lost is done once, with or without a version', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url, pace: still })
    const { id } = await remote.createRule(rule)
    await setFaults('drop@1')
    expect(await remote.updateRule(id, { ...rule, name: 'Second', version: 1 })).toMatchObject({ version: 2 })
    const suppressed = await remote.createSuppression(suppression)
    await setFaults('drop@1')
    const changed = await remote.updateSuppression(suppressed.id, { enabled: false, version: 1 })
    expect(changed).toMatchObject({ version: 2, attributes: { enabled: false } })
  })

  it('reads and deletes get through every kind of trouble', async () => {
    const remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url, pace: still })
    const { id } = await remote.createRule(rule)
    await setFaults('429@1,500@2,cut@3,drop@4')
    expect(await remote.listRules()).toHaveLength(1)
    await setFaults('429@1,500@2,cut@3,drop@4')
    await remote.deleteRule(id)
    await setFaults('')
    expect(await remote.listRules()).toEqual([])
  })

  async function setFaults(faults: string): Promise<void> {
    await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify({ faults }) })
  }
})

describe('the keys of a run', () => {
  it('stand in no message, no state file and no log, whatever goes wrong', async () => {
    const [apiKey, appKey] = ['f00dfeedf00dfeedf00dfeedf00dfeed', 'c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff']
    const folder = mkdtempSync(join(tmpdir(), 'ddac-keys-'))
    const seen: unknown[] = []
    const emulator = await startEmulator({
      stateFile: join(folder, 'tenant.json'),
      requireKeys: { apiKey, appKey: 'another', permissions: [] },
      log: (answer) => seen.push(answer),
    })
    try {
      const access = readAccess(
        { tenant: 'prod' },
        { DD_API_KEY: apiKey, DD_APP_KEY: appKey, DDAC_API_URL: emulator.url },
      )
      const remote = connectDatadog({ tenant: 'prod', ...access, pace: still, onRetry: (notice) => seen.push(notice) })
      seen.push(access, remote)
      for (const faults of ['', '429@1+1', '500@1+1', 'drop@1+1', '418@1+1']) {
        await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify({ faults }) })
        for (const call of [() => remote.listRules(), () => remote.createRule(rule), () => remote.validateRule(rule)]) {
          await call().catch((error: unknown) => seen.push(error, String(error), (error as Error).stack))
        }
      }
      await emulator.close()
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
      const all =
        inspect(seen, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null }) +
        JSON.stringify(seen) +
        files.join()
      expect(seen.length).toBeGreaterThan(30)
      expect(all).not.toContain(apiKey)
      expect(all).not.toContain(appKey)
    } finally {
      await emulator.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
