import { dayMs } from '../../../diagnostic/times'
import type { LogEvent } from '../../../event/log-event'
import type { Draft, RuleQuery } from '../../../rule/rule'
import { compileSelector, groupBysOf, type ReferenceRows } from '../../compile-selector'
import type { CompiledMethod } from '../../compiled-rule'
import { fieldsByPosition } from '../../group-key'
import type { Reading } from '../../hits/hit'
import type { RuleNotes } from '../../rule-notes'
import { metricsOf } from '../../windows/new-window'
import { caseByNumber, compileCases } from '../compile-cases'
import { GroupStates } from '../group-states'
import { queryNames } from '../query-names'
import { compilePlace, isAsNew, newTravelState, stepTravel } from './impossible-travel-machine'

/** Where a rule does not say (documented: places are learned for 24 hours). */
export const usualBaselineDays = 1

/** Compiles an impossible-travel rule. Logs without coordinates say nothing to it. */
export function compileImpossibleTravel(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod {
  const names = queryNames(rule, notes)
  const name = names[0] ?? 'a'
  if (rule.queries.length > 1) notes.refuse('it is an impossible-travel rule with several queries')
  const selector = compileSelector(rule, 0, name, tables, notes)
  const { baselineUserLocations, baselineUserLocationsDuration, detectIpTransition } =
    rule.options.impossibleTravelOptions ?? {}
  const { cases, tests } = compileCases(rule, names, notes)
  const locate = compilePlace(placeMetricOf(rule.queries[0] ?? {}))
  const read = (event: LogEvent): Reading | undefined => {
    const place = locate(event)
    return place && { place }
  }
  const plan = {
    step: name,
    caseFor: caseByNumber(tests, notes),
    baselineMs: baselineUserLocations ? (baselineUserLocationsDuration ?? usualBaselineDays) * dayMs : undefined,
    learnsTransitions: (baselineUserLocations && detectIpTransition) ?? false,
  }
  return {
    selectors: selector ? [{ ...selector, read }] : [],
    sources: [],
    queryNames: names,
    groupFields: fieldsByPosition(groupBysOf(rule)),
    cases,
    start: () => {
      const states = new GroupStates(newTravelState)
      return {
        step: (group, instant) => stepTravel(plan, states.of(group), instant),
        giveBack: (nowMs) => states.giveBack((state) => isAsNew(plan, state, nowMs)),
      }
    },
  }
}

/** The attribute that holds the coordinates. */
export function placeMetricOf(query: RuleQuery): string {
  return metricsOf(query)[0] ?? '@network.client.geoip'
}
