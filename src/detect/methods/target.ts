import type { PlainCondition } from '../../condition/condition'
import type { Draft, RuleCase } from '../../rule/rule'

/**
 * Something that a rule wants to come true for a group: a case, or a step at the end of the steps before it. Each
 * target is a rule of its own that fires when it does, and knows the ways in which that rule may be changed.
 */
export interface Target {
  readonly stage: StageName
  /** The case of the rule that it is, or that it leads to. */
  readonly caseIndex: number
  readonly rule: Draft
  readonly windows: readonly TargetWindow[]
  readonly swaps: readonly TargetSwap[]
  /** What must hold, each at its own moment: one for a plain case, two for a THEN, one for a step. */
  readonly sides: readonly TargetSide[]
  /** It takes more than one query or step to come true. */
  readonly joins: boolean
}

/** The case or step that is wanted. A step is reached after the one before it, a case by itself. */
export interface StageName {
  readonly kind: 'case' | 'step'
  readonly name: string
}

export interface TargetWindow {
  readonly what: 'window' | 'transition'
  /** The step that must come before it closes; for a case's window the case. */
  readonly of: string
  readonly windowMs: number
  /** The target with another width. Events have whole milliseconds; half of one keeps rounding from shutting them out. */
  stretched(windowMs: number): Draft
}

export interface TargetSwap {
  readonly first: string
  readonly second: string
  readonly rule: Draft
}

export interface TargetSide {
  readonly name: string
  readonly text: string
  readonly condition: PlainCondition
  readonly windowMs: number
  /** A rule that fires whenever the side holds, whatever came before. */
  readonly rule: Draft
  /** The side as a threshold rule, to see its numbers. */
  readonly counted: Draft
}

/** The rule with one case, and that without groups of signals or a schedule. */
export function withCase(rule: Draft, ruleCase: RuleCase, windowMs?: number): Draft {
  const options = windowMs === undefined ? rule.options : { ...rule.options, evaluationWindow: seconds(windowMs) }
  return { ...rule, cases: [ruleCase], options, groupSignalsBy: [], schedulingOptions: null }
}

/** See `stretched`. */
export function seconds(ms: number): number {
  return ms === 0 ? 0 : (ms + 0.5) / 1000
}
