import type { JsonObject } from '../../json/json'
import { identityTags } from '../../rule/tenant/identity-tags'
import type { Treatment } from '../../wire/change-policy'
import { contentHash } from '../../wire/content-hash'
import { differences } from '../../wire/differences'
import { type SlugOf, sidesOf } from '../comparable'
import type { Change } from '../plan/plan'
import type { RemoteVersion } from '../remote'
import { appliedBase } from './applied-base'
import { holdOf, peoples, type Settled, touchText, wereChanged } from './settled-change'
import type { Touched } from './tenant-change'

interface SettlingDeletion extends Touched {
  /** Its history, or why it cannot be read. */
  readonly history: readonly RemoteVersion[] | string
  readonly treatment: (path: string) => Treatment
  readonly slugOf: SlugOf
  readonly overwrite: boolean
  readonly nowMs: number
}

/** Whether a thing whose file is gone is another one than was applied, so that somebody's work may go with it. */
export function isTouchedDeletion({ change, body }: Touched, slugOf: SlugOf): boolean {
  const { revision, ids } = identityTags(body.tags)
  // What a replace left behind has lost its id to what took its place.
  if (change.action !== 'delete' || !revision || !ids.includes(change.id)) return false
  const { keeps, stored, wanted } = revision
  return keeps === true || contentHash(contentOf(change, body, slugOf)) !== (stored ?? wanted)
}

/**
 * A rule or suppression that a person changed since it was applied is not deleted with its file: whoever took the file out
 * may not have seen that change. What only the tenant itself rewrote goes.
 */
export function settledDeletion(settling: SettlingDeletion): Settled {
  const { change, body, history, treatment, slugOf, overwrite, nowMs } = settling
  const { revision } = identityTags(body.tags)
  const of = (one: JsonObject): JsonObject => contentOf(change, one, slugOf)
  const base = typeof history === 'string' || !revision ? undefined : appliedBase(history, revision, of)
  const all = base?.isMoved ? differences(base.content, of(body)) : []
  const who = base?.who(all.map(({ path }) => path)) ?? change.lastTouched
  const fields = all.filter(({ path }) => !overwrite && treatment(path) !== 'overwrite')
  if (fields.length === 0) {
    return { change: all.length > 0 ? { ...change, takesBack: peoples(all, who) } : change, warnings: [] }
  }
  const reason = `${wereChanged(fields)}${touchText(who, nowMs)}, and its file is gone`
  const remedy =
    'bring the file back and take the change in with ddac drift --adopt, or delete it with --overwrite-drift'
  return {
    change: { ...change, leaves: peoples(fields, who) },
    hold: { ...holdOf(change, reason, who, true), remedy },
    warnings: [],
  }
}

function contentOf({ kind }: Change, body: JsonObject, slugOf: SlugOf): JsonObject {
  return sidesOf(kind === 'suppression' ? kind : 'rule', body, body, slugOf).actual
}
