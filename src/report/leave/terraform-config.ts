import { isoTime } from '../../diagnostic/times'
import type { JsonObject } from '../../json/json'
import { textIn } from '../../json/json-text'
import { type HclText, hcl, hclAsWritten, hclValue } from '../../medium/hcl-text'
import type { PlainThing } from '../../sync/leave/plain-things'

const ruleResource = 'datadog_security_monitoring_rule'
const suppressionResource = 'datadog_security_monitoring_suppression'

/** In the order of the provider's page. */
const suppressionFields = [
  'name',
  'description',
  'enabled',
  'rule_query',
  'suppression_query',
  'data_exclusion_query',
  'start_date',
  'expiration_date',
  'tags',
]

/**
 * A thing as configuration of Terraform, with the `import` block by which Terraform takes over what is there already. A
 * rule comes as the tenant converted it; one that it does not convert is held as JSON, which the provider takes as it is.
 */
export function terraformConfig(thing: PlainThing, converted: string | undefined): HclText {
  const { kind, id, remoteId, body } = thing
  // A name of Terraform does not begin with a digit.
  const label = id.replace(/-/g, '_').replace(/^(?=\d)/, '_')
  if (kind === 'suppression') return hcl`${importOf(suppressionResource, label, remoteId)}${suppression(label, body)}`
  const head = new RegExp(`^\\s*resource "${ruleResource}" "[^"\n]*" \\{`)
  if (converted !== undefined && head.test(converted)) {
    const named = converted.replace(head, () => `resource "${ruleResource}" "${label}" {`).trimEnd()
    return hcl`${importOf(ruleResource, label, remoteId)}${hclAsWritten(named)}\n`
  }
  const asJson = `${ruleResource}_json`
  return hcl`${importOf(asJson, label, remoteId)}resource "${asJson}" "${label}" {\n  json = jsonencode(${hclValue(body)})\n}\n`
}

function importOf(resource: string, label: string, remoteId: string): HclText {
  return hcl`import {\n  to = ${resource}.${label}\n  id = "${remoteId}"\n}\n\n`
}

function suppression(label: string, attributes: JsonObject): HclText {
  const fields = suppressionFields.flatMap((field) => {
    const value = field.endsWith('_date') ? dateOf(attributes[field]) : attributes[field]
    const isSet = value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
    return isSet ? [hcl`  ${field} = ${hclValue(value)}\n`] : []
  })
  return hcl`resource "${suppressionResource}" "${label}" {\n${fields}}\n`
}

/** The API has milliseconds, the provider RFC 3339. */
function dateOf(value: unknown): string | undefined {
  return typeof value === 'number' ? isoTime(value) : textIn(value) || undefined
}
