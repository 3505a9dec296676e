import { eachOnce } from '../../event/each-once'
import type { LogEvent } from '../../event/log-event'
import type { CompiledRules } from '../compile-rules'
import type { CompiledRule } from '../compiled-rule'
import { compareHits, heldFile, hitOf, type RuleHits } from '../hits/hit'
import { readHit } from '../hits/read-hit'
import type { SelectedEvent } from '../select-event'
import { type ClosedSignal, compareSignals } from '../signals/closed-signal'
import { type AskedAbout, askAbout } from '../signals/hidden-by'
import type { Sided, Signal } from '../signals/signal'
import { SignalBoard } from '../signals/signal-board'
import { tellSignal, type Untold } from '../signals/tell-signal'
import { foundedSignals } from './founded-signals'
import { areEqual, type Outlines, outlineOf, unfoundedFrom } from './outlines'
import { type LogClock, RuleRun } from './rule-run'

/** The events of signals, wherever they are kept. */
export type EventsOf = (signal: ClosedSignal) => readonly LogEvent[]

/**
 * Runs the stateful part of all rules over selected events, which are held, and answers their signals in the order in
 * which they opened. Sorts by time itself and takes each event once, so that any order of the same events gives the same
 * signals.
 */
export function runRules(
  compiled: CompiledRules,
  selected: readonly SelectedEvent[],
  clock: LogClock,
): readonly (Signal & Sided)[] {
  const { rules } = compiled
  const once = eachOnce(selected)
  function* hits(): Generator<RuleHits> {
    for (const [offset, { event, hits: found }] of once.entries()) {
      for (const { rule, queries: matching } of found) {
        const own = rules[rule]
        const queries = own === undefined ? [] : readHit(own, event, matching)
        if (queries.length > 0) yield { rule, hit: hitOf(event, { file: heldFile, offset, part: 0 }, queries), queries }
      }
    }
  }
  const given = once.flatMap(({ event }) => (event.isSignal ? [event] : []))
  const run = new RulesRun(compiled, clock)
  const signals: ClosedSignal[] = []
  run.overLogs(hits(), (signal) => signals.push(signal))
  signals.push(...run.overSignals(given, heldEvents))
  return signals.sort(compareSignals).map((signal) => tellSignal(run.untold(signal, heldEvents)))
}

/** The events of a signal where all are held. */
export function heldEvents({ events }: ClosedSignal): readonly LogEvent[] {
  return events.flatMap(({ event }) => event ?? [])
}

/** Rules that wait for hits of others are looked through for what is over once so many hits have passed. */
const hitsBetween = 50_000

/** A signal depends on none that opened after it, so each round settles the next moment at least; none needs as many. */
const mostRounds = 100
/** Of those, so many may take back what others made of signals that did not last. */
const mostCuts = 40

/**
 * All rules on their way through the hits of a run: first those over logs, then those that look at signals. `between`: see
 * `RuleRun`.
 */
export class RulesRun {
  private readonly board: SignalBoard
  /** By position. Of rules that look at signals, the hits of their queries over logs. */
  private readonly waiting = new Map<number, RuleHits[]>()
  /** The rules whose signals others look at: theirs are kept at hand. */
  private readonly lookedAt: ReadonlySet<CompiledRule>
  private readonly hidden = new WeakMap<ClosedSignal, readonly string[]>()

  constructor(
    private readonly compiled: CompiledRules,
    private readonly clock: LogClock,
    private readonly between?: number,
  ) {
    this.board = new SignalBoard(compiled.rules)
    this.lookedAt = this.board.lookedAt()
  }

  /**
   * Runs the rules that look at logs alone. Hits come in order, each event once; each signal is handed on as soon as
   * nothing can change it any more.
   */
  overLogs(hits: Iterable<RuleHits>, onClosed: (signal: ClosedSignal) => void): void {
    const runs = this.compiled.rules.map((rule, position) => {
      if (rule.sources.length > 0) return undefined
      const isKept = this.lookedAt.has(rule)
      const onOwn = (signal: ClosedSignal): void => {
        if (isKept) this.board.put(rule, signal)
        onClosed(signal)
      }
      return new RuleRun(rule, position, this.clock, onOwn, this.between)
    })
    let untilAdvance = hitsBetween
    for (const each of hits) {
      const run = runs[each.rule]
      if (run === undefined) this.wait(each)
      else run.take(each.hit, each.queries)
      untilAdvance -= 1
      if (untilAdvance > 0) continue
      untilAdvance = hitsBetween
      for (const other of runs) other?.advance(each.hit.timeMs)
    }
    for (const run of runs) run?.end()
  }

  /**
   * Whose events rules over signals need before they are run: signals that are looked at, and the logs of which such signals
   * may yet be made. Of rules that are run together all are told to see what changes.
   */
  eventsLookedAt(): readonly Pick<ClosedSignal, 'events'>[] {
    const { rules, settled } = this.compiled
    const signals = [...this.lookedAt].flatMap((rule) => this.board.signalsOf(rule))
    const ofReaders = rules.flatMap((rule, position) => {
      const isTold = this.lookedAt.has(rule) || (position >= settled && rules.length - settled > 1)
      return isTold ? [{ events: (this.waiting.get(position) ?? []).map(({ hit }) => hit) }] : []
    })
    return [...signals, ...ofReaders]
  }

