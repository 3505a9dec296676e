import { isoText } from '../diagnostic/times'
import type { LogEvent } from '../event/log-event'
import { readLog } from '../event/read-log'
import type { Json, JsonObject } from '../json/json'
import type { Draft } from '../rule/rule'
import { lookBackMs } from '../sampling/look-back'
import type { Suppression } from '../suppression/suppression'
import { setInRecord } from '../testing/change-record'
import { type Asked, shortValue } from './clauses'
import { otherValue, valueInLogs } from './log-as-shown'
import { edgeOf, firstOf, type Outcome, spanOf, type Trial, tryAt } from './quiet-times'

/** One test as its file says it. */
export interface Case {
  readonly name: string
  readonly logs: readonly CaseLog[]
  readonly expect: Readonly<Record<string, number>>
}

interface CaseLog {
  readonly file: string
  readonly record?: number
  readonly at: string
  readonly set?: Readonly<Record<string, Json>>
}

/** A signal under a suppression, with its logs as they are written and as rules read them again. */
export interface ReadyExample {
  readonly asked: readonly Asked[]
  readonly rule: Draft
  readonly records: readonly JsonObject[]
  readonly events: readonly LogEvent[]
  readonly trial: Trial
}

export interface Cases {
  readonly cases: readonly Case[]
  /** What no test shows, and why. */
  readonly notes: readonly string[]
}

export function readAgain(records: readonly JsonObject[]): readonly LogEvent[] {
  return records.flatMap((record) => {
    const result = readLog(record)
    return 'event' in result ? [result.event] : []
  })
}

/** How far an edge of its time may lie from the logs of a signal beyond their own length and the windows of its rule. */
const slackMs = 2000

/**
 * The tests of a suppression on one signal: hidden, up to its last second; shown with another value of any field that is
 * asked for, none of those in `taken`. With `edges` also that it is shown from the end on, and the same about the start.
 */
export function casesOf(
  example: ReadyExample,
  file: string,
  {
    suppression: { startMs, expiresMs },
    nowMs,
    taken,
    edges,
  }: {
    readonly suppression: Suppression
    readonly nowMs: number
    readonly taken: ReadonlySet<string>
    readonly edges: boolean
  },
): Cases {
  const { asked, rule, events } = example
  const reachMs = spanOf(events) + lookBackMs(rule, 'windows') + slackMs
  const isHiddenAt = (firstMs: number): boolean => tryAt(example.trial, events, firstMs).isHidden
  const endMs = expiresMs === undefined ? undefined : edgeOf(isHiddenAt, expiresMs - reachMs, expiresMs)
  const beginMs = startMs === undefined || !edges ? undefined : edgeOf(isHiddenAt, startMs - reachMs, startMs)
  const usualMs = expiresMs === undefined ? Math.max(nowMs, startMs ?? nowMs) : expiresMs - reachMs
  const quietMs = endMs === undefined ? usualMs : endMs - 1000
  const maker = new CaseMaker(example, file)
  const cases = [
    maker.moved(`${nameOf(asked)} is hidden${endMs === undefined ? '' : ', up to the last second'}`, quietMs),
  ]
  const notes: string[] = []
  if (edges && endMs !== undefined) cases.push(maker.moved('from its end on the signal is shown', endMs))
  if (edges && beginMs !== undefined) {
    cases.push(maker.moved('from its start on the signal is hidden', beginMs))
    cases.push(maker.moved('a second before its start the signal is shown', beginMs - 1000))
  }
  if (edges && expiresMs !== undefined && endMs === undefined) {
    notes.push('no test shows its end: moved logs raise no signal there')
  }
  for (const { field, value, isBeginning } of asked) {
    const another = otherValue(isBeginning ? `${value}session` : value, taken)
    const shown = maker.withAnother(`a signal with another ${field} is shown`, quietMs, { field, value: another })
    if (shown) cases.push(shown)
    else notes.push(`no test shows a signal with another ${field}: changed logs raise none`)
  }
  return { cases, notes }
}

function nameOf(asked: readonly Asked[]): string {
  return `the signal of ${asked.map(({ value }) => shortValue(value)).join(', ')}`
}

class CaseMaker {
  constructor(
    private readonly example: ReadyExample,
    private readonly file: string,
  ) {}

  /** The logs as they are, from a time on. */
  moved(name: string, firstMs: number): Case {
    const { trial, events } = this.example
    return this.caseOf(name, [{ file: this.file, at: isoText(firstMs) }], tryAt(trial, events, firstMs))
  }

  /**
   * The same with another value of a field: in all logs, else in those alone that have one. Undefined where neither is shown.
   */
  withAnother(name: string, firstMs: number, { field, value }: Asked): Case | undefined {
    const { trial, records, events } = this.example
    const wanted = valueInLogs(field, value, records)
    if (wanted === undefined) return undefined
    const set = { [wanted[0]]: wanted[1] }
    const all = tryAt(trial, readAgain(records.map((record) => changed(record, wanted))), firstMs)
    if (isShown(all)) return this.caseOf(name, [{ file: this.file, at: isoText(firstMs), set }], all)
    for (const record of records.keys()) {
      const some = tryAt(trial, readAgain(records.with(record, changed(records[record] ?? {}, wanted))), firstMs)
      if (!isShown(some)) continue
      const shiftMs = firstMs - firstOf(events)
      const logs = events.map(({ timeMs }, index): CaseLog => {
        const log = { file: this.file, record: index + 1, at: isoText(timeMs + shiftMs) }
        return index === record ? { ...log, set } : log
      })
      return this.caseOf(name, logs, some)
    }
    return undefined
  }

  private caseOf(name: string, logs: Case['logs'], { shown, hidden }: Outcome): Case {
    return { name, logs, expect: { signals: shown, suppressed: hidden } }
  }
}

function isShown({ shown, hides }: Outcome): boolean {
  return shown > 0 && !hides
}

/** A record with another value at a path, as tests write it. */
export function changed(record: JsonObject, [path, value]: readonly [string, Json]): JsonObject {
  const set = setInRecord(record, path, value)
  return 'record' in set ? (set.record as JsonObject) : record
}
