import type { JsonObject } from '../json/json'
import { asNumber, asText, textIn } from '../json/json-text'
import { isSlug } from '../rule/slug'
import { identityTags } from '../rule/tenant/identity-tags'
import type { Suppression } from '../suppression/suppression'
import { rulesOfScope } from './rule-scope'
import { readDescription } from './suppression-description'

/**
 * A suppression of the tenant as a team would write it; the inverse of `encodeSuppression`. Without our tag its `id`
 * is empty. A rule query that is more than a list of tags stays a query.
 */
export function decodeSuppression(attributes: JsonObject): Suppression {
  const { ids, owners, rest } = identityTags(attributes.tags)
  const ruleQuery = textIn(attributes.rule_query)
  const rules = rulesOfScope(ruleQuery, owners)
  const suppressionQuery = asText(attributes.suppression_query)
  const dataExclusionQuery = asText(attributes.data_exclusion_query)
  const startMs = asNumber(attributes.start_date)
  const expiresMs = asNumber(attributes.expiration_date)
  return {
    id: ids.find(isSlug) ?? '',
    name: textIn(attributes.name),
    enabled: attributes.enabled === true,
    rules: rules ?? [],
    ...(!rules && { ruleQuery }),
    ...(suppressionQuery && { suppressionQuery }),
    ...(dataExclusionQuery && { dataExclusionQuery }),
    ...(startMs !== undefined && { startMs }),
    ...(expiresMs !== undefined && { expiresMs }),
    ...readDescription(textIn(attributes.description)),
    tags: rest,
  }
}
