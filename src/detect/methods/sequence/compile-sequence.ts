import { stepsPath } from '../../../rule/methods/steps'
import type { Draft } from '../../../rule/rule'
import { windowMsOf } from '../../../rule/usual-options'
import { compileQueries, groupBysOf, type ReferenceRows } from '../../compile-selector'
import type { CompiledMethod } from '../../compiled-rule'
import { fieldsByPosition } from '../../group-key'
import type { RuleNotes } from '../../rule-notes'
import { compileSequenceCase, compileSide } from '../compile-cases'
import { GroupStates } from '../group-states'
import { queryNames, sameGroupCounts } from '../query-names'
import { isAsNew, newSequenceState, type PlannedStep, stepSequence } from './sequence-machine'
import { sequencePath } from './sequence-path'

/** Each step has fired within its transition of the one before, and counted in its own window. */
function leastHits(steps: readonly PlannedStep[]): CompiledMethod['takes'] {
  if (!steps.every(({ test }) => test.growsOnly)) return undefined
  return {
    withinMs: steps.reduce((sum, { windowMs, transitionMs }) => sum + windowMs + transitionMs, 0),
    areEnough: (hitsOf) => steps.every(({ test }) => test.holds(hitsOf)),
  }
}

/** Compiles a sequence rule: its steps in the order of their transitions. */
export function compileSequence(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod {
  const names = queryNames(rule, notes)
  const queries = compileQueries(rule, names, tables, notes)
  for (const [index, { aggregation }] of rule.queries.entries()) {
    if (aggregation !== undefined && aggregation !== 'count') {
      notes.mistake('R208', ['queries', index, 'aggregation'], `a sequence counts events; it knows no ${aggregation}`)
    }
  }
  sameGroupCounts(groupBysOf(rule), 'groupByFields', notes)
  const { path, findings } = sequencePath(rule)
  notes.add(findings)
  const steps = (path ?? []).flatMap(({ step, index, transitionWindow }): readonly PlannedStep[] => {
    const at = [...stepsPath, 'steps', index, 'condition']
    const test = compileSide(step, at, names, notes)
    if (test === undefined) return []
    const windowMs = windowMsOf(step)
    return [{ name: step.name, test, windowMs, transitionMs: transitionWindow * 1000 }]
  })
  const cases = compileSequenceCase(rule, path?.map(({ step }) => step.name) ?? [], notes)
  const windowed = steps.flatMap(({ windowMs, test }) => (windowMs > 0 ? test.queries : []))
  const plan = { queryCount: names.length, steps, windowed: new Set(windowed) }
  return {
    ...queries,
    queryNames: names,
    groupFields: fieldsByPosition(groupBysOf(rule)),
    cases,
    takes: leastHits(steps),
    start: () => {
      const states = new GroupStates(() => newSequenceState(plan))
      return {
        step: (group, instant) => stepSequence(plan, states.of(group), instant),
        giveBack: (nowMs) => states.giveBack((state) => isAsNew(plan, state, nowMs)),
      }
    },
  }
}
