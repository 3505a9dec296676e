import type { LogEvent } from '../event/log-event'
import { nameOf } from '../impact/pair-rules'
import type { Predicate } from '../query/matching/compile-query'
import { caseStatuses } from '../rule/case-status'
import type { Draft } from '../rule/rule'
import { groupValuesOf } from '../sampling/same-signal'
import { hidersOf } from '../suppression/asked-together'
import { type CompiledSuppression, compileSuppression } from '../suppression/compile-suppression'
import { suppressionsOn } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import { isCalledTrue, type RemoteSignal } from '../wire/decode-signal'
import { Overlaps } from './overlaps'
import type { Radius, ShownSignal } from './radius'
import { RadiusTally } from './radius-tally'
import { mostGroups, named, SignalTotals } from './signal-totals'
import { purposeOf } from './tell-radius'

/** What the signals that a tenant shows tell of one suppression of signals. */
export interface Lately {
  /** Those of the rules in its scope. */
  readonly signals: number
  /** Those of these that its query finds: what it would have hidden, had it acted. */
  readonly matching: number
  /** Those of these that came while it was to act. */
  readonly whileActing: number
  /** Those that triage called true. */
  readonly calledTrue: number
  /** When the latest of those that it finds was first seen. */
  readonly lastMs?: number
}

/**
 * Counts what suppressions would have hidden of signals that a tenant shows, had they acted all along, one signal at a time. A
 * signal that is suppressed is not generated (docs, Suppressions), so what is counted while one acts is what got past it; of logs
 * that exclusions take away signals say nothing.
 */
export class RadiusOfSignals {
  private readonly on: (rule: Draft) => readonly CompiledSuppression[]
  private readonly totals = new SignalTotals(mostGroups)
  private readonly counts: ReadonlyMap<CompiledSuppression, Count>
  /** By list of suppressions that rules have in common: the rules of which signals came. */
  private readonly rules = new Map<readonly CompiledSuppression[], Set<string>>()

  constructor(private readonly asked: readonly Suppression[]) {
    this.on = suppressionsOn(asked)
    this.counts = new Map(
      asked.map((one) => [
        compileSuppression(one),
        { tally: new RadiusTally(asked.length), isMeant: purposeOf(one), whileActing: 0, lastMs: undefined },
      ]),
    )
  }

  show(rule: Draft, signal: RemoteSignal): void {
    const inScope = this.on(rule)
    if (inScope.length === 0) return
    const shown = this.totals.count(named(shownSignal(rule, signal)))
    const rules = this.rules.get(inScope) ?? new Set()
    this.rules.set(inScope, rules.add(shown.signal.rule))
    const event: LogEvent = { ...signal.event, status: signal.severity }
    const isTrue = isCalledTrue(signal.event.attributes)
    for (const at of hidersOf(inScope, event)) {
      const one = inScope[at]
      const count = one && this.counts.get(one)
      if (count === undefined) continue
      const { firstSeenMs } = signal
      if (one?.isActiveAt(firstSeenMs)) count.whileActing += 1
      count.lastMs = Math.max(count.lastMs ?? firstSeenMs, firstSeenMs)
      const isMeant = count.isMeant?.(event)
      count.tally.show(shown, { isCounted: false, isHidden: false, isHiddenAllAlong: true, isMeant, isTrue })
    }
  }

  radii(): readonly Radius[] {
    const rulesOf = this.rulesInScope()
    return [...this.counts].map(([one, { tally, isMeant }]) => ({
      suppression: one.suppression,
      isPurposeStated: isMeant !== undefined,
      ...tally.counted({ totals: this.totals, rules: rulesOf.get(one) ?? new Set() }),
      // A tenant shows no signal that anybody hid.
      ...new Overlaps().of(one.suppression.id),
      notEvaluated: [],
    }))
  }

  /** Of each suppression; what only takes logs away has none. */
  lately(): ReadonlyMap<Suppression, Lately> {
    const rulesOf = this.rulesInScope()
    return new Map(
      this.asked.flatMap((one): [Suppression, Lately][] => {
        const compiled = compileSuppression(one)
        const count = this.counts.get(compiled)
        if (!one.suppressionQuery?.trim() || count === undefined) return []
        const { tally, whileActing, lastMs } = count
        const shared = { totals: this.totals, rules: rulesOf.get(compiled) ?? new Set<string>() }
        const { totals, calledTrue } = tally.counted(shared)
        const { signals, allAlong: matching } = totals
        return [[one, { signals, matching, whileActing, calledTrue, ...(lastMs !== undefined && { lastMs }) }]]
      }),
    )
  }

  private rulesInScope(): ReadonlyMap<CompiledSuppression, ReadonlySet<string>> {
    const found = new Map<CompiledSuppression, Set<string>>()
    for (const [suppressions, rules] of this.rules) {
      for (const one of suppressions) {
        const own = found.get(one) ?? new Set()
        for (const rule of rules) own.add(rule)
        found.set(one, own)
      }
    }
    return found
  }
}

interface Count {
  readonly tally: RadiusTally
  readonly isMeant: Predicate | undefined
  whileActing: number
  lastMs: number | undefined
}

/** A signal of a tenant as it is counted and shown. */
export function shownSignal(rule: Draft, signal: RemoteSignal): ShownSignal {
  const { severity, firstSeenMs, lastSeenMs } = signal
  const fields = new Set(rule.queries.flatMap(({ groupByFields = [] }) => groupByFields))
  const group = [...fields].flatMap((field): [string, string][] => {
    const values = groupValuesOf(signal, field)
    return values.length === 0 ? [] : [[field, values.join(', ')]]
  })
  return {
    rule: nameOf(rule),
    severity: caseStatuses.find((status) => status === severity) ?? 'info',
    title: rule.customName ?? rule.name,
    group: Object.fromEntries(group),
    firstSeenMs,
    lastSeenMs,
    openedMs: firstSeenMs,
  }
}
