import { WorldError } from '../diagnostic/world-error'
import type { JsonObject } from '../json/json'
import { asNumber } from '../json/json-text'
import type { Draft } from '../rule/rule'
import { suppressionsOn } from '../suppression/scopes'
import { decodeSuppression } from '../wire/decode-suppression'
import { compareRule } from './comparable'
import { createdAtMs } from './managed'
import type { Change, Plan } from './plan/plan'
import type { Remote } from './remote'
import type { TenantState } from './tenant-state'

/** A rule that a tenant has as git does, with the suppressions that act on it, since a moment. */
export interface SameRule {
  readonly rule: Draft
  readonly remoteId: string
  readonly sinceMs: number
}

/** Rules that are the same on both sides, and how many are not. */
export interface SameRules {
  readonly same: readonly SameRule[]
  readonly different: number
}

/**
 * The rules that a tenant has exactly as git does, with the same suppressions, and since when. The plan says what is the
 * same now; the history of a rule tells since when, where the tenant keeps one, else its last update. What was deleted
 * meanwhile leaves no trace. `fromMs` is as far back as anybody asks.
 */
export async function rulesSameSince(
  rules: readonly Draft[],
  plan: Pick<Plan, 'changes'>,
  state: TenantState,
  remote: Remote,
  fromMs: number,
): Promise<SameRules> {
  const same: SameRule[] = []
  const changes = new Map(
    plan.changes.flatMap((change) => (change.kind === 'rule' ? [[change.id, change] as const] : [])),
  )
  const bodies = new Map(state.rules.map(({ id, body }) => [id, body]))
  const suppressedSince = suppressionsSince(plan, state)
  for (const rule of rules) {
    const change = changes.get(rule.id ?? '')
    const body = bodies.get(change?.remoteId ?? '')
    const suppressedMs = suppressedSince(rule)
    if (!change || !isSame(change) || body === undefined || suppressedMs === undefined) continue
    const ownMs = await contentSince(change.remoteId ?? '', body, remote, fromMs)
    same.push({ rule, remoteId: change.remoteId ?? '', sinceMs: Math.max(ownMs, suppressedMs) })
  }
  return { same, different: rules.length - same.length }
}

function isSame({ action, fields }: Change): boolean {
  return action === 'none' || (action === 'adopt' && fields.length === 0)
}

/** Tells since when the suppressions of the tenant that act on a rule are those of git; undefined where they are not. */
function suppressionsSince(
  { changes }: Pick<Plan, 'changes'>,
  { suppressions }: TenantState,
): (rule: Draft) => number | undefined {
  const own = changes.filter(({ kind }) => kind === 'suppression')
  const sameIds = new Set(own.filter(isSame).flatMap(({ remoteId }) => remoteId ?? []))
  const moved = new Set(own.flatMap((change) => (isSame(change) ? [] : change.references)))
  const held = suppressions.map((one) => ({ ...one, suppression: decodeSuppression(one.attributes) }))
  const stored = new Map(held.map(({ suppression, id, attributes }) => [suppression, { id, attributes }]))
  const acting = suppressionsOn([...stored.keys()])
  return (rule) => {
    if (moved.has(rule.id ?? '')) return undefined
    const all = acting(rule).flatMap(({ suppression }) => stored.get(suppression) ?? [])
    if (!all.every(({ id }) => sameIds.has(id))) return undefined
    return all.reduce((sinceMs, { attributes }) => Math.max(sinceMs, updatedAtMs(attributes)), Number.NEGATIVE_INFINITY)
  }
}

/** The moment of the oldest of the latest versions that all say the same. */
async function contentSince(id: string, body: JsonObject, remote: Remote, fromMs: number): Promise<number> {
  const lastMs = updatedAtMs(body)
  if (lastMs <= fromMs) return lastMs
  const versions = await remote.ruleHistory(id).catch((error: unknown) => {
    // Some organisations do not have this route yet: then nobody knows what the update changed.
    if (error instanceof WorldError && error.code !== 'network' && error.code !== 'interrupted') return []
    throw error
  })
  let sinceMs = lastMs
  for (const version of [...versions].sort((a, b) => b.version - a.version)) {
    if (compareRule(body, version.body, () => undefined).fields.length > 0) break
    sinceMs = Math.min(sinceMs, updatedAtMs(version.body))
  }
  return sinceMs
}

/** Rules tell their last update in camelCase, suppressions in snake_case; without one they are as they were made. */
function updatedAtMs(body: JsonObject): number {
  const updatedMs = asNumber(body.updatedAt) ?? asNumber(body.update_date)
  return updatedMs ?? (Number.isNaN(createdAtMs(body)) ? Number.POSITIVE_INFINITY : createdAtMs(body))
}
