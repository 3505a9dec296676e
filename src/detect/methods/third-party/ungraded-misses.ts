import { eventRef, eventsOfPart, type MethodMiss, type WatchedRun } from '../method-miss'

type UngradedMiss = Extract<MethodMiss, { kind: 'ungraded' }>

/** The logs that a root query of a third-party rule takes and no case grades, there being no default status. */
export function ungradedMisses({ triggers, moments, valuesOf }: WatchedRun): readonly UngradedMiss[] {
  const graded = new Set(triggers.flatMap(({ trigger }) => trigger.parts.flatMap(eventsOfPart)).map(({ id }) => id))
  const found = new Map<string, UngradedMiss>()
  for (const { group, instant } of moments) {
    for (const { event } of instant.arrivals) {
      if (graded.has(event.id) || found.has(event.id)) continue
      found.set(event.id, { kind: 'ungraded', group: valuesOf(group), event: eventRef(event) })
    }
  }
  return [...found.values()]
}
