import { WorldError } from '../diagnostic/world-error'
import { readTime } from '../event/event-time'

/** A stretch of the logs by their own times, both ends within. Throws a `usage` WorldError for one that ends too early. */
export function timesAsked(options: { readonly from?: string; readonly to?: string }) {
  const [fromMs, toMs] = [timeOption('from', options.from), timeOption('to', options.to)]
  if (fromMs !== undefined && toMs !== undefined && toMs < fromMs) {
    throw new WorldError('usage', '--to is before --from', 'Swap the two times.')
  }
  const isAsked = (timeMs: number): boolean => timeMs >= (fromMs ?? timeMs) && timeMs <= (toMs ?? timeMs)
  return { fromMs, toMs, isAsked }
}

/** A time given as an option; absent where the option is. Throws a `usage` WorldError for what is none. */
function timeOption(name: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  const timeMs = readTime(written)
  if (timeMs !== undefined) return timeMs
  throw new WorldError('usage', `--${name} ${written} is not a time`, `Write --${name} 2026-03-02T09:00:00Z.`)
}
