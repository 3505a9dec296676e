import { compileRules } from '../detect/compile-rules'
import type { CompiledRule, GroupTrigger } from '../detect/compiled-rule'
import type { Moment } from '../detect/methods/method-miss'
import { type SelectedEvent, selectEvent } from '../detect/select-event'
import type { Signal } from '../detect/signals/signal'
import type { LogEvent } from '../event/log-event'
import type { Draft } from '../rule/rule'
import { type Around, Bench } from './bench'
import type { Groups } from './groups'

/** What is known of a run when its near misses are looked for. */
export interface Aftermath {
  readonly rule: Draft
  readonly compiled: CompiledRule
  /** All triggers of the run itself. */
  readonly triggers: readonly GroupTrigger[]
  /** All moments that the search looks at, in order of time. */
  readonly moments: readonly Moment[]
  readonly selected: readonly SelectedEvent[]
  readonly groups: Groups
  readonly bench: Bench
  readonly relaxed: RelaxedRuns
  /** From the first to the last event: no window needs to be wider. */
  readonly spanMs: number
  /** Where the clock of the logs stands at the end. */
  readonly endMs: number
  fieldsOf(query: number): readonly string[]
}

/** Benches on which less is kept from the rule than in the run; undefined where the run itself kept nothing back. */
export interface RelaxedRuns {
  /** With the logs that suppressions excluded, and which suppressions those are. */
  readonly withExcluded:
    | { readonly bench: Bench; readonly suppressionsOf: (event: Pick<LogEvent, 'id'>) => readonly string[] }
    | undefined
  /** With the logs that the rule's own filters dropped. */
  readonly withFiltered: Bench | undefined
  /** For a rule over signals: with the signals that suppressions hid. */
  readonly withHidden: { readonly bench: Bench; readonly suppressions: readonly string[] } | undefined
}

/** `events` are those that the rule's queries match, `selected` those of them that reach the run or are excluded. */
export function relaxedRuns(
  rule: Draft,
  around: Around,
  events: readonly LogEvent[],
  selected: readonly SelectedEvent[],
  signals: readonly Signal[],
): RelaxedRuns {
  const { others, suppressions, tables } = around
  const reselect = (varied: Draft, options: { readonly suppressions: Around['suppressions'] }): Bench => {
    const compiled = compileRules([varied, ...others], { ...options, tables, harmlessKeys: 'all' })
    return new Bench(
      around,
      events.flatMap((event) => selectEvent(compiled, event) ?? []),
    )
  }
  const excludedBy = new Map(
    selected.map(({ event, excludedFrom }) => [event.id, excludedFrom.flatMap((each) => each.suppressions)]),
  )
  const isExcluding = selected.some(({ excludedFrom }) => excludedFrom.length > 0)
  const hidingSources = [...new Set(signals.flatMap(({ suppressedBy }) => suppressedBy))]
  return {
    withExcluded: isExcluding
      ? {
          bench: reselect(rule, { suppressions: [] }),
          suppressionsOf: (event) => excludedBy.get(event.id) ?? [],
        }
      : undefined,
    withFiltered: rule.filters?.length ? reselect({ ...rule, filters: [] }, { suppressions }) : undefined,
    withHidden:
      others.length > 0 && hidingSources.length > 0
        ? { bench: new Bench({ ...around, suppressions: [] }, selected), suppressions: hidingSources }
        : undefined,
  }
}
