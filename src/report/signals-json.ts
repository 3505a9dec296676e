import type { EvaluationStats } from '../detect/running/ran-rules'
import type { NotEvaluated, Signal, SignalOutline } from '../detect/signals/signal'
import type { Unheard } from '../detect/unheard'
import type { Diagnostic } from '../diagnostic/diagnostic'
import { isoTime } from '../diagnostic/times'
import { type JsonText, jsonLineParts, jsonLines, jsonParts } from '../medium/json-text'
import { mistakeLines, mistakesIn } from './diagnostics-json'
import { unheardNote } from './unheard-notes'

/** A pipeline of the workspace, and how many logs were put through it, of large archives those that a rule may want; for one of the tenant's own, which version of it. */
export interface PassedPipeline {
  readonly name: string
  readonly logs: number
  /** When it was pulled, ISO 8601. */
  readonly pulled?: string
  /** Of its definition then. */
  readonly digest?: string
}

/** The figures of one evaluation; `atEnd` is told where there are any, `seconds` is elapsed time. */
interface EvalSummary extends EvaluationStats {
  /** The workspace's pipelines that logs were put through, where any were. */
  readonly pipelines?: readonly PassedPipeline[]
  readonly errors: number
  readonly seconds: number
}

export interface EvalOutcome {
  /** Any number of them; told once. */
  readonly signals: Iterable<SignalOutline>
  readonly notEvaluated: readonly NotEvaluated[]
  readonly unheard: readonly Unheard[]
  /** In the files of rules, suppressions and pipelines. */
  readonly mistakes: readonly Diagnostic[]
  /** Asked once all signals are told. */
  readonly summary: () => EvalSummary
}

/**
 * One JSON object a line, line by line: signals, then what was not evaluated, mistakes in files, the summary. The shape is a contract
 * (README).
 */
export function* signalsNdjson(outcome: EvalOutcome): Generator<JsonText> {
  yield* jsonLineParts(reportedSignals(outcome.signals))
  yield jsonLines([...notEvaluatedIn(outcome), ...mistakeLines(outcome.mistakes), summaryOf(outcome)])
}

/** The same as one document, in parts: there may be more signals than a text can hold. */
export function signalsJson(outcome: EvalOutcome): Generator<JsonText> {
  const lists = { signals: reportedSignals(outcome.signals), notEvaluated: notEvaluatedIn(outcome) }
  return jsonParts(lists, () => ({ ...mistakesIn(outcome.mistakes), summary: summaryOf(outcome) }))
}

function* reportedSignals(signals: Iterable<SignalOutline>): Generator<ReportedSignal> {
  for (const signal of signals) yield reportedSignal(signal)
}

/** A signal as programs read it: times in ISO 8601. The shape is a contract (README). */
export interface ReportedSignal
  extends Omit<Signal, 'firstSeenMs' | 'lastSeenMs' | 'steps' | 'attributes' | 'notifications'> {
  readonly kind: 'signal'
  readonly firstSeen: string
  readonly lastSeen: string
  readonly steps: readonly ReportedStep[]
}

/** When a step of a sequence fired, or a query of another rule first matched, and by which events. */
export interface ReportedStep {
  readonly step: string
  readonly at: string
  readonly events: readonly string[]
}

export function reportedSignal(signal: SignalOutline): ReportedSignal {
  return {
    kind: 'signal',
    rule: signal.rule,
    case: signal.case,
    severity: signal.severity,
    title: signal.title,
    message: signal.message,
    group: signal.group,
    firstSeen: isoTime(signal.firstSeenMs),
    lastSeen: isoTime(signal.lastSeenMs),
    steps: signal.steps.map(({ step, atMs, events }) => ({ step, at: isoTime(atMs), events })),
    events: signal.events,
    count: signal.count,
    tags: signal.tags,
    suppressedBy: signal.suppressedBy,
    ...(signal.atEnd && { atEnd: true }),
  }
}

function notEvaluatedIn({ notEvaluated }: EvalOutcome) {
  return notEvaluated.map(({ rule, reason }) => ({ kind: 'notEvaluated' as const, rule, reason }))
}

function summaryOf({ unheard, summary }: EvalOutcome) {
  const { atEnd, errors, seconds, ...rest } = summary()
  const notes = unheard.map((one) => ({ ...one, ...unheardNote(one) }))
  return {
    kind: 'summary' as const,
    ...rest,
    ...(atEnd > 0 && { atEnd }),
    errors,
    seconds,
    ...(notes.length > 0 && { notes }),
  }
}
