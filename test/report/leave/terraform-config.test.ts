import { terraformConfig } from '../../../src/report/leave/terraform-config'
import type { PlainThing } from '../../../src/sync/leave/plain-things'

const rule: PlainThing = {
  kind: 'rule',
  id: 'root-login',
  remoteId: 'abc-def-ghi',
  version: 1,
  name: 'Root login',
  body: { name: `Root \${login}`, tags: [] },
  asksFor: [],
}

it.each([
  ['nothing', undefined],
  ['another resource', 'resource "datadog_monitor" "x" {\n}\n'],
])('a rule for which the tenant converts %s is held as JSON', (_, converted) => {
  expect(String(terraformConfig(rule, converted))).toBe(`import {
  to = datadog_security_monitoring_rule_json.root_login
  id = "abc-def-ghi"
}

resource "datadog_security_monitoring_rule_json" "root_login" {
  json = jsonencode({
  "name": "Root $\${login}",
  "tags": []
})
}
`)
})

it('a converted rule bears our name, whatever the converter called it', () => {
  const converted = 'resource "datadog_security_monitoring_rule" "root__login" {\n\tname = "Root"\n}\n'
  expect(String(terraformConfig(rule, converted))).toContain(
    'resource "datadog_security_monitoring_rule" "root_login" {\n\tname = "Root"\n}\n',
  )
})

it('a name that begins with a digit gets one that Terraform takes', () => {
  const text = String(terraformConfig({ ...rule, id: '2fa-off' }, undefined))
  expect(text).toContain('to = datadog_security_monitoring_rule_json._2fa_off\n')
  expect(text).toContain('resource "datadog_security_monitoring_rule_json" "_2fa_off" {')
})
