import type { Finding } from '../../diagnostic/diagnostic'
import { isJsonObject } from '../../json/json-object'

/**
 * What a file holds that is no rule but something that rules are often made of: an answer of the API, a list, the rule
 * of another program. One finding with the way from there, in place of all that such a file lacks.
 */
export function foreignForm(value: unknown): Finding | undefined {
  const told = formOf(value)
  return told && { code: 'R100', severity: 'error', ...told }
}

/** The keys of the API around what it answers. */
export function envelopeOf(value: unknown): readonly string[] | undefined {
  if (!isJsonObject(value)) return undefined
  const { data, attributes } = value
  if (isJsonObject(data)) return isJsonObject(data['attributes']) ? ['data', 'attributes'] : ['data']
  return isJsonObject(attributes) ? ['attributes'] : undefined
}

const exported = '`ddac import --from FILE.json` makes files of what the API or the export of Datadog gave'

function formOf(value: unknown): Pick<Finding, 'message' | 'help' | 'path' | 'on'> | undefined {
  if (Array.isArray(value)) {
    const message = 'the file holds a list, not a rule'
    return isJsonObject(value[0])
      ? { message: 'the file holds a list of rules', help: `one file holds one rule: ${exported}`, path: [] }
      : { message, help: 'a rule is a map of keys: id, name, queries, …', path: [] }
  }
  if (!isJsonObject(value) || isRuleLike(value)) return undefined
  if (isJsonObject(value['detection']) && ('logsource' in value || 'title' in value)) return sigma
  if (isJsonObject(value['resource']) && Object.keys(value['resource']).some((key) => key.startsWith('datadog_'))) {
    const help = 'let `ddac import --from STATE.json` write the files, with what `terraform show -json` prints'
    return { message: 'this is a configuration of Terraform, not a rule', help, path: ['resource'], on: 'key' }
  }
  for (const key of ['data', 'rules'] as const) {
    if (!Array.isArray(value[key])) continue
    const message = `this is an answer of the API: its rules stand under ${key}`
    return { message, help: `one file holds one rule: ${exported}`, path: [key], on: 'key' }
  }
  const envelope = envelopeOf(value)
  if (!envelope) return undefined
  const where = envelope.join('.')
  return {
    message: `this is an answer of the API: the rule stands under ${where}`,
    help: `write the keys of ${where} at the top of the file, without the rest; ${exported}`,
    path: [envelope[0] ?? ''],
    on: 'key',
  }
}

const sigma = {
  message: 'this is a Sigma rule, not one of Datadog',
  // The backend's page: pypi.org/project/pySigma-backend-datadog.
  help: 'sigma-cli makes one of it: `sigma plugin install datadog`, then `sigma convert -t datadog -f siem_rule FILE`; give it an id and tests, and look at the names of its fields',
  path: ['detection'],
  on: 'key',
} as const

/** What has anything of a rule is told as one, whatever else it has. */
function isRuleLike(value: Readonly<Record<string, unknown>>): boolean {
  return ['queries', 'cases', 'options'].some((key) => Object.hasOwn(value, key))
}
