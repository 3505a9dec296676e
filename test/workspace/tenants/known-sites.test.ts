import { meantSite } from '../../../src/workspace/tenants/known-sites'
import { ddac, makeFolder } from '../../cli/run-in-process'

test.each<[string, string | undefined]>([
  ['datadog.com', 'datadoghq.com'],
  ['datadog.eu', 'datadoghq.eu'],
  ['us3.datadog.com', 'us3.datadoghq.com'],
  ['https://app.datadoghq.eu/', 'datadoghq.eu'],
  ['https://us5.datadoghq.com/security?x=1', 'us5.datadoghq.com'],
  ['api.ap1.datadoghq.com', 'ap1.datadoghq.com'],
  ['acme.datadoghq.com', 'datadoghq.com'],
  ['us1.datadoghq.com', 'datadoghq.com'],
  ['US3', 'us3.datadoghq.com'],
  ['eu1', 'datadoghq.eu'],
  ['datadohq.com', 'datadoghq.com'],
  ['proxy.example.com', undefined],
  ['eu.example.com', undefined],
])('%s is meant for %s', (written, meant) => {
  expect(meantSite(written)).toBe(meant)
})

test.each<[string, readonly string[]]>([
  ['datadoghq.com', []],
  ['DatadogHQ.eu', []],
  ['datadog.com', ['W117 error']],
  ['proxy.example.com', ['W117 warning']],
])('validate of a tenant at %s', async (site, expected) => {
  const cwd = makeFolder({ 'ddac.yaml': `tenants: { prod: { site: ${site} } }\n` })
  const { stdout } = await ddac(['validate', '--format', 'json'], { cwd })
  const found: { code: string; severity: string }[] = JSON.parse(stdout).diagnostics
  expect(found.filter(({ code }) => code !== 'W111').map(({ code, severity }) => `${code} ${severity}`)).toEqual(
    expected,
  )
})
