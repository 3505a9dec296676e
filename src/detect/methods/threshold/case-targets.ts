import type { Condition, PlainCondition } from '../../../condition/condition'
import { namesIn } from '../../../condition/names-in'
import { printCondition } from '../../../condition/print-condition'
import { conditionIn } from '../../../rule/read-once'
import type { Draft } from '../../../rule/rule'
import { windowMsOf } from '../../../rule/usual-options'
import { type Target, withCase } from '../target'

/** The cases of a threshold or correlation rule that have a condition, in their order. */
export function caseTargets(rule: Draft): readonly Target[] {
  const windowMs = windowMsOf(rule.options)
  return rule.cases.flatMap((ruleCase, caseIndex) => {
    const condition = ruleCase.condition ? conditionIn(ruleCase, 'condition').condition : undefined
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

function sidesOf(condition: Condition): readonly PlainCondition[] {
  return condition.kind === 'then' ? [condition.left, condition.right] : [condition]
}

function swapsOfThen(condition: Condition) {
  if (condition.kind !== 'then') return []
  const { left, right } = condition
  const swapped = printCondition({ ...condition, left: right, right: left })
  return [{ first: printCondition(left), second: printCondition(right), swapped }]
}
