import type { JsonObject } from '../../json/json'
import type { Ownership } from '../../rule/tenant/ownership'
import { serverSetFields } from '../../rule/tenant/server-set-fields'
import { suppressionServerFields } from '../../suppression/suppression-shape'
import { type Held, sortRules, sortSuppressions } from '../managed'
import { scopeByRemoteId, slugsOfScope } from '../scope-references'
import type { TenantState } from '../tenant-state'

/** Something of ours in the tenant, as it is without us. */
export interface PlainThing {
  readonly kind: 'rule' | 'suppression'
  /** Our id of it. */
  readonly id: string
  readonly remoteId: string
  readonly version: number
  readonly name: string
  /** Wire JSON without our tags; a suppression names rules of ours by the tenant's ids. */
  readonly body: JsonObject
  /** Rules of ours that a suppression asks for by our tags. */
  readonly asksFor: readonly string[]
}

export interface PlainThings {
  readonly things: readonly PlainThing[]
  /** What cannot be without our tags. */
  readonly troubles: readonly Bound[]
}

interface Bound extends Pick<PlainThing, 'kind' | 'id' | 'asksFor'> {
  readonly reason: string
}

/** All that we manage in a tenant, as it would be without us, rules first, by our ids. */
export function plainThings(actual: TenantState, ownership: Ownership = {}): PlainThings {
  const rules = ours(sortRules(actual.rules, ownership).ours)
  const suppressions = ours(sortSuppressions(actual.suppressions, ownership).ours)
  const remoteIds = new Map(rules.map(({ id, held }) => [id, held.remoteId]))
  const things: PlainThing[] = rules.map(({ id, held }) => ({
    ...told('rule', id, held),
    body: { ...without(held.body, serverSetFields), tags: held.tags.rest },
    asksFor: [],
  }))
  const troubles: Bound[] = []
  for (const { id, held } of suppressions) {
    const body = scopeByRemoteId(held.body, (slug) => remoteIds.get(slug))
    const asksFor = slugsOfScope(held.body)
    if (body) {
      const plain = { ...without(body, suppressionServerFields), tags: held.tags.rest }
      things.push({ ...told('suppression', id, held), body: plain, asksFor })
    } else {
      const reason = `it asks for its rules in words that hold only with our tags: ${String(held.body.rule_query)}`
      troubles.push({ kind: 'suppression', id, asksFor, reason })
    }
  }
  return { things, troubles }
}

function ours(held: ReadonlyMap<string, readonly Held[]>): readonly { readonly id: string; readonly held: Held }[] {
  const all = [...held].flatMap(([id, some]) => some.map((one) => ({ id, held: one })))
  return all.sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))
}

function told(kind: PlainThing['kind'], id: string, { remoteId, version, name }: Held) {
  return { kind, id, remoteId, version, name }
}

function without(body: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([field]) => !fields.includes(field)))
}
