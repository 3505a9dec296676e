import { WorldError } from '../diagnostic/world-error'
import type { JsonObject } from '../event/log-event'
import { identityTags } from '../wire/identity-tags'
import { sameJson } from '../wire/stable-text'
import { type Comparison, compareRule, compareSuppression, ruleHash, suppressionHash } from './comparable'
import { type Held, sortRules, sortSuppressions } from './managed'
import type { Change, Kind, Plan } from './plan'
import { keepChanges } from './restrict-plan'
import { slugsInPlan } from './slugs-in-plan'
import type { TenantState } from './tenant-state'

/** A change of a saved plan that can no longer be made as it was planned. */
export interface MovedChange {
  readonly kind: Kind
  readonly id: string
  /** What has happened since, as a sentence about the thing. */
  readonly reason: string
}

/**
 * The part of a saved plan that is still to be done, if the tenant still is what the plan stands on. Changes that were
 * already made, by an apply that was interrupted, count as done. Throws a `conflict` WorldError that names everything
 * that has moved.
 */
export function remainingPlan(plan: Plan, actual: TenantState): Plan {
  const moved = groundMoved(plan, actual)
  if (moved.length === 0) {
    const look = lookAt(plan, actual)
    return keepChanges(plan, (change) => change.action === 'none' || look(change) !== 'done')
  }
  throw movedError('the tenant has moved since the plan was made', moved)
}

/** Which changes of a plan stand on something that the tenant no longer has as it was; those already made do not count. */
export function groundMoved(plan: Plan, actual: TenantState): readonly MovedChange[] {
  const look = lookAt(plan, actual)
  return plan.changes.flatMap((change) => {
    const seen = change.action === 'none' ? 'as planned' : look(change)
    return typeof seen === 'string' ? [] : [{ kind: change.kind, id: change.id, reason: seen.moved }]
  })
}

/** In which changes git's side of a saved plan differs from what the workspace wants now. */
export function gitMoved(plan: Plan, fresh: Plan): readonly MovedChange[] {
  const now = new Map(fresh.changes.map((change) => [keyOf(change), change]))
  const planned = new Set(plan.changes.map(keyOf))
  const edited = plan.changes.flatMap((change) => {
    const { action, kind, id, body } = change
    const other = now.get(keyOf(change))
    if (action === 'none' && (!other || other.action === 'none')) return []
    if (!other) return action === 'delete' ? [] : [{ kind, id, reason: 'its file is gone since the plan was made' }]
    if (action === 'delete') {
      return other.action === 'delete' ? [] : [{ kind, id, reason: 'its file has come back since the plan was made' }]
    }
    return sameJson(body, other.body) ? [] : [{ kind, id, reason: 'its file was edited since the plan was made' }]
  })
  const added = fresh.changes
    .filter((change) => change.action !== 'none' && !planned.has(keyOf(change)))
    .map(({ kind, id }) => ({ kind, id, reason: 'its file is new since the plan was made' }))
  return [...edited, ...added]
}

/** The error that refuses a plan whose ground has moved. */
export function movedError(what: string, moved: readonly MovedChange[]): WorldError {
  const shown = moved.slice(0, 10).map(({ kind, id, reason }) => `  ${kind} ${id}: ${reason}`)
  const more = moved.length > shown.length ? [`  and ${moved.length - shown.length} more`] : []
  return new WorldError('conflict', [`${what}:`, ...shown, ...more].join('\n'), 'make a new plan and look at it again')
}

type Seen = 'as planned' | 'done' | { readonly moved: string }

function lookAt(plan: Plan, actual: TenantState): (change: Change) => Seen {
  const rules = sortRules(actual.rules)
  const suppressions = sortSuppressions(actual.suppressions)
  const slugOf = slugsInPlan(plan, rules)
  const shelves = {
    rule: { ...rules, compare: (a: JsonObject, b: JsonObject) => compareRule(a, b, slugOf) },
    suppression: { ...suppressions, compare: (a: JsonObject, b: JsonObject) => compareSuppression(a, b, slugOf) },
  }
  const byRemoteId = new Map(
    [...held(rules), ...rules.provided, ...held(suppressions)].map((one) => [one.remoteId, one] as const),
  )
  return (change) => {
    const shelf = shelves[change.kind === 'suppression' ? 'suppression' : 'rule']
    const there = change.remoteId === undefined ? undefined : byRemoteId.get(change.remoteId)
    const hash = (one: Held): string => {
      if (change.body) return shelf.compare(change.body, one.body).actualHash
      return change.kind === 'suppression' ? suppressionHash(one.body) : ruleHash(one.body, slugOf)
    }
    if (change.action === 'delete') return there ? onGround(change, there, hash(there)) : 'done'
    const ours = shelf.ours.get(change.id) ?? []
    const [own] = ours
    if (own && ours.length === 1 && isAsWanted(change, own, shelf.compare)) {
      // A replace is done when the new one is there and the old one gone.
      return change.action === 'replace' && there && there !== own ? { moved: halfReplaced } : 'done'
    }
    if (change.action === 'create') {
      return own ? { moved: `${own.remoteId} of the tenant has carried its tag since the plan was made` } : 'as planned'
    }
    if (!there) return { moved: 'it was deleted in the tenant since the plan was made' }
    return onGround(change, there, hash(there))
  }
}

const halfReplaced = 'it was half replaced by an apply that was interrupted'

function onGround({ ground }: Change, there: Held, hash: string): Seen {
  if (there.version !== ground?.version) {
    return {
      moved: `it was changed in the tenant since the plan was made (version ${ground?.version} then, ${there.version} now)`,
    }
  }
  return hash === ground.hash
    ? 'as planned'
    : { moved: 'its content in the tenant is another than when the plan was made' }
}

/** Whether the thing that carries the tag is what the change would make, our tags included. */
function isAsWanted(
  { body, id }: Change,
  one: Held,
  compare: (wanted: JsonObject, actual: JsonObject) => Comparison,
): boolean {
  if (!body) return false
  const { ids, revision, replaced } = one.tags
  const planned = identityTags(body.tags).revision
  if (ids.join() !== id || replaced !== undefined || revision?.wanted !== planned?.wanted) return false
  const { fields, actualHash } = compare(body, one.body)
  return fields.length === 0 || revision?.stored === actualHash
}

function held({ ours, replaced, byHand }: ReturnType<typeof sortRules>): readonly Held[] {
  return [...ours.values(), ...replaced.values(), byHand].flat()
}

/** One override can stand for many default rules, so those are told apart by the tenant's ids. */
function keyOf({ kind, id, remoteId }: Change): string {
  return kind === 'override' ? `${kind} ${id} ${remoteId}` : `${kind} ${id}`
}
