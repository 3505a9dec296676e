import type { CompiledRules } from '../detect/compile-rules'
import { evaluateCompiled } from '../detect/evaluate'
import type { LogEvent } from '../event/log-event'

/** What is made of logs under a suppression. */
export interface Outcome {
  readonly shown: number
  readonly hidden: number
  /** Whether a signal of the rule that is looked at is among the hidden ones. */
  readonly hides: boolean
  /** Whether all of them are. */
  readonly isHidden: boolean
}

/** How one rule fares on logs, with a suppression in force. */
export interface Trial {
  readonly rules: CompiledRules
  /** The rule that is looked at; undefined where any will do. */
  readonly rule: string | undefined
  readonly suppression: string
}

/** Evaluates logs moved so that the first of them is at `firstMs`. */
export function tryAt({ rules, rule, suppression }: Trial, logs: readonly LogEvent[], firstMs: number): Outcome {
  const shiftMs = firstMs - firstOf(logs)
  const { signals } = evaluateCompiled(
    rules,
    logs.map((log) => ({ ...log, timeMs: log.timeMs + shiftMs })),
  )
  const shown = signals.filter(({ suppressedBy }) => suppressedBy.length === 0)
  const hidden = signals.filter(({ suppressedBy }) => suppressedBy.includes(suppression))
  const isLookedAt = (each: { readonly rule: string }): boolean => rule === undefined || each.rule === rule
  const hides = hidden.some(isLookedAt)
  return { shown: shown.length, hidden: hidden.length, hides, isHidden: hides && !shown.some(isLookedAt) }
}

/**
 * Where the first log has to be for a signal to fall on an edge of a suppression's time: at `edge` on one side of it, a
 * second earlier on the other. Undefined where moving the logs does not bring it about.
 */
export function edgeOf(isHiddenAt: (firstMs: number) => boolean, fromMs: number, toMs: number): number | undefined {
  const before = isHiddenAt(fromMs)
  if (isHiddenAt(toMs) === before) return undefined
  let [low, high] = [fromMs, toMs]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isHiddenAt(middle) === before) low = middle
    else high = middle
  }
  return isHiddenAt(high - 1000) === before ? high : undefined
}

/** When the first of the logs happened. */
export function firstOf(logs: readonly LogEvent[]): number {
  return logs.reduce((first, { timeMs }) => Math.min(first, timeMs), Number.POSITIVE_INFINITY)
}

/** How long the logs last. */
export function spanOf(logs: readonly LogEvent[]): number {
  return logs.reduce((last, { timeMs }) => Math.max(last, timeMs), Number.NEGATIVE_INFINITY) - firstOf(logs)
}

/** So often it is tried whether fewer logs do. */
const mostTries = 300

/** As few of the logs as still do, leaving out first halves, then ever smaller parts. */
export function fewestOf<T>(all: readonly T[], stillDoes: (some: readonly T[]) => boolean): readonly T[] {
  let [left, tries] = [all, 0]
  for (let size = Math.ceil(all.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length && tries < mostTries; ) {
      const without = [...left.slice(0, at), ...left.slice(at + size)]
      tries += 1
      if (without.length > 0 && stillDoes(without)) left = without
      else at += size
    }
  }
  return left
}
