import type { Draft } from '../../rule/rule'
import { compileSelector, groupBysOf, type ReferenceRows } from '../compile-selector'
import type { CompiledMethod } from '../compiled-rule'
import { fieldsByPosition } from '../group-key'
import type { RuleNotes } from '../rule-notes'
import { metricsOf } from '../windows/new-window'
import { caseByNumber, compileCases } from './compile-cases'
import { compilePlace, newTravelState, stepTravel, type TravelState } from './impossible-travel-machine'
import { queryNames } from './query-names'

const msPerDay = 86_400_000

/** Compiles an impossible-travel rule. Logs without coordinates say nothing to it. */
export function compileImpossibleTravel(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod {
  const names = queryNames(rule, notes)
  const name = names[0] ?? 'a'
  if (rule.queries.length > 1) notes.refuse('it is an impossible-travel rule with several queries')
  const selector = compileSelector(rule, 0, name, tables, notes)
  const [metric = '@network.client.geoip'] = rule.queries[0] ? metricsOf(rule.queries[0]) : []
  const { baselineUserLocations, baselineUserLocationsDuration, detectIpTransition } =
    rule.options.impossibleTravelOptions ?? {}
  const { cases, tests } = compileCases(rule, names, notes)
  const plan = {
    step: name,
    caseFor: caseByNumber(tests, notes),
    locate: compilePlace(metric),
    baselineMs: baselineUserLocations ? (baselineUserLocationsDuration ?? 1) * msPerDay : undefined,
    learnsTransitions: (baselineUserLocations && detectIpTransition) ?? false,
  }
  return {
    selectors: selector ? [selector] : [],
    correlates: [],
    queryNames: names,
    groupFields: fieldsByPosition(groupBysOf(rule)),
    cases,
    start: () => {
      const states = new Map<string, TravelState>()
      return {
        step: (group, instant) => {
          let state = states.get(group.key)
          if (state === undefined) {
            state = newTravelState()
            states.set(group.key, state)
          }
          return stepTravel(plan, state, instant)
        },
      }
    },
  }
}
