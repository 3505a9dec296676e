import { WorldError } from '../../../diagnostic/world-error'
import { sameJson } from '../../../json/canonical-json'
import type { JsonObject } from '../../../json/json'
import { identityTags, isMarkedAs } from '../../../rule/tenant/identity-tags'
import { type CompareSides, comparisonFor, ruleHash, type SlugOf, suppressionHash } from '../../comparable'
import { type Held, sortRules, sortSuppressions } from '../../managed'
import { scopeBySlug } from '../../scope-references'
import type { TenantState } from '../../tenant-state'
import { type Change, changeKey, type Kind, type Plan } from '../plan'
import { keepChanges } from '../restrict-plan'
import { slugsInPlan } from '../slugs-in-plan'
import { isWrite } from '../withhold'

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
  const moved = basisMoved(plan, actual)
  if (moved.length === 0) {
    const look = lookAt(plan, actual)
    return keepChanges(plan, (change) => !isWrite(change) || look(change) !== 'done')
  }
  throw movedError('the tenant has moved since the plan was made', moved)
}

/** Which changes of a plan stand on something that the tenant no longer has as it was; those already made do not count. */
export function basisMoved(plan: Plan, actual: TenantState): readonly MovedChange[] {
  const look = lookAt(plan, actual)
  return plan.changes.flatMap((change) => {
    const seen = !isWrite(change) ? 'as planned' : look(change)
    return typeof seen === 'string' ? [] : [{ kind: change.kind, id: change.id, reason: seen.moved }]
  })
}

/** In which changes git's side of a saved plan differs from what the workspace wants now. */
export function gitMoved(plan: Plan, fresh: Plan): readonly MovedChange[] {
  const now = new Map(fresh.changes.map((change) => [changeKey(change), change]))
  const planned = new Set(plan.changes.map(changeKey))
  // By which names a suppression asks for a rule depends on what the rule carries by now, and is no edit.
  const slugOf = slugsInPlan(plan)
  const edited = plan.changes.flatMap((change) => {
    const { action, kind, id } = change
    const other = now.get(changeKey(change))
    if (!isWrite(change) && (!other || !isWrite(other))) return []
    if (!other) return action === 'delete' ? [] : [{ kind, id, reason: 'its file is gone since the plan was made' }]
    if (action === 'delete') {
      return other.action === 'delete' ? [] : [{ kind, id, reason: 'its file has come back since the plan was made' }]
    }
    return isOfSameGit(change, other, slugOf)
      ? []
      : [{ kind, id, reason: 'its file was edited since the plan was made' }]
  })
  const added = fresh.changes
    .filter((change) => isWrite(change) && !planned.has(changeKey(change)))
    .map(({ kind, id }) => ({ kind, id, reason: 'its file is new since the plan was made' }))
  return [...edited, ...added]
}

/** Whether two plans want the same of git. What people changed in the tenant may have come between, and be written with it. */
function isOfSameGit(one: Change, other: Change, slugOf: SlugOf): boolean {
  const plain = ({ body = {} }: Change): JsonObject => scopeBySlug(body, slugOf)
  const askedBy = ({ body }: Change): string | undefined => identityTags(body?.tags).revision?.wanted
  const isMerged = one.leaves !== undefined || other.leaves !== undefined
  return isMerged ? askedBy(one) === askedBy(other) : sameJson(plain(one), plain(other))
}

/** The error that refuses a plan whose basis has moved. */
export function movedError(what: string, moved: readonly MovedChange[]): WorldError {
  const shown = moved.slice(0, 10).map(({ kind, id, reason }) => `${kind} ${id}: ${reason}`)
  const more = moved.length > shown.length ? [`and ${moved.length - shown.length} more`] : []
  return new WorldError('conflict', what, 'make a new plan and look at it again', { details: [...shown, ...more] })
}

type Seen = 'as planned' | 'done' | { readonly moved: string }

function lookAt(plan: Plan, actual: TenantState): (change: Change) => Seen {
  const rules = sortRules(actual.rules, plan.ownership)
  const suppressions = sortSuppressions(actual.suppressions, plan.ownership)
  const slugOf = slugsInPlan(plan, rules)
  const byRemoteId = new Map(
    [...held(rules), ...rules.provided, ...held(suppressions)].map((one) => [one.remoteId, one] as const),
  )
  return (change) => {
    const compare = comparisonFor(change.kind, slugOf)
    const there = change.remoteId === undefined ? undefined : byRemoteId.get(change.remoteId)
    const hash = (one: Held): string => {
      if (change.body) return compare(change.body, one.body).actualHash
      return change.kind === 'suppression' ? suppressionHash(one.body) : ruleHash(one.body, slugOf)
    }
    if (change.action === 'delete') return there ? onBasis(change, there, hash(there)) : 'done'
    const ours = (change.kind === 'suppression' ? suppressions : rules).ours.get(change.id) ?? []
    const same = ours.find(({ remoteId }) => remoteId === change.remoteId)
    const own = change.kind === 'override' ? there : (same ?? (ours.length === 1 ? ours[0] : undefined))
    if (own && isAsWanted(change, own, compare)) {
      // A replace is done when the new one is there and the old one gone.
      return change.action === 'replace' && there && there !== own ? { moved: halfReplaced } : 'done'
    }
    if (change.action === 'create') {
      const [taken] = ours
      return taken
        ? { moved: `${taken.remoteId} of the tenant has carried its tag since the plan was made` }
        : 'as planned'
    }
    if (!there) return { moved: 'it was deleted in the tenant since the plan was made' }
    return onBasis(change, there, hash(there))
  }
}

const halfReplaced = 'it was half replaced by an apply that was interrupted'

function onBasis({ basis }: Change, there: Held, hash: string): Seen {
  if (there.version !== basis?.version) {
    return {
      moved: `it was changed in the tenant since the plan was made (version ${basis?.version} then, ${there.version} now)`,
    }
  }
  return hash === basis.hash
    ? 'as planned'
    : { moved: 'its content in the tenant is another than when the plan was made' }
}

/** Whether a thing is what the change would make of it, our tags included. */
function isAsWanted({ body }: Change, { body: stored, tags: have }: Held, compare: CompareSides): boolean {
  if (!body) return false
  if (!isMarkedAs(have, identityTags(body.tags))) return false
  const { fields, actualHash } = compare(body, stored)
  return fields.length === 0 || have.revision?.stored === actualHash
}

function held({ ours, replaced, byHand }: ReturnType<typeof sortRules>): readonly Held[] {
  return [...ours.values(), ...replaced.values(), byHand].flat()
}
