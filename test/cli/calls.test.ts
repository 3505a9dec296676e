import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, writeFiles } from './run-in-process'
import { rule, suppression } from './small-workspace'

const count = 4
const ruleText = (index: number, message = 'first'): string =>
  rule.replaceAll('failed-logins', `r${index}`).replace('Several', `${index}`).replace('Ask', `${message}: ask`)
const files = (message?: string): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      [`r${index}.rule.yaml`, ruleText(index, message)],
      [
        `q${index}.suppression.yaml`,
        suppression.replaceAll('load-test', `q${index}`).replace('failed-logins', `r${index}`),
      ],
    ]).flat(),
  )

let emulator: Emulator
let asked: string[] = []
beforeAll(async () => {
  emulator = await startEmulator({
    log: ({ method, path }) =>
      asked.push(
        `${method} ${path.replace(/^\/api\/v2\/(security_monitoring\/)?/, '').replace(/[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}/, 'ID')}`,
      ),
  })
})
afterAll(() => emulator.close())

/** How often each route is asked. */
async function callsOf(line: string, cwd: string): Promise<Record<string, number>> {
  asked = []
  const env = { DDAC_API_URL: emulator.url, DD_API_KEY: 'a'.repeat(32), DD_APP_KEY: 'b'.repeat(40) }
  const { code, stderr } = await ddac(line.split(' '), { cwd, env })
  expect([code, stderr.includes('error')]).toEqual([0, false])
  const counts: Record<string, number> = {}
  for (const each of asked) counts[each] = (counts[each] ?? 0) + 1
  return counts
}

const lists = { 'GET rules': 1, 'GET configuration/suppressions': 1 }
const settings = {
  'GET configuration/security_filters': 1,
  'GET configuration/critical_assets': 1,
  'GET security/signals/notification_rules': 1,
}
const validations = { 'POST rules/validation': count, 'POST configuration/suppressions/validation': count }

it('each list is asked for once, and each thing that is written costs one question, one look and one write', async () => {
  const cwd = makeFolder({ 'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.eu }\n', ...files() })
  expect(await callsOf('validate --remote', cwd)).toEqual(validations)
  expect(await callsOf('plan', cwd)).toEqual({ ...lists, ...settings, ...validations })
  expect(await callsOf('apply --yes', cwd)).toEqual({
    ...settings,
    ...validations,
    'GET current_user': 1,
    // Once for the plan, once for what a create could meet, once for what another apply made meanwhile.
    'GET rules': 3,
    'GET configuration/suppressions': 3,
    'POST rules': count,
    'POST configuration/suppressions': count,
  })
  expect(await callsOf('plan', cwd)).toEqual(lists)
  expect(await callsOf('drift', cwd)).toEqual(lists)
  writeFiles(cwd, files('again'))
  expect(await callsOf('apply --yes', cwd)).toEqual({
    ...lists,
    ...settings,
    'GET current_user': 1,
    'POST rules/validation': count,
    'GET rules/ID': count,
    'PUT rules/ID': count,
  })
})
