import type { LogEvent } from '../../event/log-event'
import type { DistinctQuery } from '../candidate-index'
import type { CompiledRules } from '../compile-rules'
import { selectEvent } from '../select-event'
import { variantNumber } from '../variations/variation'
import type { LogPlace, QueryHit } from './hit'
import { columnsOf, compareRows, type HitRow, type HitRows, rowOf } from './hit-rows'
import { readHit } from './read-hit'
import { SelectionTally, type TalliedLogs } from './selection-tally'

/** What was selected of some logs: plain data, made in whatever thread reads them. */
export interface SelectedLogs {
  readonly rows: HitRows
  readonly tally: TalliedLogs
  /** The signals among the logs, whole: rules over signals look at all of them. */
  readonly signals: readonly LogEvent[]
}

/** Shown each log of a run once, in any order, it keeps what the machines of rules can use, and counts the rest. */
export class HitSelection {
  private tally: SelectionTally
  private rows: HitRow[] = []
  private signals: LogEvent[] = []

  constructor(private readonly compiled: CompiledRules) {
    this.tally = new SelectionTally(compiled)
  }

  /** Answers whether something of the log was kept. Other queries than the candidates, if these are given, cannot match it. */
  show(event: LogEvent, place: LogPlace, candidates?: readonly DistinctQuery[]): boolean {
    this.tally.show(event)
    const selected = selectEvent(this.compiled, event, candidates)
    if (selected === undefined) return false
    if (event.isSignal) {
      this.signals.push(event)
      return true
    }
    this.tally.select(selected)
    const wanted: { readonly rule: number; readonly hits: readonly QueryHit[] }[] = []
    for (const { rule, queries } of selected.hits) {
      const compiled = this.compiled.rules[rule]
      const hits = compiled === undefined ? [] : readHit(compiled, event, queries)
      if (hits.length > 0) wanted.push({ rule, hits })
    }
    // Of what a variation takes away nothing but that is written down.
    const has = new Set(wanted.map(({ rule }) => rule))
    for (const { rule, queries, variation, isOther } of selected.varied) {
      if (!isOther) continue
      const compiled = this.compiled.rules[rule]
      const hits = has.has(rule) || compiled === undefined ? [] : readHit(compiled, event, queries)
      if (has.has(rule) || hits.length > 0) wanted.push({ rule: variantNumber(this.compiled, rule, variation), hits })
    }
    if (wanted.length > 0) this.rows.push(rowOf(event, place, wanted))
    return wanted.length > 0
  }

  /** How many events are kept since they were last taken. */
  get size(): number {
    return this.rows.length
  }

  /** Whether no log was shown since that. */
  get isFresh(): boolean {
    return this.tally.lastLogMs === undefined
  }

  /** Hands over what was selected since the last time. */
  take(): SelectedLogs {
    const taken = { rows: columnsOf(this.rows.sort(compareRows)), tally: this.tally.told(), signals: this.signals }
    this.tally = new SelectionTally(this.compiled)
    this.rows = []
    this.signals = []
    return taken
  }
}
