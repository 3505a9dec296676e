import type { Hit } from '../hits/hit'

/** One event as one group of a rule sees it. Bit n of `queries` is set if the rule's query n matches and groups there. */
export interface Arrival {
  readonly event: Hit
  readonly queries: number
}

/** Events of one group whose order is not known: they share a timestamp, and no tiebreaker tells them apart. */
export interface Instant {
  readonly timeMs: number
  readonly arrivals: readonly Arrival[]
}

/**
 * Cuts the arrivals of one timestamp, already in order, into instants. They have an order only where every one of them
 * carries a tiebreaker; otherwise all are one instant (assumed: CloudTrail's clock ticks in seconds and says no more).
 */
export function splitByTiebreaker(timeMs: number, arrivals: readonly Arrival[]): readonly Instant[] {
  if (arrivals.length === 1 || arrivals.some(({ event }) => event.tiebreaker === undefined)) {
    return [{ timeMs, arrivals }]
  }
  const instants: { timeMs: number; arrivals: Arrival[] }[] = []
  let previous: number | undefined
  for (const arrival of arrivals) {
    if (arrival.event.tiebreaker === previous) instants.at(-1)?.arrivals.push(arrival)
    else instants.push({ timeMs, arrivals: [arrival] })
    previous = arrival.event.tiebreaker
  }
  return instants
}
