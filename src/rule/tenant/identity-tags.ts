import { listIn } from '../../json/json-object'

/**
 * The tags by which a tenant remembers what is ours. `ddac:<id>` says which file a rule or suppression belongs to,
 * `ddac_workspace:<name>` whose it is, `ddac_rev:<hash>` what content was last applied, `ddac_replaced:<id>` that it waits to be deleted after a replace, and
 * `ddac_set:<words>` what overrides changed on a default rule.
 */
const idKey = 'ddac:'
const ownerKey = 'ddac_workspace:'
const revisionKey = 'ddac_rev:'
const replacedKey = 'ddac_replaced:'
const changedKey = 'ddac_set:'

/** What was last applied, as the revision tag remembers it. */
export interface Revision {
  /** Hash of the canonical content that git wanted. */
  readonly wanted: string
  /** Hash of what the tenant made of it, where that is not the same. */
  readonly stored?: string
  /** What was stored differs since changes that a person made in the tenant were left in it. */
  readonly keeps?: true
}

export interface IdentityTags {
  /** Ids found; more than one only when somebody edited the tags by hand. */
  readonly ids: readonly string[]
  /** The workspace that manages it; several only when somebody edited the tags by hand, none if it has no name. */
  readonly owners: readonly string[]
  readonly revision?: Revision
  /** The id that this rule had before a newer one took its place. */
  readonly replaced?: string
  /** On a default rule: what overrides changed, in words of `changedTag`. Absent without such a tag. */
  readonly changed?: readonly string[]
  /** All other tags, in the order they came. */
  readonly rest: readonly string[]
}

/** Parts a tag list into our own tags and everybody else's. Anything that is no list of strings has no tags. */
export function identityTags(tags: unknown): IdentityTags {
  const ids: string[] = []
  const owners: string[] = []
  const rest: string[] = []
  let revision: Revision | undefined
  let replaced: string | undefined
  let changed: readonly string[] | undefined
  for (const tag of listIn(tags)) {
    if (typeof tag !== 'string') continue
    const id = idOfTag(tag)
    if (id !== undefined) ids.push(id)
    else if (tag.startsWith(ownerKey)) owners.push(tag.slice(ownerKey.length))
    else if (tag.startsWith(revisionKey)) revision = readRevision(tag.slice(revisionKey.length))
    else if (tag.startsWith(replacedKey)) replaced = tag.slice(replacedKey.length)
    else if (tag.startsWith(changedKey)) changed = tag.slice(changedKey.length).split('.')
    else rest.push(tag)
  }
  return {
    ids: [...new Set(ids)],
    owners: [...new Set(owners)],
    rest,
    ...(revision && { revision }),
    ...(replaced !== undefined && { replaced }),
    ...(changed && { changed }),
  }
}

/** Whether a tag is one of ours and thus no content of a rule. */
export function isIdentityTag(tag: string): boolean {
  return [idKey, ownerKey, revisionKey, replacedKey, changedKey].some((key) => tag.startsWith(key))
}

/** The tag that ties a rule or suppression to the file with this id. */
export function idTag(id: string): string {
  return `${idKey}${id}`
}

/** The id that a tag names, if it is such a tag. */
export function idOfTag(tag: string): string | undefined {
  return tag.startsWith(idKey) ? tag.slice(idKey.length) : undefined
}

/** The tag that remembers what was applied: `<wanted>`, `<wanted>-<stored>`, or `<wanted>+<stored>` where it keeps. */
export function revisionTag({ wanted, stored, keeps }: Revision): string {
  return `${revisionKey}${wanted}${stored === undefined ? '' : `${keeps ? '+' : '-'}${stored}`}`
}

/** The same tags with another revision; without one there before, it comes last. */
export function withRevision(tags: unknown, revision: Revision): readonly string[] {
  const others = listIn(tags).filter((tag): tag is string => typeof tag === 'string' && !tag.startsWith(revisionKey))
  return [...others, revisionTag(revision)]
}

/** The tag that says which workspace manages a thing. */
export function ownerTag(owner: string): string {
  return `${ownerKey}${owner}`
}

/** Our tags on a thing that we manage, in the order in which they are written. */
export function managingTags({
  ids,
  owner,
  changed,
  revision,
}: {
  readonly ids: readonly string[]
  readonly owner?: string | undefined
  readonly changed?: readonly string[] | undefined
  readonly revision?: Revision | undefined
}): readonly string[] {
  return [
    ...ids.map(idTag),
    ...(owner === undefined ? [] : [ownerTag(owner)]),
    ...(changed && changed.length > 0 ? [changedTag(changed)] : []),
    ...(revision ? [revisionTag(revision)] : []),
  ]
}

/** Whether a thing carries our tags as they are wanted: whose it is, what of it, and what git last asked for. */
export function isMarkedAs(have: IdentityTags, want: IdentityTags): boolean {
  const same = (left: readonly string[] = [], right: readonly string[] = []): boolean =>
    [...left].sort().join() === [...right].sort().join()
  return (
    same(have.ids, want.ids) &&
    same(have.owners, want.owners) &&
    same(have.changed, want.changed) &&
    have.replaced === undefined &&
    have.revision?.wanted === want.revision?.wanted
  )
}

/** The tag of a rule whose successor is about to be created, or has been. */
export function replacedTag(id: string): string {
  return `${replacedKey}${id}`
}

/** The tag of a default rule that remembers what overrides changed, so that it can be given back without a file. */
function changedTag(words: readonly string[]): string {
  return `${changedKey}${words.join('.')}`
}

function readRevision(text: string): Revision {
  const [, wanted = text, sign, stored] = /^([^+-]*)([+-])(.*)$/.exec(text) ?? []
  return { wanted, ...(stored !== undefined && { stored }), ...(sign === '+' && { keeps: true }) }
}
