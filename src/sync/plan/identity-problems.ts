import { idTag } from '../../rule/tenant/identity-tags'
import type { Ownership } from '../../rule/tenant/ownership'
import type { Held, Holdings } from '../managed'
import type { PlanProblem } from './plan'
import { replaceReason, type WantedItem } from './wanted-item'

/** Several things of the tenant claim to be that of one file, or one that of several. */
export function copiedProblem(item: WantedItem, ours: readonly Held[]): PlanProblem {
  const ids = ours.map(({ remoteId }) => remoteId).join(', ')
  const tags = ours[0]?.tags
  const what = (tags?.ids.length ?? 0) > 1 ? 'files' : 'workspaces'
  const several = (what === 'files' ? tags?.ids : tags?.owners) ?? []
  return {
    kind: item.kind,
    id: item.id,
    code: 'P001',
    severity: 'error',
    path: ['id'],
    message:
      ours.length > 1
        ? `${ours.length} ${item.kind}s of the tenant carry the tag ${idTag(item.id)}: ${ids}`
        : `${item.kind} ${ids} of the tenant carries the tags of several ${what}: ${several.join(', ')}`,
    help: 'remove the tag from those that are not meant, then plan again; until then none of them is touched',
  }
}

/** What a file is for, where that is another workspace's: it is neither taken from it nor made a second time unasked. */
export function othersProblem(
  { kind, id, adopts = '' }: WantedItem,
  { theirs, theirsBySlug }: Holdings,
  { owner }: Ownership,
): PlanProblem | undefined {
  const adopted = theirs.get(adopts)
  const [same] = owner === undefined ? (theirsBySlug.get(id) ?? []) : []
  const found = adopted ?? same
  if (!found) return undefined
  const whose = ownersText(found)
  const meant = found.tags.owners[0]
  return {
    kind,
    id,
    code: 'P040',
    severity: 'error',
    path: [adopted ? 'adopts' : 'id'],
    message: `${found.remoteId} of the tenant, which ${adopted ? 'it adopts' : `carries the tag ${idTag(id)}`}, belongs to ${whose}`,
    help:
      owner === undefined && meant !== undefined
        ? `write workspace: ${meant} into ddac.yaml if that is this one; else give this one a name of its own`
        : 'have the other workspace give it up first, or take adopts out to make one of your own',
  }
}

/** The workspace that manages a thing, for a sentence. */
export function ownersText({ tags: { owners } }: Pick<Held, 'tags'>): string {
  return owners.length === 0 ? 'a workspace without a name' : `the workspace ${owners.join(' and ')}`
}

/** Something of nobody has the name of what would be created. */
export function namesakeProblem(item: WantedItem, namesakes: readonly Held[], tenant: string): PlanProblem {
  const [first] = namesakes
  const alone = namesakes.length === 1 ? first : undefined
  const otherKind = alone && item.kind === 'rule' ? replaceReason(item.body, alone.body) : undefined
  const meant = otherKind
    ? `it cannot be taken over, since ${otherKind}`
    : `write adopts: { ${tenant}: ${alone?.remoteId ?? 'ID'} } into the file to take ${alone ? 'it' : 'one of them'} over, or pass --adopt ${item.id}`
  return {
    kind: item.kind,
    id: item.id,
    code: 'P005',
    severity: 'error',
    path: ['name'],
    message: `the tenant has ${alone ? `a ${item.kind}` : `${namesakes.length} ${item.kind}s`} of this name that nobody manages: ${namesakes.map(({ remoteId }) => remoteId).join(', ')}`,
    help: `${meant}; beside: true, or --create-beside ${item.id}, makes another one`,
  }
}
