import type { Path } from '../../diagnostic/diagnostic'
import { detectionMethods } from '../../rule/methods/detection-methods'
import { usualMethod } from '../../rule/methods/method-of'
import type { Draft, RuleQuery } from '../../rule/rule'
import { signalsReadBy } from '../../rule/signals-read'
import { compileQueries, groupBysOf, type ReferenceRows } from '../compile-selector'
import type { CompiledMethod } from '../compiled-rule'
import { fieldsByPosition } from '../group-key'
import type { RuleNotes } from '../rule-notes'
import type { Method } from './method'
import { queryNames, sameGroupCounts } from './query-names'
import { caseTargets } from './threshold/case-targets'
import { planThreshold, thresholdMachine, waitsFor, withReads } from './threshold/compile-threshold'

/** Counts the signals of other rules. */
export const signalCorrelation: Method<'signal_correlation'> = {
  name: 'signal_correlation',
  ...detectionMethods.signal_correlation,
  compile: compileCorrelation,
  targets: caseTargets,
}

/** Compiles a rule that counts the signals of other rules. Joined attributes pair by position, as group-bys do. */
function compileCorrelation(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod {
  const { detectionMethod } = rule.options
  if (detectionMethod && detectionMethod !== usualMethod) {
    notes.refuse(`it correlates signals by the method ${detectionMethod}, which is not known`)
  }
  const names = queryNames(rule, notes)
  const fields = groupBysOf(rule)
  sameGroupCounts(fields, 'correlatedByFields', notes)
  for (const [index, query] of rule.queries.entries()) checkSource(query, ['queries', index], notes)
  const { sources } = compileQueries(rule, names, tables, notes)
  const { plan, cases, reads } = planThreshold(rule, names, notes)
  return {
    ...withReads({ selectors: [], sources }, reads),
    queryNames: names,
    groupFields: fieldsByPosition(fields),
    cases,
    waits: waitsFor(plan),
    start: () => thresholdMachine(plan),
    readsNoTables: true,
  }
}

function checkSource(query: RuleQuery, path: Path, notes: RuleNotes): void {
  if (signalsReadBy(query) === undefined) {
    notes.mistake('R211', path, 'this query names no rule whose signals it could count')
  } else if (!query.ruleId && query.defaultRuleId) {
    const message = 'what Datadog is sent names a rule by ruleId, and this query has only defaultRuleId'
    const help =
      'add ruleId, the id of that rule in the tenant; without it the rule is evaluated here and refused there'
    notes.add([{ code: 'R211', severity: 'warning', message, help, path: [...path, 'defaultRuleId'] }])
  }
}
