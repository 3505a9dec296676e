import type { SignalOutline } from '../detect/signals/signal'
import { listed } from '../diagnostic/shown'
import { secondText } from '../diagnostic/times'
import { batches } from '../medium/batches'
import type { Painter } from '../medium/painter'
import { lined, type TerminalText, terminal } from '../medium/terminal-text'
import type { CaseStatus } from '../rule/case-status'
import type { EvalOutcome } from './signals-json'

/**
 * Signals for a person, one by one: what fired, for whom, when, from which events; then what could not be evaluated;
 * then figures.
 */
export function* signalsText(outcome: EvalOutcome, paint: Painter): Generator<TerminalText> {
  const { signals, notEvaluated } = outcome
  for (const some of batches(signalTexts(signals, paint))) yield terminal`${lined(some)}\n`
  const summary = outcome.summary()
  if (notEvaluated.length > 0) {
    const reasons = byReason(notEvaluated)
    yield terminal`${reasons.map(([reason, rules]) => terminal`${paint.warning('not evaluated')}  ${listed(rules)}: ${reason}\n`)}\n`
  }
  const shown = summary.signals
  const figures = [
    `${shown} ${shown === 1 ? 'signal' : 'signals'}`,
    ...(summary.atEnd > 0 ? [`${summary.atEnd} made only by the end of the logs`] : []),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
    `${summary.logs} ${summary.logs === 1 ? 'log' : 'logs'} read`,
    `${summary.matched} matched`,
    ...(summary.excluded > 0 ? [`${summary.excluded} excluded`] : []),
    ...(notEvaluated.length > 0
      ? [`${notEvaluated.length} ${notEvaluated.length === 1 ? 'rule' : 'rules'} not evaluated`]
      : []),
    `${summary.errors} ${summary.errors === 1 ? 'error' : 'errors'}`,
  ]
  yield terminal`${figures.join(', ')}\n`
}

function* signalTexts(signals: EvalOutcome['signals'], paint: Painter): Generator<TerminalText> {
  for (const signal of signals) yield signalText(signal, paint)
}

/** What keeps many rules from being evaluated is told once, with all of them. */
function byReason(notEvaluated: EvalOutcome['notEvaluated']): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, string[]>()
  for (const { rule, reason } of notEvaluated) {
    const rules = found.get(reason)
    if (rules) rules.push(rule)
    else found.set(reason, [rule])
  }
  return [...found]
}

/** One signal: what fired, for whom, when, from which events. */
export function signalText(signal: SignalOutline, paint: Painter): TerminalText {
  const group = Object.entries(signal.group).map(([field, value]) => `${field}=${value}`)
  const hidden = signal.suppressedBy.length > 0
  const lines = [
    terminal`${severityText(signal.severity, paint)}  ${paint.bold(signal.title)}`,
    terminal`  rule   ${signal.rule}${signal.case ? ` (${signal.case})` : ''}`,
    ...(group.length > 0 ? [terminal`  group  ${group.join('  ')}`] : []),
    terminal`  seen   ${secondText(signal.firstSeenMs)} to ${secondText(signal.lastSeenMs)}, ${signal.count} ${signal.count === 1 ? 'event' : 'events'}`,
    ...signal.steps.map(
      ({ step, atMs, events }) => terminal`  step   ${step} at ${secondText(atMs)}  ${paint.faint(firstOf(events))}`,
    ),
    ...(signal.atEnd ? [paint.faint('  only the end of the logs made it: no later log of the group was read')] : []),
    ...(hidden ? [paint.warning(`  hidden by ${signal.suppressedBy.join(', ')}`)] : []),
  ]
  return terminal`${lined(lines)}\n`
}

/** Of the events of a step so many are named. */
const mostNamed = 5

function firstOf(ids: readonly string[]): string {
  const named = ids.slice(0, mostNamed).join(' ')
  return ids.length <= mostNamed ? named : `${named} and ${ids.length - mostNamed} more`
}

/** A severity in its colour, padded so that lines stand under each other. */
export function severityText(severity: CaseStatus, paint: Painter): TerminalText {
  return paint.severities[severity](severity.padEnd(8))
}
