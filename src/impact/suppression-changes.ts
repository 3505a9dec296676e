import type { ExcludedBy } from '../detect/hits/excluded-logs'
import type { Sided, Signal } from '../detect/signals/signal'
import { tellSignal, type Untold } from '../detect/signals/tell-signal'
import { compileSuppression } from '../suppression/compile-suppression'
import type { Suppression } from '../suppression/suppression'
import { isWideningMeant } from '../suppression/widened'
import { isIdle, type Widening, wideningsBetween } from '../wire/wider/widenings'
import type { Detections } from './detections'

/** A suppression that is new, or may hide more than before. */
export interface SuppressionChange {
  readonly after: Suppression
  /** Undefined for a new one. */
  readonly before: Suppression | undefined
  /** How it may hide more; empty for a new one. */
  readonly ways: readonly Widening[]
  /** Its file says that it may. */
  readonly isMeant: boolean
}

/** Finds the suppressions that are new or may hide more from now on, as a plan would: what is shown to hide no more is left out. */
export function suppressionChanges(before: Detections, after: Detections, nowMs: number): readonly SuppressionChange[] {
  const then = new Map(suppressionsOf(before).map((one) => [one.id, one]))
  const now = suppressionsOf(after)
  const names = new Set(now.map(({ id }) => id))
  const renamed = new Map(
    after.rules.flatMap(({ id = '', formerly }) => (formerly === undefined ? [] : [[formerly, id] as const])),
  )
  return now.flatMap((one): readonly SuppressionChange[] => {
    const { id, formerly } = one
    if (isIdle(one, nowMs)) return []
    const old = then.get(id) ?? (formerly === undefined || names.has(formerly) ? undefined : then.get(formerly))
    if (old === undefined) return [{ after: one, before: undefined, ways: [], isMeant: true }]
    const ways = wideningsBetween(old, one, { nowMs, renamed })
    const keys = ways.map(({ key }) => key)
    return ways.length === 0 ? [] : [{ after: one, before: old, ways, isMeant: isWideningMeant(one, keys) }]
  })
}

function suppressionsOf({ options: { suppressions = [] } }: Detections): readonly Suppression[] {
  return suppressions
}

/** A signal, with those suppressions that hide it and, as they were, would not. */
export type SignalOfSide = Signal & Sided & { readonly hiddenAnew?: readonly string[] }

/** Tells signals with what changed suppressions newly hide; whoever reads logs hands it all of their events. */
export function tellHiddenAnew(changes: readonly SuppressionChange[]): (untold: Untold) => SignalOfSide {
  if (changes.length === 0) return tellSignal
  const known = new Map(changes.map((change) => [change.after.id, change]))
  return (untold) => {
    const { rule, asked: signal, suppressedBy } = untold
    const asked = rule.side === 'after' ? suppressedBy.flatMap((id) => known.get(id) ?? []) : []
    if (asked.length === 0) return tellSignal(untold)
    const hiddenAnew = asked.filter(({ before }) => {
      if (before === undefined) return true
      const old = compileSuppression(before)
      return !old.appliesTo(rule.rule) || !signal.isHiddenBy(old)
    })
    return { ...tellSignal(untold), hiddenAnew: hiddenAnew.map(({ after }) => after.id) }
  }
}

/** What a suppression that is new, or may hide more, does on logs. */
export interface SuppressionImpact extends SuppressionChange {
  /**
   * `wider` where its dates, or of its queries implication shows it, or where it hid signals or took logs here that it did not
   * before; else it is not proved that it hides no more.
   */
  readonly kind: 'new' | 'wider' | 'unproved'
  /** Signals that it hides now, and those of these that it did not before. */
  readonly hidden: number
  readonly more: number
  /** Logs that its exclusion takes; absent where it has none on either side. */
  readonly logs?: { readonly before: number; readonly after: number }
}

/** Counts what changed suppressions hide, shown each signal once. */
export class HiddenAnew {
  private readonly counts: ReadonlyMap<string, { hidden: number; more: number }>

  constructor(private readonly changes: readonly SuppressionChange[]) {
    this.counts = new Map(changes.map(({ after }) => [after.id, { hidden: 0, more: 0 }]))
  }

  show({ side, suppressedBy, hiddenAnew = [] }: SignalOfSide): void {
    if (side !== 'after') return
    for (const id of suppressedBy) {
      const own = this.counts.get(id)
      if (own === undefined) continue
      own.hidden += 1
      if (hiddenAnew.includes(id)) own.more += 1
    }
  }

  /** What is wider, what is not proved, then what is new; among equals what hides most anew first. */
  counted(exclusions: readonly ExcludedBy[]): readonly SuppressionImpact[] {
    const takenOn = (side: string, one: Suppression | undefined): number =>
      exclusions.find((each) => each.side === side && each.suppression === one?.id)?.logs ?? 0
    return this.changes
      .map((change): SuppressionImpact => {
        const { before, after, ways } = change
        const counts = this.counts.get(after.id) ?? { hidden: 0, more: 0 }
        const takesLogs = before?.dataExclusionQuery !== undefined || after.dataExclusionQuery !== undefined
        const logs = { before: takenOn('before', before), after: takenOn('after', after) }
        const isSeen = counts.more > 0 || logs.after > logs.before
        const isWider = isSeen || ways.some(({ isShown }) => isShown)
        const kind = before === undefined ? 'new' : isWider ? 'wider' : 'unproved'
        return { ...change, kind, ...counts, ...(takesLogs && { logs }) }
      })
      .sort((one, two) => kinds.indexOf(one.kind) - kinds.indexOf(two.kind) || two.more - one.more)
  }
}

const kinds: readonly SuppressionImpact['kind'][] = ['wider', 'unproved', 'new']
