import type { CompileOptions } from '../detect/compile-rules'
import { evaluateEvents } from '../detect/evaluate'
import type { Signal } from '../detect/signals/signal'
import { readLog } from '../event/read-log'
import type { JsonObject } from '../json/json'
import type { Draft } from '../rule/rule'
import { compileSuppression } from '../suppression/compile-suppression'
import { anonymiseLogs, type FetchedLog } from './anonymise/anonymise-logs'
import { literalsOf } from './rule-literals'

export interface SampleTask extends Pick<CompileOptions, 'suppressions' | 'tables' | 'harmlessKeys'> {
  readonly rules: readonly Draft[]
  readonly logs: readonly FetchedLog[]
  /** Decides the names; without one the logs stay as they are. */
  readonly key?: string
}

/** Logs that can be kept, with what the rules make of them. */
export interface Sample {
  readonly logs: readonly JsonObject[]
  /** The whole second before the first log. */
  readonly startMs: number
  readonly signals: readonly Signal[]
  /** What stayed because rules, suppressions or tables name it. */
  readonly named: readonly string[]
}

/** Where the first of the logs is put: the time from which tests count, where a file does not say. */
const usualStartMs = Date.UTC(2026, 0, 1)

/** So often other names are tried, where some made a rule say something else. */
const mostTries = 4

/**
 * Makes a sample out of logs, anonymised where a key is given. It is one only if the rules raise the same signals on it as
 * on the logs themselves; else the refusal says why there is none.
 */
export function makeSample(task: SampleTask): Sample | { readonly refusal: string } {
  const { rules, logs, key, tables = new Map() } = task
  const events = logs.map(({ event }) => event)
  const before = evaluateEvents(rules, events, task)
  const [first] = before.notEvaluated
  if (first) return { refusal: `${first.rule} is not evaluated, because ${first.reason}` }
  const firstMs = events.reduce((least, { timeMs }) => Math.min(least, timeMs), Number.POSITIVE_INFINITY)
  if (events.length === 0) return { refusal: 'there are no logs' }
  if (key === undefined) {
    const startMs = firstMs - (((firstMs % 1000) + 1000) % 1000)
    return { logs: logs.map(({ raw }) => raw), startMs, signals: before.signals, named: [] }
  }
  const suppressions = (task.suppressions ?? []).filter((each) => rules.some(compileSuppression(each).appliesTo))
  const startMs = usualStartMs + (((firstMs % 1000) + 1000) % 1000)
  const shiftMs = startMs - firstMs
  let different = ''
  for (let tried = 0; tried < mostTries; tried++) {
    const kept = literalsOf(rules, suppressions, tables)
    const anonymised = anonymiseLogs(logs, { key: tried === 0 ? key : `${key} ${tried}`, kept, startMs })
    const read = anonymised.flatMap((raw) => {
      const result = readLog(raw)
      return 'event' in result ? [result.event] : []
    })
    const { signals } = evaluateEvents(rules, read, task)
    different = differenceOf(before.signals, signals, shiftMs)
    if (different === '') return { logs: anonymised, startMs: usualStartMs, signals, named: [...kept.named].sort() }
  }
  return { refusal: `once anonymised, the logs raise ${different}; --raw keeps them as they are` }
}

/** How the signals of anonymised logs differ from those of the logs themselves; empty where they do not. */
function differenceOf(before: readonly Signal[], after: readonly Signal[], shiftMs: number): string {
  if (before.length !== after.length) return `${after.length} signals in place of ${before.length}`
  const expected = before.map((signal) => described(signal, shiftMs)).sort()
  const got = after.map((signal) => described(signal, 0)).sort()
  return expected.every((each, index) => each === got[index]) ? '' : 'other signals'
}

/** All of a signal that must stay the same; its group keeps its fields. */
function described(signal: Signal, shiftMs: number): string {
  const { rule, case: name, severity, group, firstSeenMs, lastSeenMs, steps, events, count, suppressedBy } = signal
  return JSON.stringify([
    ...[rule, name, severity, Object.keys(group), firstSeenMs + shiftMs, lastSeenMs + shiftMs, events.length, count],
    ...[steps.map(({ step, atMs }) => [step, atMs + shiftMs]), suppressedBy],
  ])
}
