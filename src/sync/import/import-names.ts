import { fileStem, isSlug, longestSlug, slugFrom } from '../../rule/slug'
import { idTag } from '../../rule/tenant/identity-tags'
import type { Held } from '../managed'

/** A file that the workspace has already. */
export interface ExistingFile {
  readonly kind: 'rule' | 'suppression'
  readonly id: string
  readonly name: string
  /** From the root of the workspace, with `/`. */
  readonly path: string
  /** Whether it goes to the tenant that is imported from. */
  readonly isHere?: boolean
  /** The tenant's id of the thing that the file means to take over there. */
  readonly adopts?: string
}

/** What becomes of one thing of the tenant: a new id, the file that holds it already, or a reason why it has none. */
export type Naming =
  | { readonly id: string }
  | { readonly existing: ExistingFile; readonly reason: string; readonly isSure: boolean }
  | { readonly trouble: string }

/**
 * Names things of one kind that are to be imported. A tag `ddac:<id>` decides; everything else is named after its name,
 * in the order in which it comes, with `-2`, `-3`, … where a name is taken. `all` are all things of that kind in the
 * tenant, whether they are imported or not; `names` gives better names than theirs, by the tenant's ids.
 */
export function nameImports(
  kind: ExistingFile['kind'],
  chosen: readonly Held[],
  all: readonly Held[],
  files: readonly ExistingFile[],
  names: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<Held, Naming> {
  const existing = files.filter((file) => file.kind === kind)
  const byAdopted = new Map(
    existing.flatMap((file) => (file.adopts === undefined ? [] : [[file.adopts, file] as const])),
  )
  const byId = new Map(existing.map((file) => [file.id, file]))
  const carriers = countBy(all.flatMap(({ tags }) => tags.ids))
  // What a file's own rule carries by tag is not another one of that name.
  const byName = new Map(existing.filter(({ id }) => !carriers.has(id)).map((file) => [file.name, file]))
  const taken = new Set([...byId.keys(), ...carriers.keys()])
  const turns = new Map<string, number>()
  const named = new Map<Held, Naming>()
  for (const one of chosen) {
    const sameName = one.tags.ids.length === 0 ? byName.get(one.name) : undefined
    const adopting = one.tags.ids.length === 0 ? byAdopted.get(one.remoteId) : undefined
    if (one.tags.ids.length > 0) named.set(one, byTag(one, byId, carriers))
    else if (adopting) named.set(one, ofFile(adopting, `${adopting.path} adopts it`))
    else if (sameName) {
      const reason = `${sameName.path} has this name already; ddac plan says whether it is the same`
      named.set(one, { ...ofFile(sameName, reason), isSure: false })
    } else {
      const id = freeSlug(names.get(one.remoteId) ?? one.name, one.remoteId, kind, { taken, turns })
      named.set(one, { id })
    }
  }
  return named
}

function byTag({ tags }: Held, byId: ReadonlyMap<string, ExistingFile>, carriers: ReadonlyMap<string, number>): Naming {
  const [id = '', ...more] = tags.ids
  if (more.length > 0) return { trouble: `it carries the tags of several files: ${tags.ids.join(', ')}` }
  if (!isSlug(id)) return { trouble: `its tag ${idTag(id)} names no file: an id is made of a-z, 0-9 and dashes` }
  if ((carriers.get(id) ?? 0) > 1) return { trouble: `several things in the tenant carry the tag ${idTag(id)}` }
  const existing = byId.get(id)
  return existing ? ofFile(existing, `${existing.path} manages it already`) : { id }
}

/** A file that holds it already; where that goes to other tenants only, what is to be done. */
function ofFile(existing: ExistingFile, reason: string) {
  const { path, kind, isHere = true } = existing
  if (isHere) return { existing, reason, isSure: true }
  const away = `${path} is the same ${kind}, and goes to other tenants; add this one to its tenants`
  return { existing, reason: away, isSure: false }
}

/** `turns`: the first turn of each name that may still be free, for thousands may have one name. */
function freeSlug(
  name: string,
  remoteId: string,
  kind: string,
  { taken, turns }: { readonly taken: Set<string>; readonly turns: Map<string, number> },
): string {
  const plain = slugFrom(name) || slugFrom(`${kind}-${remoteId}`)
  const base = fileStem(plain, kind)
  for (let turn = turns.get(base) ?? 1; ; turn += 1) {
    const suffix = turn === 1 ? '' : `-${turn}`
    const slug = `${base.slice(0, longestSlug - suffix.length).replace(/-+$/, '')}${suffix}`
    if (taken.has(slug)) continue
    taken.add(slug)
    turns.set(base, turn + 1)
    return slug
  }
}

function countBy(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
