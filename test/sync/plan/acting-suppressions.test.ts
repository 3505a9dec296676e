import { startEmulator } from '../../../src/emulator/start-emulator'
import type { JsonObject } from '../../../src/json/json'
import { actingSuppressions, unreadableScopes } from '../../../src/sync/plan/acting-suppressions'
import { numberedRule } from '../../datadog/large-workspace'

const scopes = [
  'source:okta',
  'source:okta number:1',
  'source:(okta OR github)',
  'source:okta -number:1',
  'type:log_detection severity:low',
  '"Rule one"',
  'number:*',
  'ruleId:abc-def-ghi',
  '*',
  'source:nothing',
  'name:"Rule one"',
]
const suppressions = scopes.map((rule_query, index) => ({
  id: `sup-${index}`,
  version: 1,
  attributes: { name: rule_query, enabled: true, rule_query, suppression_query: '@a:b', tags: [] },
}))
const rules: readonly JsonObject[] = [
  ['Rule one', ['source:okta', 'number:1']],
  ['Rule two', ['source:github', 'number:2']],
  ['Other', ['team:x']],
].map(([name, tags]) => {
  const { id: _, ...rule } = numberedRule('r', { name: String(name), tags: tags as readonly string[] })
  return JSON.parse(JSON.stringify(rule))
})

it('the suppressions that act on a rule are those that the tenant itself would name', async () => {
  const emulator = await startEmulator()
  const post = async (path: string, body: unknown): Promise<{ data: { id: string }[] }> => {
    const answer = await fetch(`${emulator.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
    return JSON.parse((await answer.text()) || '{}')
  }
  await post('/_emulator/seed', { suppressions: suppressions.map(({ id, attributes }) => ({ id, ...attributes })) })
  const acting = actingSuppressions(suppressions)
  for (const body of rules) {
    const { data } = await post('/api/v2/security_monitoring/configuration/suppressions/rules', body)
    expect(data.length).toBeGreaterThan(0)
    expect(acting({ id: 'r', remoteId: undefined, body }).map(({ remoteId }) => remoteId)).toEqual(
      data.map(({ id }) => id),
    )
  }
  await emulator.close()
})

it('a scope by the id that the tenant gave is found by that id', () => {
  const acting = actingSuppressions(suppressions)
  const [body = {}] = rules
  const names = (remoteId: string | undefined) => acting({ id: 'r', remoteId, body }).map(({ name }) => name)
  expect(names('abc-def-ghi')).toContain('ruleId:abc-def-ghi')
  expect(names('other')).not.toContain('ruleId:abc-def-ghi')
})

it('a scope that nobody here can read is told', () => {
  const [one] = suppressions
  const broken = { ...suppressions[0], id: 'x', version: 1, attributes: { ...one?.attributes, rule_query: 'source:(' } }
  expect(unreadableScopes(suppressions)).toEqual([])
  expect(unreadableScopes([broken])).toEqual([expect.stringContaining('its rule query cannot be read here')])
})
