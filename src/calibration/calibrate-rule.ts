import type { CompileOptions } from '../detect/compile-rules'
import { compileRules } from '../detect/compile-rules'
import { evaluateEvents } from '../detect/evaluate'
import { selectEvent } from '../detect/select-event'
import { severityRank } from '../detect/signals/severity'
import type { Signal } from '../detect/signals/signal'
import { wholeSecond } from '../detect/signals/signal-view'
import type { LogEvent } from '../event/log-event'
import { sameJson } from '../json/canonical-json'
import type { Draft } from '../rule/rule'
import type { RemoteSignal } from '../wire/decode-signal'
import { alternatives } from './alternatives'
import { agrees, pairSignals, type SignalPair } from './pair-signals'

export interface RuleGround extends Pick<CompileOptions, 'tables' | 'harmlessKeys'> {
  readonly rule: Draft
  /** All rules that are evaluated, for those that look at signals of others. */
  readonly rules: readonly Draft[]
  readonly suppressions: NonNullable<CompileOptions['suppressions']>
  readonly events: readonly LogEvent[]
  readonly theirs: readonly RemoteSignal[]
  /** Signals count whose first sight is from here on; before, the two sides were not the same, or nobody asked. */
  readonly fromMs: number
  /** Signals that were still seen after this may still have logs to come, and do not count. */
  readonly toMs: number
  readonly untilMs: number
}

/** What became of one signal. */
export type Outcome =
  | { readonly kind: 'agrees' }
  | {
      /** `differs`: both raised it, with another case or other times. */
      readonly kind: 'differs' | 'theirs alone' | 'ours alone'
      /** The assumption that decided it, that logs of it were not to be had, or nothing that is known of. */
      readonly because: { readonly behaviour: string } | 'not to be had' | 'not explained'
    }

/** Lays the signals that a tenant raised of a rule beside those that we raise on its logs, and says why they differ. */
export function calibrateRule(ground: RuleGround): readonly Outcome[] {
  const { theirs, fromMs, toMs } = ground
  const own = signalsOn(ground, ground)
  const pairs = pairSignals(own, theirs).filter((pair) => counts(pair, fromMs, toMs))
  const isHad = knownSeconds(ground)
  return pairs.map((pair): Outcome => {
    if (pair.own && pair.theirs && agrees(pair.own, pair.theirs)) return { kind: 'agrees' }
    const kind = pair.own === undefined ? 'theirs alone' : pair.theirs === undefined ? 'ours alone' : 'differs'
    if (pair.theirs && !(isHad(pair.theirs.firstSeenMs) && isHad(pair.theirs.lastSeenMs))) {
      return { kind, because: 'not to be had' }
    }
    const behaviour = decidingAssumption(pair, ground) ?? severityAssumption(pair)
    return { kind, because: behaviour === undefined ? 'not explained' : { behaviour } }
  })
}

function counts({ theirs, own }: SignalPair, fromMs: number, toMs: number): boolean {
  const firstMs = theirs?.firstSeenMs ?? own?.firstSeenMs ?? 0
  const lastMs = Math.max(theirs?.lastSeenMs ?? 0, own?.lastSeenMs ?? 0)
  return firstMs >= fromMs && lastMs <= toMs
}

/** The visible signals of the rule on one ground. */
function signalsOn(
  { rules, tables, harmlessKeys, untilMs, rule: original }: RuleGround,
  { rule, events, suppressions }: Pick<RuleGround, 'rule' | 'events' | 'suppressions'>,
): readonly Signal[] {
  const others = rules.filter((each) => each !== original)
  const known = { ...(tables && { tables }), ...(harmlessKeys && { harmlessKeys }) }
  const { signals } = evaluateEvents([rule, ...others], events, { suppressions, untilMs, ...known })
  return signals.filter((signal) => signal.rule === rule.id && signal.suppressedBy.length === 0)
}

/** Whether a log that the rule looks at lies in a second: a signal is seen first and last at the time of a log. */
function knownSeconds({ rule, events, tables, harmlessKeys }: RuleGround): (timeMs: number) => boolean {
  const compiled = compileRules([rule], { ...(tables && { tables }), ...(harmlessKeys && { harmlessKeys }) })
  // Silence and signals of other rules have moments at which there is no log.
  if (compiled.rules.some(({ waits, sources }) => waits !== undefined || sources.length > 0)) return () => true
  const seconds = new Set<number>()
  for (const event of events) {
    if ((selectEvent(compiled, event)?.hits.length ?? 0) > 0) seconds.add(wholeSecond(event.timeMs))
  }
  return (timeMs) => seconds.has(wholeSecond(timeMs))
}

/** The first assumption without which the two sides agree on this signal. */
function decidingAssumption({ theirs, own }: SignalPair, ground: RuleGround): string | undefined {
  for (const { behaviour, instead } of alternatives) {
    const other = instead(ground)
    if (!other) continue
    const signals = signalsOn(ground, other)
    const isSettled = theirs
      ? signals.some((each) => agrees(each, theirs))
      : !signals.some((each) => isSameSignal(each, own as Signal))
    if (isSettled) return behaviour
  }
  return undefined
}

function isSameSignal(a: Signal, b: Signal): boolean {
  return a.firstSeenMs === b.firstSeenMs && sameJson(a.group, b.group)
}

/** Where ours is only graver, the assumption decided it that an open signal rises to a graver case. */
function severityAssumption({ theirs, own }: SignalPair): string | undefined {
  if (!theirs || !own || wholeSecond(own.firstSeenMs) !== theirs.firstSeenMs) return undefined
  if (wholeSecond(own.lastSeenMs) !== theirs.lastSeenMs || own.count < 2) return undefined
  const isGraver = severityRank(own.severity) > severityRank(theirs.severity as Signal['severity'])
  return isGraver ? risingSeverity : undefined
}

export const risingSeverity = 'the severity of an open signal rises with a graver case'
