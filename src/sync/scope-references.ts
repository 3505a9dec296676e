import type { JsonObject } from '../json/json'
import { textIn } from '../json/json-text'
import { idOfTag } from '../rule/tenant/identity-tags'
import { withoutOwnerInScope } from '../wire/canonical-suppression'
import { ruleScopeQuery, rulesOfScope } from '../wire/rule-scope'

type SlugOf = (remoteId: string) => string | undefined

/**
 * The attributes of a suppression whose rule query names rules of ours by the tenant's ids, with their slugs in place
 * of the ids: `ruleId:abc-def-ghi` and `ddac:console-login` mean the same rule. A query that is more than a list of
 * rules and tags, or names a rule that `slugOf` does not know, stays as it is.
 */
export function scopeBySlug(written: JsonObject, slugOf: SlugOf): JsonObject {
  const attributes = withoutOwnerInScope(written)
  const { rule_query: query } = attributes
  if (typeof query !== 'string' || !query.includes('ruleId:')) return attributes
  const rules = rulesNamedIn(query, slugOf)
  return rules ? { ...attributes, rule_query: ruleScopeQuery([...new Set(rules)]) } : attributes
}

/**
 * The same the other way round, for a suppression that leaves us: rules of ours by the tenant's ids in place of our tags.
 * Undefined where it asks for one of ours that the tenant does not have, or in other words than ours.
 */
export function scopeByRemoteId(
  written: JsonObject,
  remoteIdOf: (slug: string) => string | undefined,
): JsonObject | undefined {
  const attributes = withoutOwnerInScope(written)
  const query = textIn(attributes.rule_query)
  const rules = rulesOfScope(query)
  if (!rules) return slugsOfScope(written).length > 0 ? undefined : attributes
  const words = rules.map((rule) => {
    const remoteId = rule.includes(':') ? undefined : remoteIdOf(rule)
    return rule.includes(':') ? ruleScopeQuery([rule]) : remoteId === undefined ? undefined : `ruleId:${remoteId}`
  })
  return words.includes(undefined) ? undefined : { ...attributes, rule_query: words.join(' OR ') }
}

/** The rules of ours that a suppression asks for by our tag, in whatever words. */
export function slugsOfScope(written: JsonObject): readonly string[] {
  const words = textIn(written.rule_query).split(/[\s()]+/)
  return words.flatMap((word) => idOfTag(word.replace(/^-/, '')) ?? [])
}

function rulesNamedIn(query: string, slugOf: SlugOf): readonly string[] | undefined {
  const inside = /^\(([^()]*)\)$/.exec(query.trim())?.[1] ?? query
  const named: string[] = []
  for (const word of inside.split(' OR ')) {
    const remoteId = /^ruleId:("?)([A-Za-z0-9-]+)\1$/.exec(word.trim())?.[2]
    const slug = remoteId === undefined ? undefined : slugOf(remoteId)
    const rules = slug === undefined ? rulesOfScope(word.trim()) : [slug]
    if (!rules) return undefined
    named.push(...rules)
  }
  return named
}
