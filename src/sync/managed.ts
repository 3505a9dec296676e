import type { JsonObject } from '../json/json'
import { asObject } from '../json/json-object'
import { isText, textIn } from '../json/json-text'
import type { AdoptionKeys } from '../rule/adoption-keys'
import { type IdentityTags, identityTags } from '../rule/tenant/identity-tags'
import { type Ownership, type Standing, standingOf } from '../rule/tenant/ownership'
import { isProvided } from '../rule/tenant/provided-rule'
import type { LastTouch } from './plan/plan'
import type { RemoteRule, RemoteSuppression } from './remote'

/** A rule or suppression of the tenant in one shape, with what its tags say. */
export interface Held {
  readonly remoteId: string
  readonly version: number
  readonly name: string
  readonly body: JsonObject
  readonly tags: IdentityTags
  /** Whose it is, as far as its tags tell. */
  readonly standing: Standing
}

/** What a tenant holds of one kind, sorted by whose it is. */
export interface Holdings {
  /**
   * By slug. Several for one slug mean that somebody copied a rule together with its tags. What has no owner is among
   * them, unless something of the same slug has.
   */
  readonly ours: ReadonlyMap<string, readonly Held[]>
  /** What was copied from one of ours together with its tags and counts as made by hand, by slug. */
  readonly clones: ReadonlyMap<string, readonly Held[]>
  /** Rules that wait to be deleted after a replace, by slug. */
  readonly replaced: ReadonlyMap<string, readonly Held[]>
  readonly byHand: readonly Held[]
  /** The same by name, as a file may mean one of them. */
  readonly byName: ReadonlyMap<string, readonly Held[]>
  /** What other workspaces manage, by the tenant's id. It may carry our slugs, and is never written. */
  readonly theirs: ReadonlyMap<string, Held>
  /** The same by slug. */
  readonly theirsBySlug: ReadonlyMap<string, readonly Held[]>
  /** Datadog's own and partners' rules: never claimed, never deleted. */
  readonly provided: readonly Held[]
}

/** Sorts the tenant's rules by whose they are. */
export function sortRules(rules: readonly RemoteRule[], ownership: Ownership = {}): Holdings {
  return sortHeld(rules.map(({ id, version, body }) => held(id, version, body, ownership)))
}

/** Sorts the tenant's suppressions by whose they are. */
export function sortSuppressions(suppressions: readonly RemoteSuppression[], ownership: Ownership = {}): Holdings {
  return sortHeld(suppressions.map(({ id, version, attributes }) => held(id, version, attributes, ownership)))
}

/**
 * The same holdings with clones taken for what they are: made by hand. A clone carries the tags of the thing that somebody
 * copied; the original is the one that was there first and is named as in git. Where age and name speak against each
 * other, or neither tells, all of them stay as they are, and nobody can say which one is meant.
 */
export function withoutClones(holdings: Holdings, nameOf: (id: string) => string | undefined): Holdings {
  const clones = new Map<string, readonly Held[]>()
  const ours = new Map<string, readonly Held[]>()
  for (const [id, all] of holdings.ours) {
    const original = all.length > 1 ? originalOf(all, nameOf(id)) : undefined
    ours.set(id, original ? [original] : all)
    if (original)
      clones.set(
        id,
        all.filter((one) => one !== original),
      )
  }
  if (clones.size === 0) return holdings
  return { ...holdings, ours, clones, byHand: [...holdings.byHand, ...[...clones.values()].flat()] }
}

/**
 * The same holdings with what a file had under another id put under the one that it has now: the file says `formerly`, or
 * names by `adopts` what still carries the tag of a file that is gone.
 */
export function underNewNames(
  holdings: Holdings,
  files: readonly (AdoptionKeys & { readonly id?: string })[],
  tenant: string,
): Holdings {
  const filed = new Set(files.map(({ id }) => id))
  const old = new Map<string, string>()
  for (const [id, all] of holdings.ours) if (!filed.has(id)) for (const { remoteId } of all) old.set(remoteId, id)
  const ours = new Map(holdings.ours)
  for (const { id = '', formerly, adopts } of files) {
    if (id === '' || ours.has(id) || holdings.replaced.has(id)) continue
    const before = formerly ?? (adopts && Object.hasOwn(adopts, tenant) ? old.get(adopts[tenant] ?? '') : undefined)
    const all = before === undefined || filed.has(before) ? undefined : ours.get(before)
    if (before === undefined || !all) continue
    ours.delete(before)
    ours.set(id, all)
  }
  return { ...holdings, ours }
}

function originalOf(all: readonly Held[], name: string | undefined): Held | undefined {
  if (all.some(({ tags }) => tags.ids.length > 1)) return undefined
  const ages = all.map(({ body }) => createdAtMs(body))
  const first = Math.min(...ages)
  const oldest = all.filter((_, index) => ages[index] === first)
  const named = all.filter((one) => one.name === name)
  const [elder] = oldest.length === 1 && Number.isFinite(first) ? oldest : []
  if (!elder) return named.length === 1 ? named[0] : undefined
  return named.length === 0 || named.includes(elder) ? elder : undefined
}

/** Rules tell when they were made in camelCase, suppressions in snake_case; NaN where neither is told. */
export function createdAtMs({ createdAt, creation_date: creationDate }: JsonObject): number {
  const time = createdAt ?? creationDate
  return typeof time === 'number' ? time : Number.NaN
}

/** Who made a thing and when, as it tells itself. */
export function madeBy(body: JsonObject): LastTouch {
  const creator = asObject(body.creator)
  const by = [creator?.name, creator?.handle].find(isText)
  const atMs = createdAtMs(body)
  return { ...(by !== undefined && { by }), ...(Number.isFinite(atMs) && { atMs }) }
}

function held(remoteId: string, version: number, body: JsonObject, ownership: Ownership): Held {
  const tags = identityTags(body.tags)
  return { remoteId, version, name: textIn(body.name), body, tags, standing: standingOf(tags, ownership) }
}

function sortHeld(all: readonly Held[]): Holdings {
  const ours = new Map<string, Held[]>()
  const replaced = new Map<string, Held[]>()
  const byHand: Held[] = []
  const byName = new Map<string, Held[]>()
  const theirs = new Map<string, Held>()
  const provided: Held[] = []
  for (const one of all) {
    if (isProvided(one.body)) provided.push(one)
    else if (one.standing === 'theirs') theirs.set(one.remoteId, one)
    else if (one.tags.replaced !== undefined) append(replaced, one.tags.replaced, one)
    else if (one.tags.ids.length === 0) {
      byHand.push(one)
      append(byName, one.name, one)
    } else for (const id of one.tags.ids) append(ours, id, one)
  }
  // Beside one that carries our name, one without a name is that of a workspace without one.
  for (const [id, several] of ours) {
    const own = several.filter(({ standing }) => standing !== 'unowned')
    if (own.length === 0 || own.length === several.length) continue
    ours.set(id, own)
    for (const one of several) if (one.standing === 'unowned') theirs.set(one.remoteId, one)
  }
  const theirsBySlug = new Map<string, Held[]>()
  for (const one of theirs.values()) for (const id of one.tags.ids) append(theirsBySlug, id, one)
  return { ours, clones: new Map(), replaced, byHand, byName, theirs, theirsBySlug, provided }
}

function append(map: Map<string, Held[]>, key: string, value: Held): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
