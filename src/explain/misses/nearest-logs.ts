import { eventRef } from '../../detect/methods/method-miss'
import { compareEvents } from '../../event/compare-events'
import type { LogEvent } from '../../event/log-event'
import type { ClauseMiss, NearEvent } from '../explanation'
import { distanceOf, isClose } from './clause-misses'

/** Of each query so many near logs are told. */
const mostNear = 3
/** Of a near log so many failed clauses are told. */
const mostMisses = 5

/** Keeps the few logs that came nearest to a query. What is kept does not depend on the order in which logs come. */
export class NearestLogs {
  private kept: readonly Candidate[] = []

  add(event: LogEvent, because: readonly ClauseMiss[]): void {
    const distance = because.reduce((sum, miss) => sum + distanceOf(miss), 0)
    const candidate = { event, because, close: because.every(isClose), distance }
    const farthest = this.kept.at(-1)
    if (this.kept.length === mostNear && farthest && compare(farthest, candidate) < 0) return
    const seen = new Set<string>()
    this.kept = [...this.kept, candidate]
      .sort(compare)
      .filter(({ event: { id } }) => !seen.has(id) && seen.add(id))
      .slice(0, mostNear)
  }

  /** With `onlyClose`, without logs of which a clause simply has another value: they are meant to be missed. */
  told(onlyClose: boolean): readonly NearEvent[] {
    return this.kept
      .filter(({ close }) => close || !onlyClose)
      .map(({ event, because }) => ({ ...eventRef(event), because: because.slice(0, mostMisses) }))
  }
}

interface Candidate {
  readonly event: LogEvent
  readonly because: readonly ClauseMiss[]
  readonly close: boolean
  readonly distance: number
}

function compare(a: Candidate, b: Candidate): number {
  return Number(b.close) - Number(a.close) || a.distance - b.distance || compareEvents(a.event, b.event)
}
