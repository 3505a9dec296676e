import type { Hit, ReferenceRule, Thing, Trigger, Value } from './model'
import { meets, termsOf } from './numbers'
import { partsOfQueries } from './threshold'

/** The learning time counts from the rule's first log; values are known by group. */
export function newValueTriggers(rule: ReferenceRule, hits: readonly Hit[], beganAt: number): readonly Trigger[] {
  const triggers: Trigger[] = []
  let learned = 0
  for (const [index, hit] of hits.entries()) {
    const alerting: Value[] = []
    for (const value of new Set(newValuesOf(hit.thing))) {
      const before = hits.slice(0, index).findLast(({ thing }) => newValuesOf(thing).includes(value))
      if (before !== undefined && hit.time - before.time <= rule.forgetAfter) continue
      // A duration of none is "after the first value".
      const values = rule.learning.by === 'duration' && rule.learning.amount === 0 ? 1 : rule.learning.amount
      const silent =
        rule.learning.by === 'duration' && rule.learning.amount > 0
          ? hit.time - beganAt <= rule.learning.amount
          : learned < values
      learned += 1
      if (!silent) alerting.push(value)
    }
    const caseIndex = rule.cases.findIndex(({ test }) => countMeets(rule, test, alerting.length))
    if (alerting.length > 0 && caseIndex !== -1)
      triggers.push({ time: hit.time, caseIndex, parts: partsOfQueries([hit]) })
  }
  return triggers
}

function newValuesOf(thing: Thing): readonly Value[] {
  return thing.attributes['v'] ?? []
}

/** A condition is asked for a number that stands for so many logs. */
function countMeets(rule: ReferenceRule, test: ReferenceRule['cases'][number]['test'], count: number): boolean {
  const counting = { ...rule, queries: rule.queries.map((query) => ({ ...query, counting: 'count' as const })) }
  const log = { thing: noThing, time: 0, queries: [0] }
  return termsOf(test).every((term) => meets(counting, term, new Array(count).fill(log)))
}

const noThing: Thing = { id: '', time: 0, sources: [], services: [], hosts: [], tags: [], attributes: {} }

/** A log's grade is that of the first case that it matches, else the default. */
export function thirdPartyTriggers(rule: ReferenceRule, hits: readonly Hit[]): readonly Trigger[] {
  return hits.flatMap((hit) => {
    const grade = rule.grades.findIndex(({ value }) => (hit.thing.attributes['v'] ?? []).includes(value))
    const caseIndex = grade === -1 ? rule.grades.length : grade
    if (grade === -1 && rule.defaultSeverity === undefined) return []
    return [{ time: hit.time, caseIndex, parts: partsOfQueries([hit]) }]
  })
}

/** Places lie 556 km apart (five degrees of a globe of 40,030 km) along the equator, two to a city; a unit is an hour, so one place an hour is possible. */
export function travelTriggers(rule: ReferenceRule, hits: readonly Hit[]): readonly Trigger[] {
  const triggers: Trigger[] = []
  const located = hits.filter(({ thing }) => placeOf(thing) !== undefined)
  const place = ({ thing }: Hit): number => placeOf(thing) ?? 0
  const city = (hit: Hit): number => Math.floor(place(hit) / 2)
  for (const [index, hit] of located.entries()) {
    const last = located[index - 1]
    if (last === undefined) continue
    const past = located.slice(0, index)
    const lastHere = past.findLast((other) => city(other) === city(hit))
    const wentBefore = past.some((other, at) => {
      const from = past[at - 1]
      return from !== undefined && place(from) === place(last) && place(other) === place(hit)
    })
    const began = located[0]?.time ?? 0
    if (rule.baseline !== undefined) {
      if (hit.time - began <= rule.baseline) continue
      if (lastHere !== undefined && hit.time - lastHere.time <= 30 * 24) continue
      if (rule.learnsTransitions && wentBefore) continue
    }
    const kilometres = Math.abs(place(hit) - place(last)) * 555.975
    if (kilometres <= 500 || kilometres <= 1000 * (hit.time - last.time)) continue
    const caseIndex = rule.cases.findIndex(({ test }) => countMeets(rule, test, 1))
    if (caseIndex === -1) continue
    const cities = (one: Hit): readonly Value[] => [`c${city(one)}`]
    const adds = {
      'impossible_travel.triggering_locations.first_location.city': cities(last),
      'impossible_travel.triggering_locations.second_location.city': cities(hit),
      'impossible_travel.triggering_locations.travel_distance': [Math.round(kilometres)],
    }
    triggers.push({ time: hit.time, caseIndex, parts: partsOfQueries([last, hit]), adds })
  }
  return triggers
}

/** The number of the place at which a log was made, if it says one. */
function placeOf({ attributes }: Thing): number | undefined {
  return attributes['place']?.find((value) => typeof value === 'number')
}
