import type { Json, JsonObject } from '../../json/json'
import { asObject, isJsonObject, isList, isObjectList, objectsIn } from '../../json/json-object'
import { asText, textIn } from '../../json/json-text'
import type { RemoteRule, RemoteSuppression } from '../remote'
import type { TenantState } from '../tenant-state'
import type { TerraformResource } from './terraform-state'

/**
 * What a state of Terraform holds of rules and suppressions, as the API has it (resource documentation of the provider):
 * blocks are lists in the singular, keys have underscores, and what is not set is null or empty.
 */
export function terraformContent(tenant: string, resources: readonly TerraformResource[]): TenantState {
  const rules: RemoteRule[] = []
  const suppressions: RemoteSuppression[] = []
  for (const { type, remoteId: id = '', attributes = {} } of resources) {
    if (type.endsWith('_suppression')) suppressions.push({ id, version: 0, attributes: suppressionOf(attributes) })
    else rules.push({ id, version: 0, body: type.endsWith('_json') ? parsed(attributes.json) : ruleOf(attributes) })
  }
  return { tenant, rules, suppressions }
}

/** Of Terraform alone, or given up. */
const notSent = new Set(['id', 'validate', 'agent_rule', 'default_rule_id', 'effective_tags', 'default_tags'])

function ruleOf(attributes: JsonObject): JsonObject {
  const { queries = [], signalQueries: _ofSignals, ...body } = wireObject(attributes)
  const ofSignals = objectsIn(attributes.signal_query).map(wireObject)
  const ofLogs = objectsIn(attributes.query).map(wireObject)
  return {
    isEnabled: true,
    ...body,
    queries: ofSignals.length + ofLogs.length > 0 ? [...ofLogs, ...ofSignals] : queries,
  }
}

function wireObject(object: JsonObject): JsonObject {
  const fields = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    const isText = typeof value === 'string'
    const isUnset =
      value === null || (isList(value) && value.length === 0) || (isText && value === '' && key !== 'query')
    return notSent.has(key) || isUnset ? [] : [[wireName(key, value), wireValue(key, value)]]
  })
  return Object.fromEntries(fields)
}

/** In the singular are blocks alone: `query` is a list in a rule, and the text of a query. */
function wireName(key: string, value: Json): string {
  if (key === 'enabled') return 'isEnabled'
  const name = key.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  if (!isObjectList(value) || name.endsWith('s')) return name
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`
}

function wireValue(key: string, value: Json): Json {
  if (key === 'correlated_query_index') return Number(value)
  if (isJsonObject(value)) return wireObject(value)
  if (!isList(value)) return value
  const blocks = value.map((one) => (isJsonObject(one) ? wireObject(one) : one))
  return key.endsWith('options') ? (blocks[0] ?? {}) : blocks
}

function suppressionOf(attributes: JsonObject): JsonObject {
  const fields = Object.entries(attributes).flatMap(([key, value]): [string, Json][] => {
    if (notSent.has(key) || value === null || value === '') return []
    return [[key, key.endsWith('_date') && typeof value === 'string' ? Date.parse(value) : value]]
  })
  return { description: '', ...Object.fromEntries(fields), name: textIn(attributes.name) }
}

function parsed(json: Json | undefined): JsonObject {
  try {
    return asObject(JSON.parse(asText(json) ?? '')) ?? {}
  } catch {
    return {}
  }
}
