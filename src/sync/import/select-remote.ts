import { WorldError } from '../../diagnostic/world-error'
import type { Ownership } from '../../rule/tenant/ownership'
import { compileRuleSearch } from '../../suppression/rule-search'
import { type Held, type Holdings, sortRules, sortSuppressions } from '../managed'
import type { TenantState } from '../tenant-state'

/** What to take out of a tenant: things by the tenant's ids or our slugs, rules by a query of the rule search, or all. */
export type Selection =
  | { readonly by: 'all' }
  | { readonly by: 'query'; readonly query: string }
  | { readonly by: 'ids'; readonly ids: readonly string[] }

export interface Selected {
  /** In the order of the tenant's ids, so that names given by turn stay the same. */
  readonly rules: readonly Held[]
  readonly suppressions: readonly Held[]
  /** Datadog's own and partners' rules among what was asked for. */
  readonly provided: readonly Held[]
  /** What other workspaces manage among it. */
  readonly theirs: readonly { readonly kind: 'rule' | 'suppression'; readonly held: Held }[]
  /** Ids that nothing in the tenant has. */
  readonly notFound: readonly string[]
}

/** Picks things of a tenant. Throws a `usage` WorldError for a query that cannot be read. */
export function selectRemote(actual: TenantState, selection: Selection, ownership: Ownership = {}): Selected {
  const rules = sortRules(actual.rules, ownership)
  const suppressions = sortSuppressions(actual.suppressions, ownership)
  const theirs = [
    ...[...rules.theirs.values()].map((held) => ({ kind: 'rule' as const, held })),
    ...[...suppressions.theirs.values()].map((held) => ({ kind: 'suppression' as const, held })),
  ]
  if (selection.by === 'all') {
    return { rules: own(rules), suppressions: own(suppressions), provided: rules.provided, theirs, notFound: [] }
  }
  if (selection.by === 'query') {
    const matches = compileRuleSearch(selection.query)
    if (!matches) {
      throw new WorldError('usage', `the query ${selection.query} cannot be read`, 'write it as in the list of rules')
    }
    const hit = ({ body, remoteId }: Held): boolean => matches({ ...body, id: remoteId })
    return {
      rules: own(rules).filter(hit),
      suppressions: [],
      provided: rules.provided.filter(hit),
      theirs: theirs.filter(({ kind, held }) => kind === 'rule' && hit(held)),
      notFound: [],
    }
  }
  const wanted = new Set(selection.ids)
  const isNamed = ({ remoteId, tags }: Held): boolean => wanted.has(remoteId) || tags.ids.some((id) => wanted.has(id))
  const found = {
    rules: own(rules).filter(isNamed),
    suppressions: own(suppressions).filter(isNamed),
    provided: rules.provided.filter(isNamed),
  }
  const all = Object.values(found).flat()
  const names = new Set(all.flatMap((one) => [one.remoteId, ...one.tags.ids]))
  // A slug is meant as one of our own where there is one.
  const asked = theirs.filter(
    ({ held: { remoteId, tags } }) => wanted.has(remoteId) || tags.ids.some((id) => wanted.has(id) && !names.has(id)),
  )
  for (const { held } of asked) for (const name of [held.remoteId, ...held.tags.ids]) names.add(name)
  return { ...found, theirs: asked, notFound: selection.ids.filter((id) => !names.has(id)) }
}

/** Everything that is not Datadog's or a partner's; what waits to be deleted after a replace is no content either. */
function own({ ours, byHand }: Holdings): readonly Held[] {
  const all = new Set([...[...ours.values()].flat(), ...byHand])
  return [...all].sort((left, right) => (left.remoteId < right.remoteId ? -1 : 1))
}
