import type { Json, JsonObject } from '../json/json'
import { isSlug } from '../rule/slug'
import type { Suppression } from '../suppression/suppression'
import { identityTags } from './identity-tags'
import { rulesOfScope } from './rule-scope'
import { readDescription } from './suppression-description'

/**
 * A suppression of the tenant as a team would write it; the inverse of `encodeSuppression`. Without our tag its `id`
 * is empty. A rule query that is more than a list of tags stays a query.
 */
export function decodeSuppression(attributes: JsonObject): Suppression {
  const { ids, rest } = identityTags(attributes.tags)
  const ruleQuery = text(attributes.rule_query) ?? ''
  const rules = rulesOfScope(ruleQuery)
  const suppressionQuery = text(attributes.suppression_query)
  const dataExclusionQuery = text(attributes.data_exclusion_query)
  const startMs = time(attributes.start_date)
  const expiresMs = time(attributes.expiration_date)
  return {
    id: ids.find(isSlug) ?? '',
    name: text(attributes.name) ?? '',
    enabled: attributes.enabled === true,
    rules: rules ?? [],
    ...(!rules && { ruleQuery }),
    ...(suppressionQuery && { suppressionQuery }),
    ...(dataExclusionQuery && { dataExclusionQuery }),
    ...(startMs !== undefined && { startMs }),
    ...(expiresMs !== undefined && { expiresMs }),
    ...readDescription(text(attributes.description) ?? ''),
    tags: rest,
  }
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function time(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}
