import type { LookedUp } from '../event/enrichment/enrich'
import type { LogEvent } from '../event/log-event'
import { sourcesAskedBy } from '../query/sources-asked'
import type { CompiledRules } from './compile-rules'
import { type CompiledRule, sideOf } from './compiled-rule'
import { absentFields } from './group-key'
import { missingValues } from './missing-values'
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
  /** Rules ask for sources of which no log was read; what was read instead, where it was of nothing that is asked for. */
  | {
      readonly kind: 'absentSources'
      readonly sources: readonly string[]
      readonly rules: readonly string[]
      readonly others: readonly string[]
    }
  /** Some queries of a rule ask for what nobody could look up for the logs. */
  | (Sided & {
      readonly kind: 'deaf'
      readonly rule: string
      readonly queries: readonly string[]
      readonly lookup: LookedUp
    })
  /** Logs that carry no source, while rules ask for one. */
  | { readonly kind: 'noSource'; readonly logs: number }
  /** Logs whose times are UTC because neither they nor their source say a zone. */
  | { readonly kind: 'noZone'; readonly logs: number }

/** The sources of logs, in lower case, how many logs have none, and of how many the time says no zone. */
export interface SourcesFound {
  readonly sources: Set<string>
  without: number
  withoutZone: number
}

/** Watches the logs of an evaluation for what rules will not see. */
export class SourcesSeen {
  readonly found: SourcesFound = { sources: new Set(), without: 0, withoutZone: 0 }

  show({ source, others, isZoneAssumed }: LogEvent): void {
    const { found } = this
    if (isZoneAssumed) found.withoutZone += 1
    if (source === undefined) found.without += 1
    else found.sources.add(source.toLowerCase())
    for (const other of others?.source ?? []) found.sources.add(other.toLowerCase())
  }

  add({ sources, without, withoutZone }: SourcesFound): void {
    this.found.withoutZone += withoutZone
    for (const source of sources) this.found.sources.add(source)
    this.found.without += without
  }

  /** What rules ask for that no log was of. Nothing where no log was seen at all. */
  unheard({ rules }: CompiledRules): readonly Unheard[] {
    const { sources, without, withoutZone } = this.found
    if (sources.size === 0 && without === 0) return []
    const absent = new Map<string, Set<string>>()
    let asks = false
    const present = new Set<string>()
    for (const { name, selectors } of rules) {
      for (const { query } of selectors) {
        const asked = sourcesAskedBy(query) ?? []
        asks ||= asked.length > 0
        const heard = asked.filter((source) => sources.has(source.toLowerCase()))
        for (const source of heard) present.add(source.toLowerCase())
        if (heard.length > 0) continue
        for (const source of asked) absent.set(source, (absent.get(source) ?? new Set()).add(name))
      }
    }
    const askers = new Set([...absent.values()].flatMap((names) => [...names]))
    const others = present.size > 0 ? [] : [...sources].sort()
    return [
      ...(absent.size > 0
        ? [{ kind: 'absentSources' as const, sources: [...absent.keys()].sort(), rules: [...askers].sort(), others }]
        : []),
      ...(asks && without > 0 ? [{ kind: 'noSource' as const, logs: without }] : []),
      ...(withoutZone > 0 ? [{ kind: 'noZone' as const, logs: withoutZone }] : []),
    ]
  }
}

/** Of each rule that matches logs, by its position: how many, whether any of them counts, and what the others lack. */
export type LostHits = Map<number, { hits: number; counts: boolean; readonly lacks: Set<string> }>

/** Watches the matches of rules for those of which not one counts. */
export class MatchesLost {
  readonly found: LostHits = new Map()
  private readonly lacking = new Map<number, ReturnType<typeof lackingOf>>()

  constructor(private readonly compiled: CompiledRules) {}

  /** Bit n of `queries` is set if the rule's selector n matches. */
  show(rule: number, event: LogEvent, queries: number): void {
    const own = this.ofRule(rule)
    own.hits += 1
    if (!own.counts) own.counts = this.counts(rule, event, queries, own.lacks)
  }

  add(more: LostHits): void {
    for (const [rule, { hits, counts, lacks }] of more) {
      const own = this.ofRule(rule)
      own.hits += hits
      own.counts ||= counts
      for (const field of lacks) own.lacks.add(field)
    }
  }

  /** Whether a rule matched any log. */
  has(rule: number): boolean {
    return this.found.has(rule)
  }

  unheard(): readonly Unheard[] {
    return this.compiled.rules.flatMap((compiled, rule) => {
      const own = this.found.get(rule)
      if (own === undefined || own.counts) return []
      // In the order in which the rule names them, whatever log was read first.
      const fields = new Set(this.lackingOf(rule).flatMap((lacksOf) => lacksOf(nothing)))
      for (const field of own.lacks) fields.add(field)
      const lacked = [...fields].filter((field) => own.lacks.has(field))
      return [{ kind: 'lost' as const, rule: compiled.name, ...sideOf(compiled), matched: own.hits, fields: lacked }]
    })
  }

  /** Whether a match lacks nothing at some query; what it lacks otherwise is put down. */
  private counts(rule: number, event: LogEvent, queries: number, lacks: Set<string>): boolean {
    for (const [at, lacksOf] of this.lackingOf(rule).entries()) {
      if (!(queries & (1 << at))) continue
      const found = lacksOf(event)
      if (found.length === 0) return true
      for (const field of found) lacks.add(field)
    }
    return false
  }

  private lackingOf(rule: number): ReturnType<typeof lackingOf> {
    const known = this.lacking.get(rule)
    if (known !== undefined) return known
    const compiled = this.compiled.rules[rule]
    const lacking = compiled === undefined ? [] : lackingOf(compiled)
    this.lacking.set(rule, lacking)
    return lacking
  }

  private ofRule(rule: number) {
    const known = this.found.get(rule)
    if (known !== undefined) return known
    const own = { hits: 0, counts: false, lacks: new Set<string>() }
    this.found.set(rule, own)
    return own
  }
}

/** A log that has nothing, so that it lacks all that is needed. */
const nothing: LogEvent = { id: '', timeMs: 0, tags: [], attributes: {} }

/** For each selector of a rule, what a match of it lacks to count. */
function lackingOf({ rule, selectors, groupFields }: CompiledRule) {
  return selectors.map(({ index, groupsOf }) => {
    const query = rule.queries[index]
    const missing = query === undefined ? () => [] : missingValues(rule, query)
    const absent = absentFields(query?.groupByFields ?? groupFields.flat())
    return (event: LogEvent) => [...(groupsOf(event).length === 0 ? absent(event) : []), ...missing(event)]
  })
}
