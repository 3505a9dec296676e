import { dayText, isoTime } from '../../diagnostic/times'
import type { Lately } from '../../radius/radius-of-signals'
import type { Suppression } from '../../suppression/suppression'

/** What a tenant's signals told of suppressions, or why it was not asked. */
export type LatelyOutcome =
  | {
      readonly kind: 'asked'
      readonly tenant: string
      readonly fromMs: number
      readonly toMs: number
      /** Those that were looked at. */
      readonly signals: number
      /** The tenant has more, before `fromMs`. */
      readonly isCut: boolean
      /** So many are looked at most. */
      readonly mostSignals: number
      readonly of: ReadonlyMap<Suppression, Lately>
    }
  | { readonly kind: 'notAsked'; readonly why: string }

/** What the signals tell of one suppression, in words; undefined where nobody asked them. */
export function latelyWords(suppression: Suppression, outcome: LatelyOutcome): string | undefined {
  if (outcome.kind === 'notAsked') return undefined
  const lately = outcome.of.get(suppression)
  if (lately === undefined) return 'takes logs away, of which signals tell nothing'
  const { signals, matching, whileActing, calledTrue, lastMs } = lately
  if (signals === 0) return `${outcome.tenant} shows no signal of its rules`
  const finds = `${outcome.tenant} shows ${counted(signals)} of its rules, and ${matching} of them ${matching === 1 ? 'matches' : 'match'}`
  return [
    finds,
    ...(lastMs === undefined ? [] : [`last on ${dayText(lastMs)}`]),
    ...(whileActing > 0 ? [`${whileActing} while it acts: is it there as it is here?`] : []),
    ...(calledTrue > 0 ? [`triage called ${calledTrue} true`] : []),
  ].join('; ')
}

/** What was looked at, and what it cannot tell. */
export function latelySentence(outcome: LatelyOutcome): string {
  if (outcome.kind === 'notAsked') return `What they hid lately was not asked: ${outcome.why}`
  const { tenant, signals, fromMs, isCut, mostSignals } = outcome
  const looked = `Looked at ${isCut ? `the latest ${signals} signals` : counted(signals)} that ${tenant} shows since ${dayText(fromMs)}`
  const more = isCut ? `; it has more, and no more than ${mostSignals} are looked at` : ''
  return `${looked}${more}. A signal that is suppressed is not generated, so no tenant shows it: what a suppression hides while it acts, ddac suppress check --tenant-logs tells.`
}

/** The same of one suppression as data; undefined where signals tell nothing. */
export function latelyDocument(suppression: Suppression, outcome: LatelyOutcome) {
  const lately = outcome.kind === 'asked' ? outcome.of.get(suppression) : undefined
  if (lately === undefined) return undefined
  const { lastMs, ...counts } = lately
  return { ...counts, ...(lastMs !== undefined && { last: isoTime(lastMs) }) }
}

/** What was looked at, as data. */
export function lookedAtDocument(outcome: LatelyOutcome) {
  if (outcome.kind === 'notAsked') return { asked: false, why: outcome.why }
  const { tenant, fromMs, toMs, signals, isCut } = outcome
  return { asked: true, tenant, from: isoTime(fromMs), to: isoTime(toMs), signals, isCut }
}

function counted(signals: number): string {
  return `${signals} ${signals === 1 ? 'signal' : 'signals'}`
}
