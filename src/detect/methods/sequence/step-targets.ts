import type { SequenceStep, StepTransition } from '../../../rule/methods/detection-methods'
import { usualMethod } from '../../../rule/methods/method-of'
import { withSteps } from '../../../rule/methods/steps'
import { conditionIn } from '../../../rule/read-once'
import type { Draft } from '../../../rule/rule'
import { windowMsOf } from '../../../rule/usual-options'
import { seconds, type Target, type TargetSwap, type TargetWindow, withCase } from '../target'
import { sequencePath } from './sequence-path'

/** The steps of a sequence in their order, each as the end of the steps before it. */
export function stepTargets(rule: Draft): readonly Target[] {
  const { path = [] } = sequencePath(rule)
  const steps = path.map(({ step }) => step)
  const waits = path.map(({ transitionWindow }) => transitionWindow)
  return steps.flatMap((step, index) => {
    const { condition } = conditionIn(step, 'condition')
    if (condition === undefined || condition.kind === 'then') return []
    const before = steps.slice(0, index)
    const chain = [...before, step]
    const windowMs = windowMsOf(step)
    const own: TargetWindow = {
      what: 'window',
      of: step.name,
      windowMs,
      stretched: (wider) => withChain(rule, [...before, { ...step, evaluationWindow: seconds(wider) }], waits),
    }
    const transition: TargetWindow = {
      what: 'transition',
      of: step.name,
      windowMs: (waits[index] ?? 0) * 1000,
      stretched: (wider) => withChain(rule, chain, [...waits.slice(0, index), seconds(wider)]),
    }
    const alone = { ...rule, options: { ...rule.options, detectionMethod: usualMethod } }
    const caseOfStep = { status: 'info' as const, condition: step.condition }
    return [
      {
        stage: { kind: 'step' as const, name: step.name },
        caseIndex: 0,
        rule: withChain(rule, chain, waits),
        windows: index === 0 ? [own] : [transition, own],
        swaps: swapsOfStep(rule, chain, waits),
        sides: [
          {
            name: step.name,
            text: step.condition,
            condition,
            windowMs,
            rule: withChain(rule, [step], []),
            counted: withCase(alone, caseOfStep, windowMs),
          },
        ],
        joins: index > 0,
      },
    ]
  })
}

/** The last step of a chain at every earlier place. Transitions stay at their places. */
function swapsOfStep(rule: Draft, chain: readonly SequenceStep[], waits: readonly number[]): readonly TargetSwap[] {
  const last = chain.at(-1)
  if (last === undefined) return []
  return chain.slice(0, -1).map((first, place) => ({
    first: first.name,
    second: last.name,
    rule: withChain(rule, [...chain.slice(0, place), last, ...chain.slice(place, -1)], waits),
  }))
}

function withChain(rule: Draft, steps: readonly SequenceStep[], waits: readonly number[]): Draft {
  const stepTransitions = steps.slice(1).map((step, index): StepTransition => {
    const parent = steps[index]?.name ?? ''
    return { parent, child: step.name, evaluationWindow: waits[index + 1] ?? 0 }
  })
  const last = steps.at(-1)?.name ?? ''
  const wanted: Draft = { ...rule, cases: [{ status: 'info', condition: `${last} > 0` }], groupSignalsBy: [] }
  return withSteps(wanted, { steps, stepTransitions })
}
