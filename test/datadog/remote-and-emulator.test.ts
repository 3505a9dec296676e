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
})
