/**
 * The tags by which a tenant remembers what is ours. `ddac:<id>` says which file a rule or suppression belongs to,
 * `ddac_rev:<hash>` what content was last applied, `ddac_replaced:<id>` that it waits to be deleted after a replace.
 */
const idKey = 'ddac:'
const revisionKey = 'ddac_rev:'
const replacedKey = 'ddac_replaced:'

/** What was last applied, as the revision tag remembers it. */
export interface Revision {
  /** Hash of the canonical content that git wanted. */
  readonly wanted: string
  /** Hash of what the tenant made of it, where that is not the same. */
  readonly stored?: string
}

export interface IdentityTags {
  /** Ids found; more than one only when somebody edited the tags by hand. */
  readonly ids: readonly string[]
  readonly revision?: Revision
  /** The id that this rule had before a newer one took its place. */
  readonly replaced?: string
  /** All other tags, in the order they came. */
  readonly rest: readonly string[]
}

/** Parts a tag list into our own tags and everybody else's. Anything that is no list of strings has no tags. */
export function identityTags(tags: unknown): IdentityTags {
  const ids: string[] = []
  const rest: string[] = []
  let revision: Revision | undefined
  let replaced: string | undefined
  for (const tag of Array.isArray(tags) ? tags : []) {
    if (typeof tag !== 'string') continue
    if (tag.startsWith(idKey)) ids.push(tag.slice(idKey.length))
    else if (tag.startsWith(revisionKey)) revision = readRevision(tag.slice(revisionKey.length))
    else if (tag.startsWith(replacedKey)) replaced = tag.slice(replacedKey.length)
    else rest.push(tag)
  }
  return { ids: [...new Set(ids)], rest, ...(revision && { revision }), ...(replaced !== undefined && { replaced }) }
}

/** Whether a tag is one of ours and thus no content of a rule. */
export function isIdentityTag(tag: string): boolean {
  return tag.startsWith(idKey) || tag.startsWith(revisionKey) || tag.startsWith(replacedKey)
}

/** The tag that ties a rule or suppression to the file with this id. */
export function idTag(id: string): string {
  return `${idKey}${id}`
}

/** The tag that remembers what was applied. */
export function revisionTag(revision: Revision): string {
  return `${revisionKey}${revision.wanted}${revision.stored === undefined ? '' : `-${revision.stored}`}`
}

/** The tag of a rule whose successor is about to be created, or has been. */
export function replacedTag(id: string): string {
  return `${replacedKey}${id}`
}

function readRevision(text: string): Revision {
  const dash = text.indexOf('-')
  return dash === -1 ? { wanted: text } : { wanted: text.slice(0, dash), stored: text.slice(dash + 1) }
}
