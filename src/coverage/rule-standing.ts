import { isUndecided } from '../diagnostic/standing'
import type { LogEvent } from '../event/log-event'
import { isBlind } from '../lint/checks/suppression-blinds-rule'
import { readRuleParts } from '../lint/rule-parts'
import { clausesIn } from '../query/walk-query'
import { searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import type { CompiledSuppression } from '../suppression/compile-suppression'
import type { CaseCount } from '../testing/count-cases'

/** Why a rule covers nothing though it is tagged so, in the order in which they are asked. */
export const weaknesses = ['disabled', 'notEvaluable', 'suppressed', 'untested'] as const

export type Weakness = (typeof weaknesses)[number]

/** What is known of a rule, beside the rule. */
export interface KnownOfRule {
  /** Why it cannot be evaluated; undefined where it can. */
  readonly notEvaluated: string | undefined
  /** The suppressions in whose scope it is. */
  readonly suppressions: readonly CompiledSuppression[]
  /** Its passed tests. */
  readonly tests: CaseCount
}

/** On what the coverage by a rule rests. */
export interface RuleStanding {
  /** The first that holds; undefined for a rule that covers. */
  readonly weakness: Weakness | undefined
  /** Why it is not evaluable, or the suppression that hides all of it. */
  readonly detail?: string
  readonly tests: number
}

/** Whether coverage can rest on a rule at a time. */
export function standingOf(rule: Draft, known: KnownOfRule, nowMs: number): RuleStanding {
  const { notEvaluated, suppressions } = known
  const tests = known.tests.firing + known.tests.silent
  if (!rule.isEnabled) return { weakness: 'disabled', tests }
  if (notEvaluated !== undefined) return { weakness: 'notEvaluable', detail: notEvaluated, tests }
  const hiding = suppressions.find((one) => one.isActiveAt(nowMs) && hidesAllOf(one, rule))
  if (hiding) return { weakness: 'suppressed', detail: hiding.suppression.id, tests }
  return { weakness: tests === 0 ? 'untested' : undefined, tests }
}

/**
 * Whether one suppression leaves nothing of a rule: it excludes all logs that the rule looks for, or asks of signals for
 * nothing but what the tags of the rule give to each of them. Sound, not complete.
 */
function hidesAllOf(one: CompiledSuppression, rule: Draft): boolean {
  const { suppression, findings } = one
  if (findings.some(({ code }) => isUndecided(code))) return false
  const queryIn = (key: 'suppressionQuery' | 'dataExclusionQuery') =>
    suppression[key]?.trim() ? searchIn(suppression, key).query : undefined
  const hiding = queryIn('suppressionQuery')
  // Without a negation, what more a signal has takes no match away.
  if (hiding && clausesIn(hiding).every(({ negated }) => !negated) && one.hides(barest(rule))) return true
  const exclusion = queryIn('dataExclusionQuery')
  return exclusion !== undefined && isBlind(readRuleParts(rule), exclusion)
}

/** What every signal of a rule has: its tags, in lower case. */
function barest({ tags = [] }: Draft): LogEvent {
  return { id: '', timeMs: 0, message: '', tags: tags.map((tag) => tag.toLowerCase()), attributes: {} }
}
