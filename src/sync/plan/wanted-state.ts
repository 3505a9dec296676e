import type { Override } from '../../override/override'
import type { Rule } from '../../rule/rule'
import type { Ownership } from '../../rule/tenant/ownership'
import type { Suppression } from '../../suppression/suppression'
import type { Kind } from './plan'

/** What git wants a tenant to hold. Every rule has its slug as `id`. */
export interface WantedState {
  readonly rules: readonly Rule[]
  readonly suppressions: readonly Suppression[]
  /** Absent: default rules are not spoken of, and keep whatever earlier overrides made of them. */
  readonly overrides?: readonly Override[]
  /** Files with mistakes: what they are for is withheld, and never looks as if its file were gone. */
  readonly flawed?: readonly FlawedFile[]
  /** What git has for other tenants only: it has no file here, and that is no slip. */
  readonly elsewhere?: readonly { readonly kind: Kind; readonly id: string }[]
  /** Under which name the tenant knows the workspace. Absent: it has none. */
  readonly ownership?: Ownership
}

/** A file that cannot be planned. Without `id` nobody can tell what it is for, and nothing of its kind is pruned. */
export interface FlawedFile {
  readonly kind: Kind
  readonly id?: string
  /** As the user knows it. */
  readonly file: string
  /** Of a suppression: the rules that it names, which wait for it. */
  readonly references?: readonly string[]
  /** It is for other tenants only: of interest here as long as something of its id is there. */
  readonly isElsewhere?: boolean
  /** How many mistakes stand in it; 0 for a file whose name is one letter off. */
  readonly mistakes: number
}

/** How a plan is made. */
export interface PlanOptions {
  /** Delete what carries our tag and has no file any more. */
  readonly prune?: boolean
  /** Delete also what carries an id that git does not have, and no owner. */
  readonly takeUnowned?: boolean
  /** Replaces the guard's own limit on deletions. */
  readonly maxDeletes?: number
  /** Take over what was made by hand under the same name: everywhere, or for these slugs. */
  readonly adopt?: boolean | readonly string[]
  /** Make what has a namesake beside it: everywhere, or for these slugs. */
  readonly createBeside?: boolean | readonly string[]
  /** Take git's side wherever people changed something in the tenant; `settleChanges` looks at it. */
  readonly overwriteDrift?: boolean
  /** Only these slugs, and the rules they refer to. */
  readonly targets?: readonly string[]
  /** The time of day, in epoch milliseconds: suppressions that have ended by then are not asked for. Absent: none has. */
  readonly nowMs?: number
}
