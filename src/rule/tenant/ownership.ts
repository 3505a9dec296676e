import type { IdentityTags } from './identity-tags'

/** Under which name a workspace manages what it has in a tenant. */
export interface Ownership {
  /** The name in the tag `ddac_workspace:<name>`. Absent: things carry no owner, and one without is its own. */
  readonly owner?: string
  /** The name that it had before: what carries it is its own as well, and gets the new one. */
  readonly formerly?: string
}

/**
 * Whose a thing of a tenant is that a workspace looks at. `unowned` carries no name, where the workspace has one: its own
 * only if git has its id. `shared` carries its name and another one, which only somebody's hand can have written.
 */
export type Standing = 'ours' | 'unowned' | 'shared' | 'theirs'

/** Tells by its tags whose a thing is. */
export function standingOf({ owners }: Pick<IdentityTags, 'owners'>, { owner, formerly }: Ownership): Standing {
  if (owners.length === 0) return owner === undefined ? 'ours' : 'unowned'
  const own = owners.filter((name) => isSameOwner(name, owner) || isSameOwner(name, formerly))
  if (owner === undefined || own.length === 0) return 'theirs'
  return own.length === owners.length ? 'ours' : 'shared'
}

/** Whether a thing carries the name of the workspace and no other: then nothing is to be done about whose it is. */
export function carriesOwner({ owners }: Pick<IdentityTags, 'owners'>, { owner }: Ownership): boolean {
  return owners.length === 1 && isSameOwner(owners[0], owner)
}

/** Whether a thing has an owner that must be renamed: it carries the name that the workspace had before. */
export function isRenamedOwner({ owners }: Pick<IdentityTags, 'owners'>, ownership: Ownership): boolean {
  return owners.length > 0 && !carriesOwner({ owners }, ownership)
}

/** Names that differ in nothing but upper and lower case are one: a tenant may write all tags in lower case (not known). */
function isSameOwner(name: string | undefined, owner: string | undefined): boolean {
  return name !== undefined && name.toLowerCase() === owner?.toLowerCase()
}
