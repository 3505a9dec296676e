import type { Json, JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { textIn } from '../../json/json-text'

/** A rule as Datadog's conversion writes it for Terraform: tabs, blocks for objects, fields in a fixed order (observed). */
export function ruleAsTerraform(rule: JsonObject): string {
  const name = textIn(rule.name)
  const label = name.toLowerCase().replace(/[^a-z0-9_]+/g, '_')
  return `resource "datadog_security_monitoring_rule" ${quoted(label)} {\n${fieldsOf(rule, ruleOrder, '\t')}}\n`
}

/** A suppression as Datadog's export writes it: fields by name, equal signs aligned, what is empty left out (observed). */
export function suppressionAsTerraform({ id, ...attributes }: JsonObject): string {
  const kept = suppressionFields.flatMap((field) => {
    const value = attributes[field]
    const isSet = value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
    return isSet ? [[field, value] as const] : []
  })
  const width = Math.max(...kept.map(([field]) => field.length))
  const lines = kept.map(([field, value]) => `  ${field.padEnd(width)} = ${printed(value)}\n`).join('')
  return `resource "datadog_security_monitoring_suppression" ${quoted(String(id))} {\n${lines}}\n`
}

const suppressionFields = [
  'data_exclusion_query',
  'description',
  'enabled',
  'expiration_date',
  'name',
  'rule_query',
  'start_date',
  'suppression_query',
  'tags',
]

/** The order in which fields are written; others follow as they come. */
const ruleOrder = ['name', 'isEnabled', 'queries', 'options', 'cases', 'message', 'tags', 'hasExtendedTitle', 'type']
const innerOrders: Readonly<Record<string, readonly string[]>> = {
  queries: [
    'query',
    'groupByFields',
    'hasOptionalGroupByFields',
    'distinctFields',
    'aggregation',
    'name',
    'dataSource',
  ],
  options: ['keepAlive', 'maxSignalDuration', 'detectionMethod', 'evaluationWindow'],
  cases: ['name', 'status', 'notifications', 'condition'],
}

/** Names that are not just the API's own with underscores (Terraform's provider, resource documentation). */
const blockNames: Readonly<Record<string, string>> = {
  isEnabled: 'enabled',
  queries: 'query',
  cases: 'case',
  filters: 'filter',
  thirdPartyCases: 'third_party_case',
}

function fieldsOf(object: JsonObject, order: readonly string[], indent: string): string {
  const keys = [...order.filter((key) => key in object), ...Object.keys(object).filter((key) => !order.includes(key))]
  return keys.map((key) => field(key, object[key], indent)).join('')
}

function field(key: string, value: Json | undefined, indent: string): string {
  if (value === undefined || value === null) return ''
  const name = blockNames[key] ?? key.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`)
  const blocks = blocksOf(key, value)
  if (!blocks) return `${indent}${name} = ${printed(value)}\n`
  return blocks
    .map((block) => `${indent}${name} {\n${fieldsOf(block, innerOrders[key] ?? [], `${indent}\t`)}${indent}}\n`)
    .join('')
}

function blocksOf(key: string, value: Json): readonly JsonObject[] | undefined {
  const object = asObject(value)
  if (object) return [object]
  if (!Array.isArray(value)) return undefined
  const objects = value.flatMap((entry: Json): readonly JsonObject[] => {
    const inner = asObject(entry)
    return inner ? [inner] : []
  })
  const isBlockList = objects.length > 0 || key in innerOrders || key === 'filters'
  return isBlockList && objects.length === value.length ? objects : undefined
}

function printed(value: Json): string {
  if (typeof value === 'string') return quoted(value)
  return Array.isArray(value) ? `[${value.map(printed).join(', ')}]` : String(value)
}

/** A text of Terraform's language, in which `${` and `%{` begin an expression. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign)
}
