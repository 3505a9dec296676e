import { dayMs } from '../../../diagnostic/times'
import type { NewValueOptions } from '../../../rule/methods/detection-methods'
import type { Draft } from '../../../rule/rule'
import { compileSelector, groupBysOf, type ReferenceRows } from '../../compile-selector'
import type { CompiledMethod } from '../../compiled-rule'
import { fieldsByPosition } from '../../group-key'
import type { RuleNotes } from '../../rule-notes'
import { compileTexts, metricsOf } from '../../windows/new-window'
import { caseByNumber, compileCases } from '../compile-cases'
import { queryNames } from '../query-names'
import { forgetValues, type NewValuePlan, newNewValueState, stepNewValue } from './new-value-machine'

/** Where a rule does not say (the Terraform provider's default). */
export const usualForgetDays = 28

/** Compiles a new-value rule. A baseline from the past is learned from the first logs of a run, there being no others. */
export function compileNewValue(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod {
  const names = queryNames(rule, notes)
  const name = names[0] ?? 'a'
  if (rule.queries.length > 1) notes.refuse('it is a new-value rule with several queries, and only one has a meaning')
  const selector = compileSelector(rule, 0, name, tables, notes)
  const metrics = rule.queries[0] ? metricsOf(rule.queries[0]) : []
  if (metrics.length === 0) notes.mistake('R208', ['queries', 0], 'new_value needs metrics: the attributes to learn')
  const { cases, tests } = compileCases(rule, names, notes)
  const read = compileTexts(metrics)
  const options = rule.options.newValueOptions ?? {}
  const plan: NewValuePlan = {
    step: name,
    learning: learningOf(options),
    forgetAfterMs: (options.forgetAfter ?? usualForgetDays) * dayMs,
    caseFor: caseByNumber(tests, notes),
  }
  return {
    selectors: selector ? [{ ...selector, read }] : [],
    sources: [],
    queryNames: names,
    groupFields: fieldsByPosition(groupBysOf(rule)),
    cases,
    // Learning by time begins with the rule's first event, whatever that carries.
    countsUnread: plan.learning.kind === 'duration',
    start: () => {
      const state = newNewValueState()
      return {
        step: (group, instant) => stepNewValue(plan, state, group.key, instant),
        giveBack: (nowMs) => forgetValues(plan, state, nowMs),
      }
    },
  }
}

/** How a rule learns: in silence for some time, or for some values. Where it does not say, the first value alone (API model). */
export function learningOf(options: NewValueOptions): NewValuePlan['learning'] {
  const { learningMethod, learningThreshold = 0, learningDuration = 0 } = options
  if (learningMethod === 'threshold') return { kind: 'values', count: learningThreshold }
  return learningDuration === 0 ? { kind: 'values', count: 1 } : { kind: 'duration', ms: learningDuration * dayMs }
}
