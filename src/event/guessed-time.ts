import { timeIn } from './mapping/guessed-places'
import type { OpenLog } from './open-log'

/** The time of a raw log under a name of its source's own; undefined where none of those known has one. */
export function guessedTime({ shape, log }: OpenLog): number | undefined {
  if (shape.stage !== 'raw') return undefined
  for (const record of [...shape.records, []]) {
    const timeMs = timeIn(log, record)
    if (timeMs !== undefined) return timeMs
  }
  return undefined
}
