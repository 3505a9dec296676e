import { secondText } from '../../diagnostic/times'
import type { Counts, Radius } from '../../radius/radius'

/** What suppressions do, and to what. */
export interface RadiusOutcome {
  readonly radii: readonly Radius[]
  readonly ground: RadiusGround
}

/** What signals were looked at: those that rules raise on logs, or those that a tenant raised. */
export type RadiusGround =
  | { readonly kind: 'logs'; readonly logs: number; readonly errors: number }
  | {
      readonly kind: 'signals'
      readonly tenant: string
      readonly signals: number
      /** Signals of rules that neither the workspace nor the tenant has. */
      readonly ofOthers: number
      readonly fromMs: number
      readonly toMs: number
      /** The tenant has more, before `fromMs`. */
      readonly isCut: boolean
      /** So many are looked at most. */
      readonly mostSignals: number
    }

/** The columns of a table of counts; `always` stands though there is nothing in it. */
export const radiusColumns: readonly {
  readonly key: keyof Counts
  readonly name: string
  readonly always?: true
}[] = [
  { key: 'signals', name: 'signals', always: true },
  { key: 'beside', name: 'not its purpose' },
  { key: 'hidden', name: 'hidden', always: true },
  { key: 'besideAllAlong', name: 'all along not its purpose' },
  { key: 'allAlong', name: 'all along', always: true },
]

/** On what the figures rest. */
export function groundSentence(ground: RadiusGround): string {
  if (ground.kind === 'logs') return `On ${counted(ground.logs, 'log')}.`
  const { tenant, signals, ofOthers, fromMs, toMs, isCut, mostSignals } = ground
  const others = ofOthers > 0 ? `; ${counted(ofOthers, 'signal')} of rules that nobody has any more say nothing` : ''
  const more = isCut
    ? ` It has earlier ones, and no more than ${mostSignals} are looked at: --from and --to ask for those.`
    : ''
  return `On ${counted(signals, 'signal')} of ${tenant} from ${secondText(fromMs)} to ${secondText(toMs)}${others}.${more}`
}

/** What one suppression does, the gravest first: a sentence each. */
export function radiusSentences(radius: Radius, { kind }: RadiusGround): readonly string[] {
  const { totals, isPurposeStated, suppression, exclusion, alone, calledTrue, lastActedMs } = radius
  const { signals, hidden, beside, allAlong, besideAllAlong } = totals
  const ofSignals = `${counted(signals, 'signal')} (${share(hidden, signals)})`
  const takesLogs = exclusion !== undefined
  return [
    ...(calledTrue > 0 ? [`${counted(calledTrue, 'signal')} that triage called true would be hidden.`] : []),
    ...(signals === 0 ? [`Its rules raised no signal here: nothing is proved.`] : []),
    ...(!isPurposeStated ? ['Its purpose is not stated: intends is missing.'] : []),
    ...(besideAllAlong > 0 || beside > 0
      ? [`${beside} that it hid are not its purpose; all along it would be ${besideAllAlong}.`]
      : isPurposeStated && hidden + allAlong > 0
        ? ['All that it hid is its purpose.']
        : []),
    ...(signals > 0 && kind === 'logs' ? [`It hid ${hidden} of ${ofSignals}, ${alone} of them alone.`] : []),
    ...(signals > 0
      ? [`Active all along it would have hidden ${allAlong} of ${signals} (${share(allAlong, signals)}).`]
      : []),
    ...(kind === 'logs'
      ? [lastActedMs === undefined ? 'It never acted.' : `It last acted on ${secondText(lastActedMs)}.`]
      : []),
    ...(takesLogs
      ? [
          `It took ${counted(exclusion.logs, 'log')} away, all along ${exclusion.logsAllAlong}: without it there would be ${counted(exclusion.gone, 'signal')} more, and ${exclusion.changed} would be others.`,
          ...exclusion.steps.map(
            ({ rule, step, signals: lost }) =>
              `${rule} loses all logs of ${step || 'a step'} in ${counted(lost, 'signal')}.`,
          ),
        ]
      : []),
    ...(kind === 'signals' && suppression.dataExclusionQuery !== undefined
      ? ['It also takes logs away, of which signals say nothing: give logs.']
      : []),
    ...overlapSentences(radius),
    ...radius.notEvaluated.map(({ rule, reason }) => `Nothing is known of ${rule}: ${reason}.`),
  ]
}

/** A part of a whole in percent, never 100 for less than all nor 0 for more than none. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %'
  const percent = Math.round((part / whole) * 1000) / 10
  return `${part < whole ? Math.min(Math.max(percent, 0.1), 99.9) : 100} %`
}

/** The columns in which something stands. */
export function columnsFor(rows: readonly Counts[]): typeof radiusColumns {
  return radiusColumns.filter(({ key, always }) => always || rows.some((counts) => counts[key] > 0))
}

/** So many others are named that hide the same. */
const mostOverlaps = 10

function overlapSentences({ overlaps, moreOverlaps }: Radius): readonly string[] {
  const told = [...overlaps].slice(0, mostOverlaps)
  const more = overlaps.size - told.length + moreOverlaps
  return [
    ...told.map(([other, both]) => `${other} hides ${both} of the same.`),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'hides' : 'hide'} some of the same.`] : []),
  ]
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
