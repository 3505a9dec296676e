import type { LogEvent } from '../event/log-event'
import { nameOf } from '../impact/pair-rules'
import { caseStatuses } from '../rule/case-status'
import type { Draft } from '../rule/rule'
import { groupValuesOf } from '../sampling/same-signal'
import { compileSuppression } from '../suppression/compile-suppression'
import type { Suppression } from '../suppression/suppression'
import { isCalledTrue, type RemoteSignal } from '../wire/decode-signal'
import type { Radius, ShownSignal } from './radius'
import { RadiusTally } from './radius-tally'
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
export function radiusOfSignals(
  rules: readonly Draft[],
  asked: readonly Suppression[],
  signals: Iterable<RaisedSignal>,
): readonly Radius[] {
  const asking = asked.map((one) => ({
    one,
    tally: new RadiusTally(),
    isMeant: purposeOf(one),
    ...compileSuppression(one),
  }))
  for (const { rule, signal } of signals) {
    const event: LogEvent = { ...signal.event, status: signal.severity }
    for (const { tally, appliesTo, hides, isMeant } of asking) {
      if (!appliesTo(rule)) continue
      tally.show(shownSignal(rule, signal), {
        isCounted: true,
        isHidden: false,
        isHiddenAllAlong: hides(event),
        isMeant: isMeant?.(event),
        isTrue: isCalledTrue(signal.event.attributes),
      })
    }
  }
  return asking.map(({ one, tally, isMeant, appliesTo }) => ({
    suppression: one,
    isPurposeStated: isMeant !== undefined,
    ...tally.counted(),
    rulesInScope: rules.filter(appliesTo).map(nameOf),
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
