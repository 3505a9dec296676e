import { eachEventOnce } from '../event/each-once'
import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import type { DistinctQuery } from './candidate-index'
import { type CompiledRules, type CompileOptions, compileRules } from './compile-rules'
import { eachRowOnce } from './hits/each-row-once'
import { GroupCounts } from './hits/group-counts'
import { heldFile, type LogPlace, type RuleHits, readingsOf } from './hits/hit'
import { type HitRow, type HitRows, type NeedlessHits, ofNonProduction, readHitText, readRows } from './hits/hit-rows'
import { HitSelection, type SelectedLogs } from './hits/hit-selection'
import { rowBlocks } from './hits/packed-rows'
import { SeenIds } from './hits/seen-ids'
import { SelectionTally } from './hits/selection-tally'
import { SortedRuns, type Spill } from './hits/sorted-runs'
import { type Evaluation, RanRules } from './running/ran-rules'
import { heldEvents, RulesRun } from './running/run-rules'
import type { ClosedSignal } from './signals/closed-signal'
import { tellSignal, type Untold } from './signals/tell-signal'
import { VariantRules } from './variations/variant-rules'

/** What an evaluation is given beside the rules. */
export interface OpenOptions {
  /** The clock of the logs goes on to this time, for rules that wait for silence. */
  readonly untilMs?: number | undefined
  /** Where more than the budget is kept. */
  readonly spill?: Spill | undefined
  /** What is kept in memory of hits, and of signals. */
  readonly mostBytes?: number | undefined
  /** How many moments a rule passes before it is looked for what is over. */
  readonly between?: number | undefined
  /** Of so many events on, it is counted which of them no trigger can need. */
  readonly countsFrom?: number | undefined
}

/** So many events are gathered before they are kept as rows. */
const eventsOfBlock = 4096

/**
 * An evaluation under way: shown each event once, in any order, or given what was selected elsewhere, it keeps what some
 * rule can use, as rows.
 */
export class OpenEvaluation {
  private readonly held: LogEvent[] = []
  private readonly selection: HitSelection
  private readonly tally: SelectionTally
  private readonly rows: SortedRuns<HitRow, HitRows>
  private readonly ids = new SeenIds()
  private readonly groups: GroupCounts
  private readonly signals: LogEvent[] = []
  /** The numbers of variants that have an event more or less than their rule. */
  private readonly variants = new Set<number>()

  constructor(
    private readonly compiled: CompiledRules,
    private readonly options: OpenOptions = {},
  ) {
    this.selection = new HitSelection(compiled)
    this.tally = new SelectionTally(compiled)
    this.groups = new GroupCounts(compiled.rules, options.countsFrom)
    this.rows = new SortedRuns(rowBlocks, options.spill, options.mostBytes)
  }

  /**
   * Answers whether some rule can use the event. One with a place can be found again there; one without is held to the
   * end. Where candidates are given, no other query can match it.
   */
  show(event: LogEvent, place?: LogPlace, candidates?: readonly DistinctQuery[]): boolean {
    const own = place ?? { file: heldFile, offset: this.held.length, part: 0 }
    const isUseful = this.selection.show(event, own, candidates)
    if (isUseful && place === undefined) this.held.push(event)
    if (this.selection.size >= eventsOfBlock) this.add(this.selection.take())
    return isUseful
  }

  /** Takes what was selected of other logs. */
  add({ rows, tally, signals }: SelectedLogs): void {
    for (const hash of rows.idHashes) this.ids.add(hash)
    this.groups.add(rows)
    if (rows.times.length > 0) this.rows.add(rows)
    if (this.compiled.variations.length > 0) {
      for (const rule of rows.rules) if (rule >= this.compiled.rules.length) this.variants.add(rule)
    }
    this.tally.add(tally)
    for (const signal of signals) this.signals.push(signal)
  }

  /** Runs the rules over what was kept of logs; what is told of it follows. Each signal is shown once it has closed. */
  run(onClosed: (signal: ClosedSignal) => void = () => {}): RanRules {
    this.add(this.selection.take())
    const { tally, options } = this
    const variants = new VariantRules(this.compiled, this.variants)
    const { compiled } = variants
    const run = new RulesRun(compiled, { lastLogMs: tally.lastLogMs, untilMs: options.untilMs }, options.between)
    const ran = new RanRules(compiled, run, tally, eachEventOnce(this.signals), options)
    run.overLogs(this.hits(variants), (signal) => {
      if (ran.close(signal)) onClosed(signal)
    })
    return ran
  }

  /** The same to its end, where each event is held. `logs` is how many there were, also those that nobody needed to see. */
  finish(logs: number): Evaluation {
    return this.finishTold(logs, tellSignal)
  }

  /** The same with signals told in another way. */
  finishTold<Told>(
    logs: number,
    tell: (untold: Untold) => Told,
  ): Omit<Evaluation, 'signals'> & { readonly signals: readonly Told[] } {
    const ran = this.run()
    ran.overSignals(heldEvents)
    const signals = [...ran.signals(heldEvents, tell)]
    return { signals, ...ran.beside(), stats: ran.stats(logs) }
  }

  private *hits(variants: VariantRules): Generator<RuleHits> {
    const heldEvent = ({ place }: HitRow): LogEvent | undefined =>
      place.file === heldFile ? this.held[place.offset] : undefined
    const needless: NeedlessHits = {
      mayRepeat: (idHash) => this.ids.mayRepeat(idHash),
      isNeedless: (rule, group, timeMs) => !this.groups.mayFire(rule, group, timeMs),
    }
    const rows = this.rows.inOrder((block) => readRows(block, needless))
    for (const row of eachRowOnce(rows, this.ids, heldEvent)) {
      const { id, timeMs, tiebreaker, place } = row
      const isNonProduction = (row.flags & ofNonProduction) !== 0
      const event = heldEvent(row)
      for (const [rule, text] of variants.hitsOf(row)) {
        const queries = readHitText(text)
        yield {
          rule,
          hit: { id, timeMs, tiebreaker, isNonProduction, place, readings: readingsOf(queries), event },
          queries,
        }
      }
    }
  }
}

/** Evaluates whole rules over events at hand, from compiling to signals. */
export function evaluateEvents(
  rules: readonly Draft[],
  events: Iterable<LogEvent>,
  options: CompileOptions & { readonly untilMs?: number | undefined } = {},
): Evaluation {
  return evaluateCompiled(compileRules(rules, options), events, options.untilMs)
}

/** Evaluates rules that were compiled before; they may be used again, for other events. */
export function evaluateCompiled(compiled: CompiledRules, events: Iterable<LogEvent>, untilMs?: number): Evaluation {
  return evaluateTold(compiled, events, tellSignal, untilMs)
}

/** The same with signals told in another way. */
export function evaluateTold<Told>(
  compiled: CompiledRules,
  events: Iterable<LogEvent>,
  tell: (untold: Untold) => Told,
  untilMs?: number,
): Omit<Evaluation, 'signals'> & { readonly signals: readonly Told[] } {
  const open = new OpenEvaluation(compiled, { untilMs })
  let logs = 0
  for (const event of events) {
    logs += 1
    open.show(event)
  }
  return open.finishTold(logs, tell)
}
