/** What a suppression hides of signals that were there. */
export interface HiddenSignals {
  /** Signals of the rules in its scope that are shown today. */
  readonly of: number
  readonly hidden: number
  /** Those of these that the narrowest one does not hide, by rule; the most first. */
  readonly beside: readonly {
    readonly rule: string
    readonly severity: string
    readonly count: number
    readonly groups: readonly string[]
  }[]
  /** The days of the first and the last one that it hides, epoch milliseconds. */
  readonly firstMs?: number
  readonly lastMs?: number
}

/** So many groups are named for each rule. */
const mostGroups = 3

interface Counted {
  readonly rule: string
  readonly severity: string
  readonly group: Readonly<Record<string, string>>
  readonly firstSeenMs: number
}

/** Counts what one suppression hides. */
export class HiddenCount {
  private of = 0
  private hidden = 0
  private readonly times: { first: number; last: number } = {
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
  }
  private readonly rules = new Map<string, { rule: string; severity: string; count: number; groups: Set<string> }>()

  show(signal: Counted, isHidden: boolean, isMeant: boolean): void {
    this.of += 1
    if (!isHidden) return
    this.hidden += 1
    this.times.first = Math.min(this.times.first, signal.firstSeenMs)
    this.times.last = Math.max(this.times.last, signal.firstSeenMs)
    if (isMeant) return
    const key = `${signal.rule} ${signal.severity}`
    const known = this.rules.get(key) ?? {
      rule: signal.rule,
      severity: signal.severity,
      count: 0,
      groups: new Set<string>(),
    }
    known.count += 1
    const group = Object.values(signal.group).join(', ')
    if (group !== '' && known.groups.size < mostGroups) known.groups.add(group)
    this.rules.set(key, known)
  }

  counted(): HiddenSignals {
    const { of, hidden, times } = this
    const beside = [...this.rules.values()]
      .sort((left, right) => right.count - left.count)
      .map((each) => ({ ...each, groups: [...each.groups] }))
    return { of, hidden, beside, ...(hidden > 0 && { firstMs: times.first, lastMs: times.last }) }
  }
}
