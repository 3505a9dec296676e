import type { Change, Kind, Plan, Withheld } from './plan'
import { countActions } from './restrict-plan'

/** Why one thing must not be written now. `id` is its slug; of a default rule several overrides may speak. */
export interface Hold {
  readonly kind: Kind
  readonly id: string
  /** The tenant's id of what is there, where no change of the plan says it. */
  readonly remoteId?: string
  /** The rules that it names, where no change of the plan says it. */
  readonly references?: readonly string[]
  readonly reason: string
  readonly remedy?: string
  /** Who stands in the way, where the tenant tells. */
  readonly by?: string
  readonly atMs?: number
  /** False where git asked for nothing: then it is a warning. True by default. */
  readonly asked?: boolean
  /** It waits for consent alone, which a review gives. */
  readonly isWider?: true
}

/** Whether a change writes no content, but has an apply renew the tag that remembers what git asked for. */
export function isNote({ action, isBehind }: Change): boolean {
  return action === 'none' && isBehind === true
}

/**
 * A plan in which what must not be written is withheld, with everything that depends on it, either way: a rule that
 * counts signals of a rule that is not there yet waits for it; a rule that is new or changed waits for the suppression
 * that comes with it; and a suppression all of whose rules wait has nothing to quiet. All else stays as planned. What
 * has no change, since its file could not be planned at all, is listed with one.
 */
export function withhold(plan: Plan, holds: readonly Hold[]): Plan {
  if (holds.length === 0) return plan
  const held = new Map<Change, Hold>()
  const added: Change[] = []
  for (const hold of holds) {
    const changes = plan.changes.filter((change) => isAbout(change, hold))
    for (const change of changes) if (!held.has(change)) held.set(change, hold)
    const isNew = changes.length === 0 && !added.some((change) => isAbout(change, hold))
    if (isNew) added.push(withheldChange({ ...bare(hold), action: 'none' }, hold))
  }
  spread(plan.changes, held, added)
  const changes = plan.changes.map((change) => {
    const hold = held.get(change)
    return hold ? withheldChange(change, hold) : change
  })
  const all = [...changes, ...added]
  return { ...plan, changes: all, summary: { ...plan.summary, ...countActions(all) } }
}

/** Whether a plan keeps something back that git asked for. */
export function withholdsWhatGitAsked({ changes }: Plan): boolean {
  return changes.some(({ withheld }) => withheld?.asked === true)
}

function isAbout({ kind, id, remoteId, overrides }: Change, hold: Hold): boolean {
  // An override stands for many default rules, of which one alone may be meant.
  if (kind === 'override' && hold.remoteId !== undefined && hold.remoteId !== remoteId) return false
  return kind === hold.kind && (id === hold.id || overrides?.includes(hold.id) === true)
}

function bare({ kind, id, remoteId, references = [] }: Hold): Omit<Change, 'action'> {
  return { kind, id, name: id, fields: [], references, ...(remoteId !== undefined && { remoteId }) }
}

function withheldChange(change: Change, { reason, remedy, by, atMs, asked = true, isWider }: Hold): Change {
  const withheld: Withheld = {
    would: change.action === 'withheld' ? (change.withheld?.would ?? 'none') : change.action,
    asked,
    ...(remedy !== undefined && { remedy }),
    ...(by !== undefined && { by }),
    ...(atMs !== undefined && { atMs }),
    ...(isWider && { isWider }),
  }
  return { ...change, action: 'withheld', reason, withheld }
}

/** Adds to `held` what depends on it, until nothing more does. Each change is looked at once for each that it waits for. */
function spread(changes: readonly Change[], held: Map<Change, Hold>, added: readonly Change[]): void {
  const rules = new Map(
    [...changes, ...added].filter(({ kind }) => kind === 'rule').map((change) => [change.id, change]),
  )
  const dependents = new Map<string, Change[]>()
  for (const change of changes) {
    for (const id of change.references) dependents.set(id, [...(dependents.get(id) ?? []), change])
  }
  const open: Change[] = [...held.keys(), ...added]
  const hold = (change: Change, reason: string): void => {
    if (held.has(change) || !isWrite(change)) return
    held.set(change, { kind: change.kind, id: change.id, reason })
    open.push(change)
  }
  const isMissing = (change: Change | undefined): boolean =>
    change !== undefined && (held.has(change) || change.action === 'withheld') && change.remoteId === undefined
  for (let next = open.pop(); next; next = open.pop()) {
    const { asked, isWider } = held.get(next) ?? {}
    // One that gets wider is there, as narrow as it is.
    if (next.kind === 'suppression' && asked !== false && !isWider) {
      for (const id of next.references) {
        const rule = rules.get(id)
        if (rule && rule.action !== 'delete') hold(rule, `it waits for the suppression ${next.id} that comes with it`)
      }
    }
    if (next.kind !== 'rule' || next.remoteId !== undefined) continue
    for (const change of dependents.get(next.id) ?? []) {
      if (change.kind === 'rule') hold(change, `it waits for the rule ${next.id}`)
      else if (change.kind === 'suppression' && change.references.every((id) => isMissing(rules.get(id)))) {
        hold(change, `the rule ${next.id}, which it is for, is not there yet`)
      }
    }
  }
}

/** Whether a change writes to the tenant. */
export function isWrite({ action }: Change): boolean {
  return action !== 'none' && action !== 'withheld'
}
