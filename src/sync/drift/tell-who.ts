import { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import { identityTags } from '../../rule/tenant/identity-tags'
import { differences } from '../../wire/differences'
import { atMost } from '../at-most'
import { type CompareSides, comparisonFor, type SlugOf, sidesOf } from '../comparable'
import type { Kind, Plan } from '../plan/plan'
import { lastTouchOf } from '../plan/plan-one'
import { slugsInPlan } from '../plan/slugs-in-plan'
import type { Remote, RemoteVersion } from '../remote'
import { appliedBase } from '../tenant-changes/applied-base'
import { type Drift, type DriftItem, howOf, turned } from './drift'

/**
 * Asks the tenant's history who moved each drifted thing and when, and what exactly they did where the file moved too.
 * `plan` is the one that came with the drift. Never fails: what the tenant does not tell, or may not be asked, is said as unknown.
 */
export async function tellWho(drift: Drift, plan: Plan, remote: Remote, concurrency = 4): Promise<Drift> {
  const slugOf = slugsInPlan(plan)
  const refused = new Map<Kind, string>()
  const ask = atMost(concurrency)
  const items = await Promise.all(
    drift.items.map((item) => (item.remoteId === undefined ? item : ask(() => toldBy(item, remote, slugOf, refused)))),
  )
  const count = (how: DriftItem['how']): number => items.filter((item) => item.how === how).length
  const counts = { changed: count('changed'), enabled: count('enabled'), disabled: count('disabled') }
  return { ...drift, items, summary: { ...drift.summary, ...counts } }
}

async function toldBy(item: DriftItem, remote: Remote, slugOf: SlugOf, refused: Map<Kind, string>): Promise<DriftItem> {
  const known = refused.get(item.kind)
  if (known !== undefined) return unknown(item, known)
  try {
    const id = item.remoteId ?? ''
    const versions = await (item.kind === 'suppression' ? remote.suppressionHistory(id) : remote.ruleHistory(id))
    return withHistory(item, versions, slugOf)
  } catch (error) {
    if (!(error instanceof WorldError)) throw error
    // A key that may not read one history may not read the next.
    if (error.code === 'forbidden' || error.code === 'unauthorized') refused.set(item.kind, error.message)
    return unknown(item, error.message)
  }
}

function unknown(item: DriftItem, because: string): DriftItem {
  const last = item.who.kind === 'last' ? item.who.touch : undefined
  return { ...item, who: { kind: 'unknown', because, ...(last && { last }) } }
}

function withHistory(item: DriftItem, versions: readonly RemoteVersion[], slugOf: SlugOf): DriftItem {
  if (item.kind !== 'override' && identityTags(versions.at(-1)?.body.tags).revision?.keeps) {
    return afterMerge({ ...item, kind: item.kind }, versions, slugOf)
  }
  const compare = comparisonFor(item.kind, slugOf)
  const base = versions.findLastIndex((version) => isAsApplied(item, version, compare))
  const now = versions.at(-1)
  if (!now) return unknown(item, "the tenant's history is empty")
  if (base === -1) return unknown(item, "the tenant's history does not hold what was applied last")
  const since = versions.slice(base + 1).map(({ version, body }) => ({ version, ...lastTouchOf(body) }))
  if (since.length === 0) return unknown(item, "the tenant's history ends with what was applied last")
  const who = { kind: 'since-apply', versions: since } as const
  // Of a default rule the history also holds what Datadog rewrote, which is told elsewhere.
  if (!item.alsoInGit || item.kind === 'override') return { ...item, who }
  const { fields } = compare(versions[base]?.body ?? {}, now.body)
  return { ...item, who, fields: fields.map(turned), how: howOf(fields) }
}

/** After an apply that left people's changes in place: what they did before and since, without what it wrote itself. */
function afterMerge(
  item: DriftItem & { readonly kind: 'rule' | 'suppression' },
  versions: readonly RemoteVersion[],
  slugOf: SlugOf,
): DriftItem {
  const contentOf = (body: JsonObject): JsonObject => sidesOf(item.kind, item.change.body ?? {}, body, slugOf).actual
  const now = versions.at(-1)?.body ?? {}
  const { revision } = identityTags(now.tags)
  const base = revision && appliedBase(versions, revision, contentOf)
  if (!base) return unknown(item, "the tenant's history does not hold what was applied last")
  const touched = base.since.map(({ version, body }) => ({ version, ...lastTouchOf(body) }))
  const fields = item.alsoInGit ? differences(base.content, contentOf(now)) : item.fields
  return { ...item, who: { kind: 'since-apply', versions: touched }, fields, how: howOf(fields.map(turned)) }
}

/** Whether a version is what an apply left behind: its content is the one that its own revision tag remembers. */
function isAsApplied({ change }: DriftItem, { body }: RemoteVersion, compare: CompareSides): boolean {
  const { revision } = identityTags(body.tags)
  if (!revision || revision.keeps) return false
  return compare(change.body ?? {}, body).actualHash === (revision.stored ?? revision.wanted)
}
