import type { CaseStatus } from '../rule/case-status'
import { type OverrideKey, overrideKeys } from './override-shape'

/**
 * Changes to Datadog's own default rules, as a team keeps them. A key that is there speaks for the whole of what it
 * names: `severity` for the severities of all cases, `tags` for all tags beside Datadog's. One that is absent says
 * nothing, and the tenant keeps what it has.
 */
export interface Override {
  readonly id: string
  /** One default rule: its id in the tenant, its default rule id, or its exact name. */
  readonly rule?: string
  /** Many default rules, in the syntax of Datadog's rule search. Either this or `rule` is set. */
  readonly ruleQuery?: string
  /** The tenants to which it goes; all of them without the key. */
  readonly tenants?: readonly string[]
  readonly isEnabled?: boolean
  /** The new status of cases, each found by its name or by the status that Datadog gave it. */
  readonly severity?: Readonly<Record<string, CaseStatus>>
  /** Who is told: for all cases, or by case as in `severity`. */
  readonly notifications?: readonly string[] | Readonly<Record<string, readonly string[]>>
  /** Tags beside those that Datadog gave the rule. */
  readonly tags?: readonly string[]
  /** What queries must match besides: all of them, or by the name of the query. */
  readonly queryExtension?: string | Readonly<Record<string, string>>
  readonly name?: string
  readonly message?: string
  readonly decreaseCriticalityBasedOnEnv?: boolean
  readonly owner?: string
  readonly reason?: string
}

/** The keys that an override speaks for. */
export function keysOf(override: Override): readonly OverrideKey[] {
  return overrideKeys.filter((key) => override[key] !== undefined)
}
