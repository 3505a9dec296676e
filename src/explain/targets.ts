import type { Condition, PlainCondition } from '../condition/condition'
import { namesIn } from '../condition/names-in'
import { parseCondition } from '../condition/parse-condition'
import { printCondition } from '../condition/print-condition'
import { sequencePath } from '../detect/methods/sequence-path'
import type { SequenceStep, StepTransition } from '../rule/methods/detection-methods'
import type { Draft, RuleCase } from '../rule/rule'
import type { StageName } from './explanation'

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

export interface TargetWindow {
  readonly what: 'window' | 'transition'
  /** The step that must come before it closes; for a case's window the case. */
  readonly of: string
  readonly windowMs: number
  /** The target with another width. Events have whole milliseconds; half of one keeps rounding from shutting them out. */
  stretched(windowMs: number): Draft
}

interface TargetSwap {
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

/** The cases of a threshold or correlation rule that have a condition, in their order. */
export function caseTargets(rule: Draft): readonly Target[] {
  if (!isCounting(rule)) return []
  const windowMs = (rule.options.evaluationWindow ?? 0) * 1000
  return rule.cases.flatMap((ruleCase, caseIndex) => {
    const condition = ruleCase.condition ? parseCondition(ruleCase.condition).condition : undefined
    if (condition === undefined) return []
    const only = (text: string, ofWindowMs?: number): Draft =>
      withCase(rule, { ...ruleCase, condition: text }, ofWindowMs)
    const text = printCondition(condition)
    const name = ruleCase.name || text
    const sides = sidesOf(condition).map((side) => {
      const sideText = printCondition(side)
      return {
        name: sideText,
        text: sideText,
        condition: side,
        windowMs,
        rule: only(sideText),
        counted: only(sideText),
      }
    })
    return [
      {
        caseIndex,
        stage: { kind: 'case' as const, name },
        rule: only(text),
        windows: [{ what: 'window' as const, of: name, windowMs, stretched: (wider) => only(text, wider) }],
        swaps: swapsOfThen(condition).map(({ swapped, ...names }) => ({ ...names, rule: only(swapped) })),
        sides,
        joins: sides.length > 1 || new Set(namesIn(condition).map((named) => named.name)).size > 1,
      },
    ]
  })
}

/** New values and journeys have cases too, and no counts that could fall short. */
function isCounting({ options: { detectionMethod = 'threshold' } }: Draft): boolean {
  return detectionMethod === 'threshold'
}

/** The steps of a sequence in their order, each as the end of the steps before it. */
export function stepTargets(rule: Draft): readonly Target[] {
  const { path = [] } = sequencePath(rule.options.sequenceDetectionOptions ?? {})
  const steps = path.map(({ step }) => step)
  const waits = path.map(({ transitionWindow }) => transitionWindow)
  return steps.flatMap((step, index) => {
    const { condition } = parseCondition(step.condition)
    if (condition === undefined || condition.kind === 'then') return []
    const before = steps.slice(0, index)
    const chain = [...before, step]
    const windowMs = (step.evaluationWindow ?? 0) * 1000
    const own: TargetWindow = {
      what: 'window',
      of: step.name,
      windowMs,
      stretched: (wider) => withSteps(rule, [...before, { ...step, evaluationWindow: seconds(wider) }], waits),
    }
    const transition: TargetWindow = {
      what: 'transition',
      of: step.name,
      windowMs: (waits[index] ?? 0) * 1000,
      stretched: (wider) => withSteps(rule, chain, [...waits.slice(0, index), seconds(wider)]),
    }
    const alone = { ...rule, options: { ...rule.options, detectionMethod: 'threshold' as const } }
    const caseOfStep = { status: 'info' as const, condition: step.condition }
    return [
      {
        stage: { kind: 'step' as const, name: step.name },
        caseIndex: 0,
        rule: withSteps(rule, chain, waits),
        windows: index === 0 ? [own] : [transition, own],
        swaps: swapsOfStep(rule, chain, waits),
        sides: [
          {
            name: step.name,
            text: step.condition,
            condition,
            windowMs,
            rule: withSteps(rule, [step], []),
            counted: withCase(alone, caseOfStep, windowMs),
          },
        ],
        joins: index > 0,
      },
    ]
  })
}

function sidesOf(condition: Condition): readonly PlainCondition[] {
  return condition.kind === 'then' ? [condition.left, condition.right] : [condition]
}

function swapsOfThen(condition: Condition) {
  if (condition.kind !== 'then') return []
  const { left, right } = condition
  const swapped = printCondition({ ...condition, left: right, right: left })
  return [{ first: printCondition(left), second: printCondition(right), swapped }]
}

/** The last step of a chain at every earlier place. Transitions stay at their places. */
function swapsOfStep(rule: Draft, chain: readonly SequenceStep[], waits: readonly number[]): readonly TargetSwap[] {
  const last = chain.at(-1)
  if (last === undefined) return []
  return chain.slice(0, -1).map((first, place) => ({
    first: first.name,
    second: last.name,
    rule: withSteps(rule, [...chain.slice(0, place), last, ...chain.slice(place, -1)], waits),
  }))
}

function withCase(rule: Draft, ruleCase: RuleCase, windowMs?: number): Draft {
  const options = windowMs === undefined ? rule.options : { ...rule.options, evaluationWindow: seconds(windowMs) }
  return { ...rule, cases: [ruleCase], options, groupSignalsBy: [], schedulingOptions: null }
}

function withSteps(rule: Draft, steps: readonly SequenceStep[], waits: readonly number[]): Draft {
  const stepTransitions = steps.slice(1).map((step, index): StepTransition => {
    const parent = steps[index]?.name ?? ''
    return { parent, child: step.name, evaluationWindow: waits[index + 1] ?? 0 }
  })
  const last = steps.at(-1)?.name ?? ''
  return {
    ...rule,
    cases: [{ status: 'info', condition: `${last} > 0` }],
    groupSignalsBy: [],
    options: { ...rule.options, sequenceDetectionOptions: { steps, stepTransitions } },
  }
}

function seconds(ms: number): number {
  return ms === 0 ? 0 : (ms + 0.5) / 1000
}
