import type { LogEvent } from '../../event/log-event'
import type { CompiledRules } from '../compile-rules'
import type { SelectedEvent } from '../select-event'
import type { Sided } from '../signals/signal'

/** What the exclusion of one suppression took from the rules of a side. */
export interface ExcludedBy extends Sided {
  readonly suppression: string
  /** Logs that it took from at least one rule. */
  readonly logs: number
  /** When the last of them happened, epoch milliseconds. */
  readonly lastMs: number
  /** How many it took from each rule. */
  readonly rules: ReadonlyMap<string, number>
}

/** The same as plain data, rules by their position. */
export type ExclusionsFound = ReadonlyMap<string, Found>

interface Found {
  readonly side: string | undefined
  readonly suppression: string
  logs: number
  lastMs: number
  readonly rules: Map<number, number>
}

/** Counts the logs that exclusions take away, by suppression and rule. */
export class ExcludedLogs {
  readonly found = new Map<string, Found>()

  constructor(private readonly compiled: CompiledRules) {}

  /** Shown each excluded log once. */
  show({ timeMs }: LogEvent, excludedFrom: SelectedEvent['excludedFrom']): void {
    const seen = new Set<Found>()
    for (const { rule, suppressions } of excludedFrom) {
      const side = this.compiled.rules[rule]?.side
      for (const suppression of suppressions) {
        const own = this.of(side, suppression)
        own.rules.set(rule, (own.rules.get(rule) ?? 0) + 1)
        seen.add(own)
      }
    }
    count(seen, timeMs)
  }

  /** The same of a log that exclusions would take away, if they acted all along, under the names of these variations. */
  showVaried({ timeMs }: LogEvent, varied: SelectedEvent['varied']): void {
    const seen = new Set<Found>()
    for (const { rule, variation } of varied) {
      const { kind, side, suppression } = this.compiled.variations[variation] ?? {}
      if (kind !== 'allAlong' || suppression === undefined) continue
      const own = this.of(side, suppression.id)
      own.rules.set(rule, (own.rules.get(rule) ?? 0) + 1)
      seen.add(own)
    }
    count(seen, timeMs)
  }

  add(found: ExclusionsFound): void {
    for (const { side, suppression, logs, lastMs, rules } of found.values()) {
      const own = this.of(side, suppression)
      own.logs += logs
      own.lastMs = Math.max(own.lastMs, lastMs)
      for (const [rule, count] of rules) own.rules.set(rule, (own.rules.get(rule) ?? 0) + count)
    }
  }

  told(): readonly ExcludedBy[] {
    return [...this.found.values()].map(({ side, suppression, logs, lastMs, rules }) => ({
      ...(side !== undefined && { side }),
      suppression,
      logs,
      lastMs,
      rules: new Map([...rules].map(([rule, count]) => [this.compiled.rules[rule]?.name ?? '', count])),
    }))
  }

  private of(side: string | undefined, suppression: string): Found {
    const key = JSON.stringify([side, suppression])
    const known = this.found.get(key)
    if (known) return known
    const fresh = { side, suppression, logs: 0, lastMs: Number.NEGATIVE_INFINITY, rules: new Map() }
    this.found.set(key, fresh)
    return fresh
  }
}

function count(seen: ReadonlySet<Found>, timeMs: number): void {
  for (const own of seen) {
    own.logs += 1
    own.lastMs = Math.max(own.lastMs, timeMs)
  }
}
