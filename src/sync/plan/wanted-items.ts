import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import type { AdoptionKeys } from '../../rule/adoption-keys'
import type { Rule } from '../../rule/rule'
import { ownerTag } from '../../rule/tenant/identity-tags'
import type { Suppression } from '../../suppression/suppression'
import { encodeRule } from '../../wire/encode-rule'
import { encodeSuppression } from '../../wire/encode-suppression'
import { ruleScopeQuery, type ScopeNames } from '../../wire/rule-scope'
import { mapReferences, referencesOf, ruleHash, type SlugOf, suppressionHash } from '../comparable'
import type { PlanProblem } from './plan'
import type { WantedItem } from './wanted-item'

/** Wanted things by slug, and the files that cannot be planned for want of a slug of their own. */
export interface WantedItems {
  readonly items: ReadonlyMap<string, WantedItem>
  readonly problems: readonly PlanProblem[]
}

/** Rules as items; references that name a rule by the tenant's id are turned into slugs where it is one of ours. */
export function wantedRules(
  rules: readonly Rule[],
  tenant: string,
  slugOf: SlugOf,
  known: Iterable<string>,
): WantedItems {
  const all = rules.map((rule): WantedItem => {
    const { id = '', ...fields } = rule
    const body = mapReferences(encodeRule(fields), slugOf)
    return {
      kind: 'rule',
      id,
      name: rule.name,
      body,
      hash: ruleHash(body, slugOf),
      references: [],
      ...meantIn(rule, tenant),
    }
  })
  const { items, problems } = byId(all)
  const slugs = new Set([...items.keys(), ...known])
  const referring = [...items].map(([id, item]): [string, WantedItem] => {
    const named = new Set(referencesOf(item.body).map(({ rule }) => rule))
    return [id, { ...item, references: [...named].filter((rule) => slugs.has(rule)) }]
  })
  return { items: new Map(referring), problems }
}

/** Suppressions as items; those that name rules by slug refer to them, and ask for them by `names`. */
export function wantedSuppressions(
  suppressions: readonly Suppression[],
  tenant: string,
  slugs: ReadonlySet<string>,
  owner: string | undefined,
  names: ScopeNames,
): WantedItems {
  return byId(
    suppressions.map((suppression): WantedItem => {
      const { id, name, ruleQuery, rules, tags } = suppression
      // The owner is no content, but says which names in the scope are its own.
      const own = owner === undefined ? [] : [ownerTag(owner)]
      const body: JsonObject = { ...encodeSuppression(suppression), tags: [...tags, ...own] }
      const references = ruleQuery === undefined ? rules.filter((rule) => slugs.has(rule)) : []
      return {
        kind: 'suppression',
        id,
        name,
        body,
        hash: suppressionHash(body),
        references,
        ...(ruleQuery === undefined && { written: { rule_query: ruleScopeQuery(rules, names) } }),
        ...meantIn(suppression, tenant),
      }
    }),
  )
}

/** What a file says of the thing of one tenant that it means. */
function meantIn({ adopts, beside }: AdoptionKeys, tenant: string): Pick<WantedItem, 'adopts' | 'isBeside'> {
  const remoteId = adopts && Object.hasOwn(adopts, tenant) ? adopts[tenant] : undefined
  const isBeside = isJsonObject(beside) ? Object.hasOwn(beside, tenant) : beside === true
  return { ...(remoteId !== undefined && { adopts: remoteId }), ...(isBeside && { isBeside }) }
}

function byId(all: readonly WantedItem[]): WantedItems {
  const items = new Map<string, WantedItem>()
  const problems: PlanProblem[] = []
  for (const item of all) {
    if (item.id === '' || items.has(item.id)) problems.push(sameIdProblem(item))
    else items.set(item.id, item)
  }
  return { items, problems }
}

function sameIdProblem({ kind, id, name }: WantedItem): PlanProblem {
  const message = id === '' ? `the ${kind} "${name}" has no id` : `two ${kind}s have the id ${id}`
  const help = `give each ${kind} an id of its own; only the first with an id is planned`
  return { kind, id, code: 'P006', severity: 'error', path: ['id'], message, help }
}
