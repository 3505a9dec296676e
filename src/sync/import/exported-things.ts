import type { Json, JsonObject } from '../../json/json'
import { asObject, isList, listIn, objectAt } from '../../json/json-object'
import { asNumber, asText } from '../../json/json-text'
import type { RemoteRule, RemoteSuppression } from '../remote'
import type { TenantState } from '../tenant-state'

/** What somebody exported out of a tenant, as that tenant would list it. */
export interface ExportedThings extends TenantState {
  /** How many things are neither rules nor suppressions. */
  readonly neither: number
}

/**
 * The rules and suppressions of JSON that Datadog exports: one as its page gives it, a list, or an answer of the API with
 * its things under `data`. What has no id gets its place among all, from 1, as `#1`.
 */
export function exportedThings(tenant: string, values: readonly Json[]): ExportedThings {
  const rules: RemoteRule[] = []
  const suppressions: RemoteSuppression[] = []
  let neither = 0
  let place = 0
  for (const thing of values.flatMap(thingsIn)) {
    place += 1
    const body = asObject(thing) ?? {}
    const attributes = objectAt(body, 'attributes') ?? body
    const id = asText(body.id) ?? `#${place}`
    const version = asNumber(attributes.version) ?? 0
    if (isSuppression(attributes)) suppressions.push({ id, version, attributes })
    else if (isRule(attributes)) rules.push({ id, version, body: attributes })
    else neither += 1
  }
  return { tenant, rules, suppressions, neither }
}

/** Whether an exported thing has no id of its own. */
export const isNameless = (remoteId: string): boolean => remoteId.startsWith('#')

function thingsIn(value: Json): readonly Json[] {
  if (isList(value)) return value
  const { data, rules } = asObject(value) ?? {}
  if (isList(rules)) return rules
  return data === undefined ? [value] : isList(data) ? listIn(data) : [data]
}

/** A suppression asks for its rules; a rule has what it looks for, or where it looks for it. */
const isSuppression = (body: JsonObject): boolean => typeof body.rule_query === 'string'
const isRule = (body: JsonObject): boolean =>
  isList(body.cases) || isList(body.queries) || objectAt(body, 'options') !== undefined
