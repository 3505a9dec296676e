import { secondText } from '../diagnostic/times'
import { WorldError } from '../diagnostic/world-error'
import { readTime } from '../event/event-time'
import { readSpan } from '../testing/moments'

/**
 * The stretch that ends now, as `--last 7d`; or from `--from` to `--to`, or to now. Throws a `usage` WorldError without any,
 * and for one of which nothing can have happened yet.
 */
export function stretchAsked(
  options: StretchOptions,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const { fromMs, toMs = nowMs } = timesAsked(options, nowMs)
  if (fromMs !== undefined && fromMs > nowMs) {
    const help = `Nothing happened yet since then; it is ${secondText(nowMs)}.`
    throw new WorldError('usage', `--from ${options.from} lies ahead`, help)
  }
  if (fromMs !== undefined) return { fromMs, toMs }
  throw new WorldError('usage', 'it is not said since when', 'Give --last 7d, or --from and --to.')
}

export interface StretchOptions {
  readonly last?: string
  readonly from?: string
  readonly to?: string
}

/**
 * A stretch of the logs by their own times, both ends within: the one that ends now, as `--last 7d`, or from `--from` to
 * `--to`. Throws a `usage` WorldError for one that ends too early.
 */
export function timesAsked({ last, from, to }: StretchOptions, nowMs: number) {
  if (last !== undefined && (from !== undefined || to !== undefined)) {
    throw new WorldError('usage', '--last and --from or --to say two different times', 'Give one of them.')
  }
  const fromMs = last === undefined ? timeOption('from', from) : nowMs - spanOption(last)
  const toMs = last === undefined ? timeOption('to', to) : nowMs
  if (fromMs !== undefined && toMs !== undefined && toMs < fromMs) {
    throw new WorldError('usage', '--to is before --from', 'Swap the two times.')
  }
  const isAsked = (timeMs: number): boolean => timeMs >= (fromMs ?? timeMs) && timeMs <= (toMs ?? timeMs)
  return { fromMs, toMs, isAsked }
}

function spanOption(last: string): number {
  const spanMs = readSpan(last)
  if (spanMs) return spanMs
  throw new WorldError('usage', `--last ${last} is not a stretch of time`, 'Write --last 7d, 12h or 90m.')
}

/** A time given as an option; absent where the option is. Throws a `usage` WorldError for what is none. */
function timeOption(name: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  const timeMs = readTime(written)
  if (timeMs !== undefined) return timeMs
  throw new WorldError('usage', `--${name} ${written} is not a time`, `Write --${name} 2026-03-02T09:00:00Z.`)
}
