import type { LogEvent } from '../../event/log-event'
import type { CompiledRules } from '../compile-rules'
import { type LookupsFound, LookupsMissed } from '../lookups-asked'
import type { SelectedEvent } from '../select-event'
import { type LostHits, MatchesLost, type SourcesFound, SourcesSeen } from '../unheard'
import { ExcludedLogs, type ExclusionsFound } from './excluded-logs'

/** What is counted of logs while they are selected, and what they say of those that no rule will see: plain data. */
export interface TalliedLogs {
  readonly lastLogMs: number | undefined
  readonly matched: number
  readonly excluded: number
  readonly lost: LostHits
  readonly sources: SourcesFound
  readonly lookups: LookupsFound
  readonly exclusions: ExclusionsFound
}

/** Counts what an evaluation tells of its logs beside signals. Tallies of some logs each add up to that of all. */
export class SelectionTally {
  readonly sources = new SourcesSeen()
  readonly lookups: LookupsMissed
  readonly lost: MatchesLost
  readonly exclusions: ExcludedLogs
  lastLogMs: number | undefined
  /** Logs that at least one query of one rule matched and no exclusion took from it. */
  matched = 0
  /** Logs that an exclusion took from at least one rule. */
  excluded = 0

  constructor(compiled: CompiledRules) {
    this.lookups = new LookupsMissed(compiled)
    this.lost = new MatchesLost(compiled)
    this.exclusions = new ExcludedLogs(compiled)
  }

  show(event: LogEvent): void {
    this.lastLogMs = Math.max(event.timeMs, this.lastLogMs ?? event.timeMs)
    if (event.isSignal) return
    this.sources.show(event)
    this.lookups.show(event)
  }

  select({ event, hits, excludedFrom, varied }: SelectedEvent): void {
    if (hits.length > 0) this.matched += 1
    if (excludedFrom.length > 0) {
      this.excluded += 1
      this.exclusions.show(event, excludedFrom)
    }
    if (varied.length > 0) this.exclusions.showVaried(event, varied)
    for (const { rule, queries } of hits) this.lost.show(rule, event, queries)
  }

  told(): TalliedLogs {
    const { lastLogMs, matched, excluded } = this
    return {
      lastLogMs,
      matched,
      excluded,
      lost: this.lost.found,
      sources: this.sources.found,
      lookups: this.lookups.found,
      exclusions: this.exclusions.found,
    }
  }

  add({ lastLogMs, matched, excluded, lost, sources, lookups, exclusions }: TalliedLogs): void {
    if (lastLogMs !== undefined) this.lastLogMs = Math.max(lastLogMs, this.lastLogMs ?? lastLogMs)
    this.matched += matched
    this.excluded += excluded
    this.lost.add(lost)
    this.sources.add(sources)
    this.lookups.add(lookups)
    this.exclusions.add(exclusions)
  }
}
