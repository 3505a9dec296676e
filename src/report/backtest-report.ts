import type { Signal } from '../detect/signals/signal'
import { isoText, secondText } from '../diagnostic/times'
import { type JsonText, jsonDocument } from '../medium/json-text'
import type { Painter } from '../medium/painter'
import { indented, lined, type TerminalText, terminal } from '../medium/terminal-text'
import { reportedSignal } from './signals-json'
import { signalText } from './signals-text'

/** A signal of the job, one of ours, or the two that are about the same group and time. */
export interface BacktestPair {
  readonly theirs?: Signal
  readonly own?: Signal
  readonly agrees: boolean
}

/** What the tenant's own engine made of a rule over past logs, and beside it what we make of logs that were given. */
export interface BacktestOutcome {
  readonly tenant: string
  readonly rule: string
  readonly job: { readonly id: string; readonly fromMs: number; readonly toMs: number; readonly index: string }
  readonly signals: readonly Signal[]
  /** What of the rule a job does not do, in words. */
  readonly leftOut: readonly string[]
  /** Undefined where no logs were given. */
  readonly comparison:
    | { readonly logs: number; readonly pairs: readonly BacktestPair[]; readonly notEvaluated?: string }
    | undefined
}

/** Signals for a person, then how many of them we raise alike. */
export function backtestText(outcome: BacktestOutcome, paint: Painter): TerminalText {
  const { signals, comparison, tenant, job } = outcome
  const stretch = `${secondText(job.fromMs)} to ${secondText(job.toMs)}`
  const figures = terminal`${counted(signals.length, 'signal')} in ${tenant}, ${stretch} (job ${job.id})\n`
  const shown = signals.map((signal) => terminal`${signalText(signal, paint)}\n`)
  return terminal`${shown}${figures}${comparison ? comparisonText(comparison, paint) : ''}`
}

function comparisonText(
  { logs, pairs, notEvaluated }: NonNullable<BacktestOutcome['comparison']>,
  paint: Painter,
): TerminalText {
  if (notEvaluated !== undefined) return terminal`${paint.warning('not compared, because')} ${notEvaluated}\n`
  const others = pairs.filter(({ agrees }) => !agrees)
  const head = terminal`${pairs.length - others.length} of ${counted(pairs.length, 'signal')} agree with those of ${counted(logs, 'log')} here\n`
  return terminal`${head}${others.map((pair) => terminal`\n${pairText(pair, paint)}`)}`
}

function pairText({ theirs, own }: BacktestPair, paint: Painter): TerminalText {
  const blocks = [
    ...(theirs ? [paint.bold(own ? 'in the tenant' : 'in the tenant alone'), indented(signalText(theirs, paint))] : []),
    ...(own ? [paint.bold(theirs ? 'here' : 'here alone'), indented(signalText(own, paint))] : []),
  ]
  return terminal`${lined(blocks)}\n`
}

/** The same as one document. */
export function backtestJson({ tenant, rule, job, signals, leftOut, comparison }: BacktestOutcome): JsonText {
  const { id, fromMs, toMs, index } = job
  return jsonDocument({
    tenant,
    rule,
    job: { id, from: isoText(fromMs), to: isoText(toMs), index },
    signals: signals.map(reportedSignal),
    leftOut,
    ...(comparison && {
      comparison: {
        logs: comparison.logs,
        ...(comparison.notEvaluated !== undefined && { notEvaluated: comparison.notEvaluated }),
        agree: comparison.pairs.filter(({ agrees }) => agrees).length,
        others: comparison.pairs
          .filter(({ agrees }) => !agrees)
          .map(({ theirs, own }) => ({
            ...(theirs && { tenant: reportedSignal(theirs) }),
            ...(own && { here: reportedSignal(own) }),
          })),
      },
    }),
    summary: { signals: signals.length },
  })
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
