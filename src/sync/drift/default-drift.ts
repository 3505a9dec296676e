import type { RuleLock } from '../../override/lock'
import type { Override } from '../../override/override'
import type { FieldChange } from '../../wire/differences'
import { defaultRuleFinder } from '../find-default-rules'
import { type Held, sortRules } from '../managed'
import type { PlanProblem } from '../plan/plan'
import type { TenantState } from '../tenant-state'
import { compareLock } from './compare-lock'
import { lockOf } from './lock-of'

/** A default rule that Datadog rewrote since it was locked. */
interface RewrittenRule {
  readonly remoteId: string
  readonly name: string
  /** From what was locked to what Datadog ships now. Empty where only options or tags changed. */
  readonly changes: readonly FieldChange[]
  /** Slugs of the overrides on it. */
  readonly overrides: readonly string[]
}

/** What Datadog did to the default rules that a workspace overrides, since they were locked. */
export interface DefaultDrift {
  readonly rewritten: readonly RewrittenRule[]
  /** What that means, at its place in the override files. */
  readonly meanings: readonly PlanProblem[]
  /** Overridden rules that are in no lock yet. */
  readonly unlocked: readonly { readonly remoteId: string; readonly name: string }[]
  /** The locks as they would be now: those of overridden rules alone. */
  readonly locks: readonly RuleLock[]
}

/** Lays the default rules that overrides are for beside their locks. Pure; `locks` is written where the user agrees. */
export function defaultDrift(
  overrides: readonly Override[],
  locks: readonly RuleLock[],
  actual: TenantState,
): DefaultDrift {
  const locked = new Map(locks.map((lock) => [lock.id, lock]))
  const rewritten: RewrittenRule[] = []
  const meanings: PlanProblem[] = []
  const unlocked: { remoteId: string; name: string }[] = []
  const overridden = overriddenRules(overrides, actual)
  const now = new Map<string, RuleLock>()
  for (const [{ remoteId, version, name, body }, own] of overridden) {
    const fresh = lockOf({ ...body, id: remoteId, version })
    const lock = locked.get(fresh.id)
    // Overrides raise the version as well; a lock that still holds is left as it is written.
    now.set(fresh.id, lock?.hash === fresh.hash ? lock : fresh)
    if (!lock) {
      unlocked.push({ remoteId, name })
      continue
    }
    if (lock.hash === fresh.hash) continue
    const compared = compareLock(lock, body, own)
    meanings.push(...compared.meanings)
    rewritten.push({ remoteId, name, changes: compared.changes, overrides: own.map(({ id }) => id) })
  }
  return { rewritten, meanings, unlocked, locks: [...now.values()] }
}

function overriddenRules(
  overrides: readonly Override[],
  { rules }: TenantState,
): ReadonlyMap<Held, readonly Override[]> {
  const find = defaultRuleFinder(sortRules(rules))
  const found = new Map<Held, readonly Override[]>()
  for (const override of overrides) {
    const answer = find(override)
    for (const rule of answer.kind === 'found' ? answer.rules : []) {
      found.set(rule, [...(found.get(rule) ?? []), override])
    }
  }
  return found
}
