import type { LookedUp } from '../event/enrichment/enrich'
import type { LogEvent } from '../event/log-event'
import { sourcesAskedBy } from '../query/sources-asked'
import type { CompiledRules } from './compile-rules'
import { type CompiledRule, sideOf } from './compiled-rule'
import { absentFields } from './group-key'
import { missingValues } from './missing-values'
import type { SelectedEvent } from './select-event'
import type { Sided } from './signals/signal'

/** Why rules may be silent though nothing is wrong with them: what would else pass for an answer. */
export type Unheard =
  /** A rule matches logs, and not one of them counts, for all lack what it groups by, counts or locates. */
  | (Sided & {
      readonly kind: 'lost'
      readonly rule: string
      readonly matched: number
      readonly fields: readonly string[]
    })
  /** Rules ask for sources of which no log was read. */
  | { readonly kind: 'absentSources'; readonly sources: readonly string[]; readonly rules: readonly string[] }
  /** Some queries of a rule ask for what nobody could look up for the logs. */
  | (Sided & {
      readonly kind: 'deaf'
      readonly rule: string
      readonly queries: readonly string[]
      readonly lookup: LookedUp
    })
  /** Logs that carry no source, while rules ask for one. */
  | { readonly kind: 'noSource'; readonly logs: number }

/** Watches the logs of an evaluation for what rules will not see. */
export class SourcesSeen {
  private readonly sources = new Set<string>()
  private without = 0

  show({ source, others }: LogEvent): void {
    if (source === undefined) this.without += 1
    else this.sources.add(source.toLowerCase())
    for (const other of others?.source ?? []) this.sources.add(other.toLowerCase())
  }

  /** What rules ask for that no log was of. Nothing where no log was seen at all. */
  unheard({ rules }: CompiledRules): readonly Unheard[] {
    if (this.sources.size === 0 && this.without === 0) return []
    const absent = new Map<string, Set<string>>()
    let asks = false
    for (const { name, selectors } of rules) {
      for (const { query } of selectors) {
        const asked = sourcesAskedBy(query) ?? []
        asks ||= asked.length > 0
        if (asked.some((source) => this.sources.has(source.toLowerCase()))) continue
        for (const source of asked) absent.set(source, (absent.get(source) ?? new Set()).add(name))
      }
    }
    const askers = new Set([...absent.values()].flatMap((names) => [...names]))
    return [
      ...(absent.size > 0
        ? [{ kind: 'absentSources' as const, sources: [...absent.keys()].sort(), rules: [...askers].sort() }]
        : []),
      ...(asks && this.without > 0 ? [{ kind: 'noSource' as const, logs: this.without }] : []),
    ]
  }
}

/** The rules of whose matches not one counts. */
export function lostMatches({ rules }: CompiledRules, selected: readonly SelectedEvent[]): readonly Unheard[] {
  const hitsOf = rules.map((): { event: LogEvent; queries: number }[] => [])
  for (const { event, hits } of selected) for (const { rule, queries } of hits) hitsOf[rule]?.push({ event, queries })
  return rules.flatMap((rule, index) => {
    const hits = hitsOf[index] ?? []
    const fields = hits.length === 0 ? undefined : fieldsLacking(rule, hits)
    return fields === undefined
      ? []
      : [{ kind: 'lost' as const, rule: rule.name, ...sideOf(rule), matched: hits.length, fields }]
  })
}

/** What each match lacks something of; undefined as soon as one counts. */
function fieldsLacking(
  { rule, selectors, groupFields }: CompiledRule,
  hits: readonly { readonly event: LogEvent; readonly queries: number }[],
): readonly string[] | undefined {
  const lacking = selectors.map(({ index, groupsOf }) => {
    const query = rule.queries[index]
    const missing = query === undefined ? () => [] : missingValues(rule, query)
    const absent = absentFields(query?.groupByFields ?? groupFields.flat())
    return (event: LogEvent) => [...(groupsOf(event).length === 0 ? absent(event) : []), ...missing(event)]
  })
  const fields = new Set<string>()
  for (const { event, queries } of hits) {
    for (const [at, lacks] of lacking.entries()) {
      if (!(queries & (1 << at))) continue
      const found = lacks(event)
      if (found.length === 0) return undefined
      for (const field of found) fields.add(field)
    }
  }
  return [...fields]
}
