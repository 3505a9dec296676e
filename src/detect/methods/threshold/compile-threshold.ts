import type { Draft } from '../../../rule/rule'
import { windowMsOf } from '../../../rule/usual-options'
import { compileQueries, groupBysOf, type ReferenceRows } from '../../compile-selector'
import type { CompiledMethod, Machine } from '../../compiled-rule'
import { fieldsByPosition } from '../../group-key'
import type { RuleNotes } from '../../rule-notes'
import { windowMaker } from '../../windows/new-window'
import { compileCases } from '../compile-cases'
import { queryNames, sameGroupCounts } from '../query-names'
import { stateByGroup } from '../state-by-group'
import { newThresholdState, stepThreshold, type ThresholdPlan } from './threshold-machine'

/** Compiles a threshold rule over logs. */
export function compileThreshold(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod {
  const names = queryNames(rule, notes)
  const queries = compileQueries(rule, names, tables, notes)
  const { plan, cases } = planThreshold(rule, names, notes)
  sameGroupCounts(groupBysOf(rule), 'groupByFields', notes)
  return {
    ...queries,
    queryNames: names,
    groupFields: fieldsByPosition(groupBysOf(rule)),
    cases,
    start: () => thresholdMachine(plan),
  }
}

/** What the windows and cases of a rule ask, whatever it is that its queries count. */
export function planThreshold(rule: Draft, names: readonly string[], notes: RuleNotes) {
  const { cases, tests } = compileCases(rule, names, notes)
  const makers = rule.queries.map((query, index) => windowMaker(query, index, notes))
  const plan: ThresholdPlan = {
    windowMs: windowMsOf(rule.options),
    queryNames: names,
    cases: tests,
    newWindow: (query) => {
      const make = makers[query]
      if (make === undefined) throw new Error(`a window for query ${query}, which the rule does not have`)
      return make()
    },
  }
  return { plan, cases }
}

export function thresholdMachine(plan: ThresholdPlan): Machine {
  const stateOf = stateByGroup(() => newThresholdState(plan))
  return { step: (group, instant) => stepThreshold(plan, stateOf(group), instant) }
}
