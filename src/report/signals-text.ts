import type { Signal } from '../detect/signals/signal'
import type { CaseStatus } from '../rule/case-status'
import type { Painter } from './painter'
import type { EvalOutcome } from './signals-json'

/** Signals for a person: what fired, for whom, when, from which events; then what could not be evaluated; then figures. */
export function signalsText(outcome: EvalOutcome, paint: Painter): string {
  const { signals, notEvaluated, summary } = outcome
  const blocks = [
    ...signals.map((signal) => signalText(signal, paint)),
    ...(notEvaluated.length > 0
      ? [notEvaluated.map(({ rule, reason }) => `${paint.warning('not evaluated')}  ${rule}: ${reason}\n`).join('')]
      : []),
  ]
  const shown = summary.signals
  const figures = [
    `${shown} ${shown === 1 ? 'signal' : 'signals'}`,
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
    `${summary.logs} ${summary.logs === 1 ? 'log' : 'logs'} read`,
    `${summary.matched} matched`,
    ...(summary.excluded > 0 ? [`${summary.excluded} excluded`] : []),
    ...(notEvaluated.length > 0
      ? [`${notEvaluated.length} ${notEvaluated.length === 1 ? 'rule' : 'rules'} not evaluated`]
      : []),
    `${summary.errors} ${summary.errors === 1 ? 'error' : 'errors'}`,
  ]
  return `${blocks.map((block) => `${block}\n`).join('')}${figures.join(', ')}\n`
}

function signalText(signal: Signal, paint: Painter): string {
  const group = Object.entries(signal.group).map(([field, value]) => `${field}=${value}`)
  const hidden = signal.suppressedBy.length > 0
  const lines = [
    `${severityText(signal.severity, paint)}  ${paint.bold(signal.title)}`,
    `  rule   ${signal.rule}${signal.case ? ` (${signal.case})` : ''}`,
    ...(group.length > 0 ? [`  group  ${group.join('  ')}`] : []),
    `  seen   ${timeText(signal.firstSeenMs)} to ${timeText(signal.lastSeenMs)}, ${signal.count} ${signal.count === 1 ? 'event' : 'events'}`,
    ...signal.steps.map(
      ({ step, atMs, events }) => `  step   ${step} at ${timeText(atMs)}  ${paint.faint(events.join(' '))}`,
    ),
    ...(hidden ? [paint.warning(`  hidden by ${signal.suppressedBy.join(', ')}`)] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** A severity in its colour, padded so that lines stand under each other. */
export function severityText(severity: CaseStatus, paint: Painter): string {
  return paint.severities[severity](severity.padEnd(8))
}

/** A time to the second in UTC, as people read it: `2026-03-02 10:00:00Z`. */
export function timeText(timeMs: number): string {
  return new Date(timeMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
}
