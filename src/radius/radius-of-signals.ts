import type { LogEvent } from '../event/log-event'
import { nameOf } from '../impact/pair-rules'
import { caseStatuses } from '../rule/case-status'
import type { Draft } from '../rule/rule'
import { groupValuesOf } from '../sampling/same-signal'
import { compileSuppression } from '../suppression/compile-suppression'
import { suppressionsOn } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import { isCalledTrue, type RemoteSignal } from '../wire/decode-signal'
import { Overlaps } from './overlaps'
import type { Radius, ShownSignal } from './radius'
import { RadiusTally } from './radius-tally'
import { mostGroups, named, SignalTotals } from './signal-totals'
import { purposeOf } from './tell-radius'

/** A signal of a tenant with its rule. */
export interface RaisedSignal {
  readonly rule: Draft
  readonly signal: RemoteSignal
}

/**
 * What suppressions would have hidden of signals that a tenant raised, had they acted all along. What a tenant shows no
 * suppression hid; of logs that exclusions take away signals say nothing.
 */
export function radiusOfSignals(asked: readonly Suppression[], signals: Iterable<RaisedSignal>): readonly Radius[] {
  const on = suppressionsOn(asked)
  const asking = new Map(
    asked.map((one) => [
      compileSuppression(one),
      { tally: new RadiusTally(asked.length), isMeant: purposeOf(one), rules: new Set<string>() },
    ]),
  )
  const totals = new SignalTotals(mostGroups)
  for (const { rule, signal } of signals) {
    const inScope = on(rule)
    if (inScope.length === 0) continue
    const event: LogEvent = { ...signal.event, status: signal.severity }
    const one = totals.count(named(shownSignal(rule, signal)))
    const isTrue = isCalledTrue(signal.event.attributes)
    for (const compiled of inScope) {
      const own = asking.get(compiled)
      own?.rules.add(one.signal.rule)
      if (!compiled.hides(event)) continue
      const isMeant = own?.isMeant?.(event)
      own?.tally.show(one, { isCounted: false, isHidden: false, isHiddenAllAlong: true, isMeant, isTrue })
    }
  }
  return [...asking].map(([{ suppression }, { tally, isMeant, rules }]) => ({
    suppression,
    isPurposeStated: isMeant !== undefined,
    ...tally.counted({ totals, rules }),
    // A tenant shows no signal that anybody hid.
    ...new Overlaps().of(suppression.id),
    notEvaluated: [],
  }))
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
