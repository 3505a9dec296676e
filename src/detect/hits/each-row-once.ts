import { compareEvents } from '../../event/compare-events'
import type { LogEvent } from '../../event/log-event'
import { type HitRow, namedByContent } from './hit-rows'
import type { SeenIds } from './seen-ids'

/**
 * Of rows in order each event once, as `eachOnce` has it: logs of one id are one event, and the first in order stays;
 * equal logs without an id are as many events as there are, told apart by a number. Of events of one id and moment that
 * are held the first is told by their content.
 */
export function* eachRowOnce(
  rows: Iterable<HitRow>,
  seen: SeenIds,
  heldEvent: (row: HitRow) => LogEvent | undefined,
): Generator<HitRow> {
  const met = new Map<string, number>()
  const told = function* (some: readonly HitRow[]): Generator<HitRow> {
    for (const row of some.length > 1 ? some.toSorted(byContent(heldEvent)) : some) {
      const count = (met.get(row.id) ?? 0) + 1
      met.set(row.id, count)
      if (count === 1) yield row
      else if (row.flags & namedByContent) yield { ...row, id: `${row.id}-${count}` }
    }
  }
  let alike: HitRow[] = []
  for (const row of rows) {
    const [first] = alike
    if (first !== undefined && isAlike(first, row)) {
      alike.push(row)
      continue
    }
    yield* told(alike)
    alike = []
    if (seen.mayRepeat(row.idHash)) alike.push(row)
    else yield row
  }
  yield* told(alike)
}

function isAlike(a: HitRow, b: HitRow): boolean {
  return a.timeMs === b.timeMs && a.id === b.id && a.tiebreaker === b.tiebreaker
}

function byContent(heldEvent: (row: HitRow) => LogEvent | undefined): (a: HitRow, b: HitRow) => number {
  return (a, b) => {
    const [left, right] = [heldEvent(a), heldEvent(b)]
    return left === undefined || right === undefined ? 0 : compareEvents(left, right)
  }
}
