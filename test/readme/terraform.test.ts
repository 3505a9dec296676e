import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '../../src/emulator/start-emulator'
import { makeFolder } from '../cli/run-in-process'
import { runShellLine } from '../cli/run-shell-line'
import { examplesIn, matches } from './examples'

const page = readFileSync(join(__dirname, '../../src/sync/terraform.help.md'), 'utf8')

const rule = {
  id: 'abc-def-ghi',
  version: 1,
  name: 'Root login',
  message: 'Look at it.',
  type: 'log_detection',
  isEnabled: true,
  queries: [{ query: 'source:cloudtrail @evt.name:ConsoleLogin' }],
  cases: [{ status: 'high', condition: 'a > 0' }],
  options: { evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
  tags: ['source:cloudtrail'],
}

/** Resources of one type, each with the id that it has in Datadog. */
const managed = (type: string, name: string, ...ids: readonly string[]) => {
  const instances = ids.map((id) => ({ attributes: { id } }))
  return { mode: 'managed', type: `datadog_${type}`, name, module: 'module.siem', instances }
}

const state = {
  version: 4,
  terraform_version: '1.9.0',
  resources: [
    managed('security_monitoring_rule', 'root_login', rule.id),
    managed('security_monitoring_default_rule', 'mfa', 'def-000-mfa'),
    managed('monitor', 'cpu', '1', '2'),
  ],
}

it('what import prints of a state is as the page on Terraform tells it', async () => {
  const emulator = await startEmulator()
  try {
    await fetch(`${emulator.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ rules: [rule] }) })
    const cwd = makeFolder({
      'ddac.yaml': 'tenants:\n  prod: { site: datadoghq.com }\n',
      'state.json': JSON.stringify(state),
    })
    const env = { DDAC_API_URL: emulator.url, DD_API_KEY: 'an-api-key-0000', DD_APP_KEY: 'an-app-key-0000' }
    const examples = examplesIn(page).filter(({ command }) => command.startsWith('ddac '))
    expect(examples).toHaveLength(1)
    for (const { command, output } of examples) {
      const { stdout, stderr } = await runShellLine(command, { cwd, env })
      expect(`${stdout}${stderr}`.trimEnd()).toMatch(matches(output))
    }
  } finally {
    await emulator.close()
  }
})
