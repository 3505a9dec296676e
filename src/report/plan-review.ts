import type { Plan } from '../sync/plan'

/** What the tenant said about a plan: its own validation, and the suppressions that will act on a changed rule. */
export interface PlanReview {
  readonly plan: Plan
  /** Reasons for which the tenant refuses a rule or suppression of the plan. */
  readonly refusals: readonly Refusal[]
  readonly suppressions: readonly ActingSuppression[]
}

export interface Refusal {
  readonly kind: string
  readonly id: string
  readonly message: string
  /** A field path as the tenant names it. */
  readonly target?: string
}

export interface ActingSuppression {
  readonly rule: string
  readonly name: string
  readonly remoteId: string
}
