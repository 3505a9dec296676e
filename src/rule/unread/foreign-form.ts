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
  if (!isJsonObject(value)) return undefined
  if (typeof value['type'] === 'string' && / alert$/.test(value['type']) && typeof value['query'] === 'string') {
    const help = 'monitors stay where they are; a detection rule has queries and cases: `ddac init` makes one'
    return { message: 'this is a monitor of Datadog, not a detection rule', help, path: ['type'] }
  }
  if (isRuleLike(value)) return undefined
  if (isJsonObject(value['detection']) && ('logsource' in value || 'title' in value)) return sigma
  const other = programs.find(({ has }) => has.every((keys) => keys.some((key) => Object.hasOwn(value, key))))
  if (other) {
    const key = other.has[0]?.find((one) => Object.hasOwn(value, one)) ?? ''
    return { message: `this is a rule of ${other.name}, not one of Datadog`, help: anew, path: [key], on: 'key' }
  }
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

const anew = 'write its search anew in the search syntax of Datadog; `ddac init` makes a rule to start from'

/** By which keys rules of other programs are known: one of each group. */
const programs: readonly { readonly name: string; readonly has: readonly (readonly string[])[] }[] = [
  // github.com/elastic/detection-rules, and the export of Kibana.
  {
    name: 'Elastic',
    has: [
      ['rule_id', 'risk_score'],
      ['language', 'index', 'query', 'risk_score_mapping'],
    ],
  },
  // github.com/splunk/security_content
  { name: 'Splunk', has: [['search'], ['how_to_implement', 'known_false_positives', 'data_source', 'rba']] },
  // github.com/Azure/Azure-Sentinel
  {
    name: 'Microsoft Sentinel',
    has: [
      ['queryFrequency', 'triggerOperator', 'requiredDataConnectors'],
      ['query', 'kind'],
    ],
  },
  // github.com/panther-labs/panther-analysis
  { name: 'Panther', has: [['AnalysisType', 'RuleID']] },
]

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
