import { compareEvents } from '../event/compare-events'
import { eachOnce } from '../event/each-once'
import type { LogEvent } from '../event/log-event'
import type { CompiledRules } from './compile-rules'
import type { CompiledRule } from './compiled-rule'
import type { Group } from './group-key'
import type { SelectedEvent } from './select-event'
import type { Signal } from './signals/signal'
import { signalAsEvent } from './signals/signal-event'
import { SignalLife, type SignalRecord } from './signals/signal-life'
import { tellSignal } from './signals/tell-signal'
import { type Arrival, splitByTiebreaker } from './windows/instant'

/**
 * Runs the stateful part of all rules over selected events and answers their signals in the order in which they opened.
 * Sorts by time itself and takes each event once, so that any order of the same events gives the same signals.
 */
export function runRules(compiled: CompiledRules, selected: readonly SelectedEvent[]): readonly Signal[] {
  const ordered = eachOnce(selected)
  const hitsOf = compiled.rules.map((): Hit[] => [])
  for (const { event, hits } of ordered) {
    for (const { rule, queries } of hits) hitsOf[rule]?.push({ event, queries })
  }
  const order = new Map(ordered.map(({ event }, index) => [event, index]))
  const recordsOf = new Map<string, readonly SignalRecord[]>()
  const all: SignalRecord[] = []
  for (const [index, rule] of compiled.rules.entries()) {
    const hits =
      rule.correlates.length === 0 ? groupLogs(rule, hitsOf[index] ?? []) : groupSignals(rule, recordsOf, order)
    const records = runRule(rule, hits)
    for (const name of [rule.rule.name, rule.name]) {
      if (name === rule.name || !recordsOf.has(name)) recordsOf.set(name, records)
    }
    all.push(...records)
  }
  const rank = new Map(compiled.rules.map((rule, index) => [rule, index]))
  const sorted = [...all].sort((a, b) => a.openedMs - b.openedMs || (rank.get(a.rule) ?? 0) - (rank.get(b.rule) ?? 0))
  return sorted.map((record) => tellSignal(record, (event) => order.get(event) ?? 0))
}

interface Hit {
  readonly event: LogEvent
  readonly queries: number
}

/** One event at one query, with the groups that it joins there. */
interface GroupedHit {
  readonly event: LogEvent
  readonly query: number
  readonly groups: readonly Group[]
}

function* groupLogs(rule: CompiledRule, hits: readonly Hit[]): Iterable<GroupedHit> {
  for (const { event, queries } of hits) {
    for (const [query, selector] of rule.selectors.entries()) {
      if (queries & (1 << query)) yield { event, query, groups: selector.groupsOf(event) }
    }
  }
}

/** Signals that no suppression hides stand for events at the time they opened. */
function* groupSignals(
  rule: CompiledRule,
  recordsOf: ReadonlyMap<string, readonly SignalRecord[]>,
  order: Map<LogEvent, number>,
): Iterable<GroupedHit> {
  const asEvent = new Map<SignalRecord, LogEvent>()
  const hits: GroupedHit[] = []
  for (const [query, { rule: source, groupsOf }] of rule.correlates.entries()) {
    for (const record of recordsOf.get(source) ?? []) {
      if (record.hiddenBy.length > 0) continue
      const event = asEvent.get(record) ?? signalAsEvent(record, record.openedMs)
      asEvent.set(record, event)
      hits.push({ event, query, groups: groupsOf(event) })
    }
  }
  hits.sort((a, b) => compareEvents(a.event, b.event))
  for (const { event } of hits) if (!order.has(event)) order.set(event, order.size)
  yield* hits
}

/** Walks through the hits of one rule, time by time and group by group. */
function runRule(rule: CompiledRule, hits: Iterable<GroupedHit>): readonly SignalRecord[] {
  const machine = rule.start()
  const life = new SignalLife(rule, (record, atMs) => {
    const active = rule.suppressions.filter((suppression) => suppression.isActiveAt(atMs))
    if (active.length === 0) return []
    const signal = signalAsEvent(record, atMs)
    return active.filter((suppression) => suppression.hides(signal)).map(({ suppression }) => suppression.id)
  })
  let timeMs = Number.NaN
  let groups = new Map<string, { readonly group: Group; readonly arrivals: Map<LogEvent, number> }>()
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
  for (const { group, trigger } of machine.finish?.() ?? []) life.add(group, trigger)
  return life.signals
}
