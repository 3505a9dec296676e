import type { WorldErrorCode } from '../../diagnostic/world-error'
import type { EffectiveRule } from '../../override/effective-rule'
import type { FieldChange } from '../../wire/differences'
import type { Action, Change, Kind, PeoplesChange } from '../plan/plan'

/** Which change of the plan is spoken of. */
export interface ChangeRef {
  readonly action: Action
  readonly kind: Kind
  readonly id: string
  readonly name: string
  readonly remoteId?: string
}

export interface AppliedChange {
  readonly change: ChangeRef
  /** The tenant's id after the change; absent after a delete. */
  readonly remoteId?: string
  readonly version?: number
  /** Where the tenant stored something else than was wanted. It is remembered, so that the next plan is empty. */
  readonly rewritten: readonly FieldChange[]
  readonly note?: string
  /** How a default rule acts now. */
  readonly effective?: EffectiveRule
  /** What people had changed in the tenant and this took back. */
  readonly takesBack?: PeoplesChange
  /** What people had changed and this left as it was. */
  readonly leaves?: PeoplesChange
}

export interface FailedChange {
  readonly change: ChangeRef
  readonly error: { readonly code: WorldErrorCode; readonly message: string; readonly help?: string }
}

/** A change that was not made, and why. */
interface HeldBack {
  readonly change: ChangeRef
  readonly reason: string
}

/** What became of each change of a plan. Each stands in exactly one list; those with nothing to do in none. */
export interface ApplySummary {
  readonly tenant: string
  readonly applied: readonly AppliedChange[]
  readonly failed: readonly FailedChange[]
  /** Somebody else changed the tenant since the plan; their work was not overwritten. */
  readonly conflicts: readonly HeldBack[]
  /** Not tried, because a rule that it needs was not written. */
  readonly skipped: readonly HeldBack[]
  /** Withheld by the plan, and left alone. */
  readonly withheld: readonly WithheldRef[]
  /** Not written: they are as git has them, and their tag remembers that now. */
  readonly noted: readonly ChangeRef[]
  /** Not begun when the run was interrupted. */
  readonly notDone: readonly ChangeRef[]
  readonly interrupted: boolean
}

/** A change that the plan withheld: what it would have been, why it was not made, and the way out. */
interface WithheldRef extends HeldBack {
  readonly remedy?: string
}

function withheldRef(change: Change): WithheldRef {
  const { reason = '', withheld } = change
  return {
    change: changeRef(change),
    reason,
    ...(withheld?.remedy !== undefined && { remedy: withheld.remedy }),
  }
}

/** What became of one change. */
export type Outcome =
  | { readonly kind: 'applied'; readonly applied: AppliedChange }
  | { readonly kind: 'failed'; readonly failed: FailedChange }
  | { readonly kind: 'conflict'; readonly conflict: HeldBack }
  | { readonly kind: 'skipped'; readonly skipped: HeldBack }
  | { readonly kind: 'not-done'; readonly notDone: ChangeRef }

/** The part of a change that a summary repeats. */
export function changeRef({ action, kind, id, name, remoteId }: Change): ChangeRef {
  return { action, kind, id, name, ...(remoteId !== undefined && { remoteId }) }
}

/** What a change comes to, and what it does to what people had changed in the tenant. */
export function cameTo({
  effective,
  takesBack,
  leaves,
}: Change): Pick<AppliedChange, 'effective' | 'takesBack' | 'leaves'> {
  return { ...(effective && { effective }), ...(takesBack && { takesBack }), ...(leaves && { leaves }) }
}

/** Gathers outcomes, in the order of the plan. */
export function summarizeApply(
  tenant: string,
  outcomes: readonly Outcome[],
  interrupted: boolean,
  changes: readonly Change[] = [],
): ApplySummary {
  return {
    tenant,
    withheld: changes.filter(({ action }) => action === 'withheld').map(withheldRef),
    applied: outcomes.flatMap((outcome) => (outcome.kind === 'applied' ? [outcome.applied] : [])),
    failed: outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.failed] : [])),
    conflicts: outcomes.flatMap((outcome) => (outcome.kind === 'conflict' ? [outcome.conflict] : [])),
    skipped: outcomes.flatMap((outcome) => (outcome.kind === 'skipped' ? [outcome.skipped] : [])),
    noted: [],
    notDone: outcomes.flatMap((outcome) => (outcome.kind === 'not-done' ? [outcome.notDone] : [])),
    interrupted,
  }
}