  /** Runs the rules that look at signals, those of the run and those that are given, and answers theirs. */
  overSignals(given: readonly LogEvent[], eventsOf: EventsOf): readonly ClosedSignal[] {
    const { rules, settled } = this.compiled
    this.board.give(given, eventsOf, (signal) => this.hiddenBy(signal, eventsOf))
    const run = (from: number, to: number): void => {
      for (let position = from; position < to; position += 1) {
        const rule = rules[position]
        if (rule !== undefined && rule.sources.length > 0) this.runReader(rule, position)
      }
    }
    run(0, settled)
    this.runTogether(rules.slice(settled), eventsOf, () => run(settled, rules.length))
    return rules.flatMap((rule) => (rule.sources.length > 0 ? this.board.signalsOf(rule) : []))
  }

  /** A signal that has closed, with all that is needed to tell it. */
  untold(closed: ClosedSignal, eventsOf: EventsOf): Untold {
    const rule = this.compiled.rules[closed.rule]
    if (rule === undefined) throw new Error(`a signal of rule ${closed.rule}, which is not among those of the run`)
    const events = eventsOf(closed)
    const asked = askAbout(rule, closed, events)
    return { rule, closed, events, asked, suppressedBy: this.hiddenBy(closed, eventsOf, asked) }
  }

  private hiddenBy(signal: ClosedSignal, eventsOf: EventsOf, asked?: AskedAbout): readonly string[] {
    const rule = this.compiled.rules[signal.rule]
    if (rule === undefined || signal.looks.every(({ isAsked }) => !isAsked)) return []
    const known = this.hidden.get(signal) ?? (asked ?? askAbout(rule, signal, eventsOf(signal))).hiddenBy()
    this.hidden.set(signal, known)
    return known
  }

  private wait(each: RuleHits): void {
    const waiting = this.waiting.get(each.rule)
    if (waiting) waiting.push(each)
    else this.waiting.set(each.rule, [each])
  }

  private runReader(rule: CompiledRule, position: number): void {
    const hits = [...(this.waiting.get(position) ?? []), ...this.board.hitsFor(rule, position)]
    const signals: ClosedSignal[] = []
    const run = new RuleRun(rule, position, this.clock, (signal) => signals.push(signal), this.between)
    for (const { hit, queries } of hits.sort((a, b) => compareHits(a.hit, b.hit))) run.take(hit, queries)
    run.end()
    this.board.replace(rule, signals.sort(compareSignals))
  }

  /**
   * Rules that look at each other's signals are run until none of them changes any more. What a round made of signals that
   * did not last goes: nothing else may hold it up, neither a signal nor what is on one.
   */
  private runTogether(rules: readonly CompiledRule[], eventsOf: EventsOf, round: () => void): void {
    let before: Outlines = new Map()
    let cutMs: number | undefined
    let isFounded = false
    for (let rounds = 0; rounds < mostRounds && rules.length > 0; rounds += 1) {
      round()
      if (rules.length === 1) return
      const now = this.outlines(rules, eventsOf)
      if (areEqual(before, now)) {
        if (isFounded || !this.tellFromLogs(rules)) return
        isFounded = true
        before = this.outlines(rules, eventsOf)
        continue
      }
      isFounded = false
      const fromMs = rounds < mostCuts ? unfoundedFrom(before, now) : undefined
      if (fromMs !== undefined) {
        // What a moment made once more, with nothing after it, is its own.
        const stays = ({ openedMs }: ClosedSignal): boolean =>
          openedMs < fromMs || (openedMs === fromMs && fromMs === cutMs)
        for (const rule of rules) this.board.replace(rule, this.board.signalsOf(rule).filter(stays))
        cutMs = fromMs
      }
      before = fromMs === undefined ? now : this.outlines(rules, eventsOf)
    }
  }

  /** Takes off the signals of rules what comes from no log and no rule, and answers whether there was any. */
  private tellFromLogs(rules: readonly CompiledRule[]): boolean {
    const founded = foundedSignals(
      rules.flatMap((rule) => this.board.signalsOf(rule)),
      this.board,
    )
    if (founded === undefined) return false
    for (const rule of rules) this.board.replace(rule, [])
    for (const signal of founded) {
      const rule = this.compiled.rules[signal.rule]
      if (rule !== undefined) this.board.put(rule, signal)
    }
    return true
  }

  private outlines(rules: readonly CompiledRule[], eventsOf: EventsOf): Outlines {
    const signals = rules.flatMap((rule) => this.board.signalsOf(rule))
    return new Map(signals.map((signal) => outlineOf(signal, this.hiddenBy(signal, eventsOf))))
  }
}
