import type { Finding } from '../../diagnostic/diagnostic'
import type { JsonObject } from '../../json/json'
import type { EffectiveRule } from '../../override/effective-rule'
import type { Ownership } from '../../rule/tenant/ownership'
import type { FieldChange } from '../../wire/differences'

/** What sync works on: rules and suppressions as files, and Datadog's own rules as overrides change them. */
export type Kind = 'rule' | 'suppression' | 'override'

/**
 * What happens to one thing. `adopt` takes over what was made by hand; `withheld` is not written, and says why; `none` is
 * listed too, so that all is told.
 */
export type Action = 'create' | 'update' | 'replace' | 'delete' | 'adopt' | 'withheld' | 'none'

/** Where a difference comes from, worked out from git, the tenant, and what was last applied. */
export type Origin = 'git' | 'tenant' | 'both'

/** One step of a plan. All that is needed to take it is here, so that a saved plan needs no workspace. */
export interface Change {
  readonly action: Action
  readonly kind: Kind
  /** The slug of the file. */
  readonly id: string
  readonly name: string
  /** The tenant's own id; absent for what does not exist yet. */
  readonly remoteId?: string
  /** Absent for `none`. */
  readonly changedIn?: Origin
  /** From the tenant's canonical content to git's; empty for `create`, `delete` and `none`. */
  readonly fields: readonly FieldChange[]
  /** Why, where the action alone does not say it. */
  readonly reason?: string
  /** Of what is withheld: what it would have been, and the way out. */
  readonly withheld?: Withheld
  /** Who changed the tenant's side last, as the tenant tells it. */
  readonly lastTouched?: LastTouch
  /** What people changed in the tenant since the last apply, and the change leaves as it is. */
  readonly leaves?: PeoplesChange
  /** What of that it takes back. */
  readonly takesBack?: PeoplesChange
  /** Of `none`: the revision tag does not know yet that git asks for this, so that an apply renews it and nothing else. */
  readonly isBehind?: true
  /** Slugs of rules that must be in the tenant before. */
  readonly references: readonly string[]
  /** What the tenant had when the plan was made. */
  readonly basis?: ChangeBasis
  /**
   * The wanted create body with our tags; references to rules are still slugs. For an override the body of the update.
   * Absent for `delete`.
   */
  readonly body?: JsonObject
  /** All override files that act on this default rule, where there are several; `id` is the one that has the last word. */
  readonly overrides?: readonly string[]
  /** How a default rule acts with its overrides. */
  readonly effective?: EffectiveRule
}

/** What a change is about. One override can stand for many default rules, so its slug alone does not tell. */
export function changeKey({ kind, id, remoteId }: Pick<Change, 'kind' | 'id' | 'remoteId'>): string {
  return kind === 'override' ? `${kind} ${id} ${remoteId}` : `${kind} ${id}`
}

/** What is known of a change that is not made. */
export interface Withheld {
  readonly would: Exclude<Action, 'withheld'>
  /** Whether git asked for it since the last apply. What nobody asked for is a warning, and no failure. */
  readonly asked: boolean
  /** What to do about it. */
  readonly remedy?: string
  /** Whose work would be overwritten, and from when it is. */
  readonly by?: string
  readonly atMs?: number
  /** A suppression that may hide more waits for consent alone, and who reviews this change gives it. */
  readonly isWider?: true
}

/** What a planned write stands on: it is not made when this has moved. */
export interface ChangeBasis {
  readonly version: number
  readonly hash: string
}

/** Who changed the tenant's side last, and when. */
export interface LastTouch {
  readonly by?: string
  readonly atMs?: number
}

/** What people changed in the tenant, from what was applied to what is there, and who did it last. */
export interface PeoplesChange extends LastTouch {
  readonly fields: readonly FieldChange[]
}

/** Something in the tenant that this workspace does not manage, or no longer. */
export interface Unmanaged {
  readonly kind: Kind
  readonly remoteId: string
  readonly name: string
  /**
   * `by-hand` carries no tag of ours; `no-file` carries one whose file is gone, and `other-tenant` one whose file is for other
   * tenants: both are deleted with `--prune`; `unowned`
   * carries a slug that git does not have and no owner, and is deleted with `--take-unowned` besides; `other-owner` is
   * another workspace's.
   */
  readonly why: 'by-hand' | 'no-file' | 'other-tenant' | 'unowned' | 'other-owner'
  /** The slug in the tag; for `by-hand` the file of the same name, which could adopt it. */
  readonly id?: string
  /** For `other-owner` the name of the other workspace, where it has one. */
  readonly owner?: string
}

/** A mistake that only shows when git and the tenant are laid side by side. `path` leads into the file of `id`. */
export interface PlanProblem extends Finding {
  readonly kind: Kind
  readonly id: string
}

/** How many changes of each action, and what else there is. */
export interface PlanSummary extends Readonly<Record<Action, number>> {
  readonly unmanaged: number
  /** Datadog's own rules and those of partners. */
  readonly providedRules: number
  readonly problems: number
}

/** What would change in a tenant, as a value, in the order in which it is applied. */
export interface Plan {
  readonly tenant: string
  /** Whose plan it is. */
  readonly ownership: Ownership
  readonly changes: readonly Change[]
  readonly unmanaged: readonly Unmanaged[]
  readonly problems: readonly PlanProblem[]
  readonly summary: PlanSummary
}
