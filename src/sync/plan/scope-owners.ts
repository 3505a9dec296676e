import { carriesOwner, type Ownership } from '../../rule/tenant/ownership'
import type { ScopeNames } from '../../wire/rule-scope'
import type { Held, Holdings } from '../managed'
import type { Change } from './plan'

/** How suppressions ask for the rules of a tenant: in a way that finds them before and after a plan is applied. */
export function scopeNames(rules: Holdings, ownership: Ownership): ScopeNames {
  return {
    ownerOf: ownersInScope(rules, ownership),
    remoteIdOf: (slug) => rules.ours.get(slug)?.find(({ tags }) => !tags.ids.includes(slug))?.remoteId,
  }
}

/**
 * The owner that suppressions ask for beside the slug of a rule: that of the workspace, but none while the tenant has the
 * rule without it. A rule gets its owner when it is written next, which is after the suppressions and may fail; asked for
 * before, it would be out of reach of what quiets it.
 */
function ownersInScope(rules: Holdings, ownership: Ownership): ScopeNames['ownerOf'] {
  const { owner } = ownership
  if (owner === undefined) return () => undefined
  const late = new Set<string>()
  const look = (id: string, { tags }: Held): void => {
    if (!carriesOwner(tags, ownership)) late.add(id)
  }
  for (const some of [rules.ours, rules.replaced]) {
    for (const [id, all] of some) for (const one of all) look(id, one)
  }
  // The slug of an override is a tag of the default rules that it is for.
  for (const one of rules.provided) if (one.standing !== 'theirs') for (const id of one.tags.ids) look(id, one)
  return (slug) => (late.has(slug) ? undefined : owner)
}

/**
 * A suppression that asks for a slug alone is written again once another workspace has a rule of that slug, although nobody
 * edited it: it would quiet that one as well.
 */
export function withNarrowScopes(
  changes: readonly Change[],
  { rules, suppressions }: { readonly rules: Holdings; readonly suppressions: Holdings },
): readonly Change[] {
  return changes.map((change): Change => {
    const { action, id, references, body } = change
    if (action !== 'none' || !references.some((rule) => rules.theirsBySlug.has(rule))) return change
    const before = suppressions.ours.get(id)?.[0]?.body.rule_query
    const after = body?.rule_query
    if (before === undefined || after === undefined || before === after) return change
    const reason = 'another workspace has a rule of the same id, which it would quiet as well'
    return { ...change, action: 'update', changedIn: 'git', fields: [{ path: 'rule_query', before, after }], reason }
  })
}
