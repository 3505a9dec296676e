import type { LogEvent } from '../event/log-event'
import { excludersOf } from '../suppression/asked-together'
import type { DistinctQuery } from './candidate-index'
import type { CompiledRules } from './compile-rules'
import type { CompiledRule } from './compiled-rule'
import { type VariedEvent, variedBy } from './variations/varied-hits'

/** An event that at least one rule wants or would want, as plain data that can be stored or sent to another thread. */
export interface SelectedEvent {
  readonly event: LogEvent
  readonly hits: readonly RuleHit[]
  /** The rules, by position, that do not see the event because a suppression's exclusion takes it away. */
  readonly excludedFrom: readonly Exclusion[]
  /** What variations do to the event. */
  readonly varied: readonly VariedHit[]
}

interface RuleHit {
  /** The rule by its position among the compiled rules. */
  readonly rule: number
  /** Bit n is set if the rule's query n matches. */
  readonly queries: number
}

type VariedHit = RuleHit & VariedEvent

interface Exclusion {
  readonly rule: number
  readonly suppressions: readonly string[]
}

/**
 * Finds the queries of all rules that match an event; undefined if none does. Needs no other event, so that files can
 * be read in any order and in parallel. Exclusions act here, if they are active at the event's time. Who knows already
 * that no other than some queries can match it says so with `candidates`.
 */
export function selectEvent(
  compiled: CompiledRules,
  event: LogEvent,
  candidates?: readonly DistinctQuery[],
): SelectedEvent | undefined {
  // What signals are given is kept for the rules that look at signals; no query over logs finds them.
  if (event.isSignal)
    return compiled.rules.some(({ sources }) => sources.length > 0)
      ? { event, hits: [], excludedFrom: [], varied: [] }
      : undefined
  const matched = new Map<number, number>()
  for (const { matches, refs } of candidates ?? compiled.candidates.candidatesFor(event)) {
    if (!matches(event)) continue
    for (const { rule, query } of refs) matched.set(rule, (matched.get(rule) ?? 0) | (1 << query))
  }
  if (matched.size === 0) return undefined
  for (const index of matched.keys()) if (looksFurther(compiled.rules[index])) event.complete?.()
  const hits: RuleHit[] = []
  const excludedFrom: Exclusion[] = []
  const varied: VariedHit[] = []
  for (const [index, queries] of matched) {
    const rule = compiled.rules[index]
    if (rule === undefined || !rule.admits(event)) continue
    const excluders = excludersOf(rule.suppressions, event)
    const takers = excluders.filter((at) => rule.suppressions[at]?.isActiveAt(event.timeMs))
    if (takers.length === 0) hits.push({ rule: index, queries })
    else
      excludedFrom.push({ rule: index, suppressions: takers.map((at) => rule.suppressions[at]?.suppression.id ?? '') })
    if (rule.varied === undefined) continue
    for (const one of variedBy(rule, compiled.variations, excluders, takers))
      varied.push({ rule: index, queries, ...one })
  }
  return hits.length === 0 && excludedFrom.length === 0 ? undefined : { event, hits, excludedFrom, varied }
}

/** Whether more is read of an event that a rule's query matches than what the rule itself names. */
function looksFurther(rule: CompiledRule | undefined): boolean {
  return (
    rule !== undefined && (rule.suppressions.length > 0 || rule.varied !== undefined || rule.isFilteredByOrg === true)
  )
}
