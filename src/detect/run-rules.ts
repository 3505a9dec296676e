import { compareEvents } from '../event/compare-events'
import { eachOnce } from '../event/each-once'
import type { LogEvent } from '../event/log-event'
import type { CompiledRules } from './compile-rules'
import type { CompiledRule, GroupTrigger } from './compiled-rule'
import type { Group } from './group-key'
import type { SelectedEvent } from './select-event'
import { type GroupedHit, SignalBoard } from './signal-board'
import { onSignal } from './signals/on-signal'
import type { Sided, Signal } from './signals/signal'
import { SignalLife, type SignalRecord } from './signals/signal-life'
import { tellSignal } from './signals/tell-signal'
import { type Arrival, splitByTiebreaker } from './windows/instant'

/** Where the clock of the logs stands when all of them have been read. */
export interface LogClock {
  /** The time of the last log, whether a rule wants it or not; of no log, undefined. */
  readonly lastLogMs: number | undefined
  /** Silence is told up to here, where that is later. */
  readonly untilMs?: number | undefined
}

/**
 * Runs the stateful part of all rules over selected events and answers their signals in the order in which they opened.
 * Sorts by time itself and takes each event once, so that any order of the same events gives the same signals.
 */
export function runRules(
  compiled: CompiledRules,
  selected: readonly SelectedEvent[],
  clock: LogClock,
): readonly (Signal & Sided)[] {
  const { rules, settled } = compiled
  const hitsOf = rules.map((): Hit[] => [])
  const given: LogEvent[] = []
  for (const { event, hits } of eachOnce(selected)) {
    if (event.isSignal) given.push(event)
    for (const { rule, queries } of hits) hitsOf[rule]?.push({ event, queries })
  }
  const board = new SignalBoard(rules, given)
  const lastLogMs = clock.lastLogMs ?? Number.NEGATIVE_INFINITY
  const endMs = Math.max(lastLogMs, clock.untilMs ?? Number.NEGATIVE_INFINITY)
  const run = (from: number, to: number): void => {
    for (const [offset, rule] of rules.slice(from, to).entries()) {
      const hits = groupLogs(rule, hitsOf[from + offset] ?? [])
      board.put(
        rule,
        runRule(rule, rule.sources.length === 0 ? hits : inTime([...hits, ...board.hitsFor(rule)]), endMs),
      )
    }
  }
  run(0, settled)
  runTogether(board, rules.slice(settled), () => run(settled, rules.length))
  const rank = new Map(rules.map((rule, index) => [rule, index]))
  const sorted = rules.flatMap((rule) => board.recordsOf(rule))
  sorted.sort((a, b) => a.openedMs - b.openedMs || (rank.get(a.rule) ?? 0) - (rank.get(b.rule) ?? 0))
  return sorted.map((record) => tellSignal(record, lastLogMs))
}

/** A signal depends on none that opened after it, so each round settles the next moment at least; none needs as many. */
const mostRounds = 100

/** Rules that look at each other's signals are run until none of them changes any more. */
function runTogether(board: SignalBoard, rules: readonly CompiledRule[], round: () => void): void {
  let before = ''
  for (let rounds = 0; rounds < mostRounds && rules.length > 0; rounds += 1) {
    round()
    const now = JSON.stringify(rules.map((rule) => board.recordsOf(rule).map(outline)))
    if (now === before || rules.length === 1) return
    before = now
  }
}

function outline({ openedMs, values, severity, hiddenBy, events }: SignalRecord): readonly unknown[] {
  return [openedMs, values, severity, hiddenBy, [...events].map(({ id }) => id)]
}

interface Hit {
  readonly event: LogEvent
  readonly queries: number
}

function* groupLogs(rule: CompiledRule, hits: readonly Hit[]): Iterable<GroupedHit> {
  for (const { event, queries } of hits) {
    for (const [at, { index, groupsOf }] of rule.selectors.entries()) {
      if (queries & (1 << at)) yield { event, query: index, groups: groupsOf(event) }
    }
  }
}

function inTime(hits: readonly GroupedHit[]): readonly GroupedHit[] {
  return hits.toSorted((a, b) => compareEvents(a.event, b.event))
}

/** Walks through the hits of one rule, time by time and group by group. */
function runRule(rule: CompiledRule, hits: Iterable<GroupedHit>, endMs: number): readonly SignalRecord[] {
  const machine = rule.start()
  const life = new SignalLife(rule, (record, atMs) => {
    const active = rule.suppressions.filter((suppression) => suppression.isActiveAt(atMs))
    if (active.length === 0) return []
    const { event, possible } = onSignal(record, atMs)
    // Where it is not known whether an attribute is on the signal, the signal is shown.
    return active.filter(({ hides }) => hides(event) && hides(possible)).map(({ suppression }) => suppression.id)
  })
  let timeMs = Number.NaN
  let groups = new Map<string, { readonly group: Group; readonly arrivals: Map<LogEvent, number> }>()
  const tell = (found: readonly GroupTrigger[] = []): void => {
    for (const { group, trigger } of found) life.add(group, trigger)
  }
  const flush = (): void => {
    for (const { group, arrivals } of groups.values()) {
      const list = [...arrivals].map(([event, queries]): Arrival => ({ event, queries }))
      for (const instant of splitByTiebreaker(timeMs, list)) {
        for (const trigger of machine.step(group, instant)) life.add(group, trigger)
      }
    }
    groups = new Map()
  }
  for (const { event, query, groups: joined } of hits) {
    if (event.timeMs !== timeMs) {
      flush()
      timeMs = event.timeMs
      tell(machine.pass?.(timeMs))
    }
    for (const group of joined) {
      let entry = groups.get(group.key)
      if (entry === undefined) {
        entry = { group, arrivals: new Map() }
        groups.set(group.key, entry)
      }
      entry.arrivals.set(event, (entry.arrivals.get(event) ?? 0) | (1 << query))
    }
  }
  flush()
  tell(machine.pass?.(endMs + 1))
  tell(machine.finish?.(endMs))
  return life.signals
}
