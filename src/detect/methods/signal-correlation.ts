import { detectionMethods } from '../../rule/methods/detection-methods'
import { usualMethod } from '../../rule/methods/method-of'
import type { Draft } from '../../rule/rule'
import type { CompiledMethod, Correlation } from '../compiled-rule'
import { compileGroups, fieldsByPosition } from '../group-key'
import type { RuleNotes } from '../rule-notes'
import type { Method } from './method'
import { queryNames, sameGroupCounts } from './query-names'
import { caseTargets } from './threshold/case-targets'
import { planThreshold, thresholdMachine } from './threshold/compile-threshold'

/** Counts the signals of other rules. */
export const signalCorrelation: Method<'signal_correlation'> = {
  name: 'signal_correlation',
  ...detectionMethods.signal_correlation,
  compile: (rule, _, notes) => compileCorrelation(rule, notes),
  targets: caseTargets,
}

/** Compiles a rule that counts the signals of other rules. Joined attributes pair by position, as group-bys do. */
function compileCorrelation(rule: Draft, notes: RuleNotes): CompiledMethod {
  const { detectionMethod } = rule.options
  if (detectionMethod && detectionMethod !== usualMethod) {
    notes.refuse(`it correlates signals by the method ${detectionMethod}, which is not known`)
  }
  const names = queryNames(rule, notes)
  const fields = rule.queries.map(({ correlatedByFields, groupByFields }) =>
    correlatedByFields !== undefined && correlatedByFields.length > 0 ? correlatedByFields : (groupByFields ?? []),
  )
  sameGroupCounts(fields, 'correlatedByFields', notes)
  const correlates = rule.queries.flatMap((query, index): readonly Correlation[] => {
    const id = query.ruleId || query.defaultRuleId
    if (!id) {
      notes.mistake('R211', ['queries', index], 'this query names no rule whose signals it could count')
      return []
    }
    return [{ rule: id, groupsOf: compileGroups(fields[index] ?? [], query.hasOptionalGroupByFields ?? false) }]
  })
  const { plan, cases } = planThreshold(rule, names, notes)
  return {
    selectors: [],
    correlates,
    queryNames: names,
    groupFields: fieldsByPosition(fields),
    cases,
    start: () => thresholdMachine(plan),
    readsNoTables: true,
  }
}
