import { severityRank } from '../detect/signals/severity'
import { dayText } from '../diagnostic/times'
import type { CaseStatus } from '../rule/case-status'
import type { HiddenSignals } from './hidden-signals'
import type { Counts, Radius, ShownSignal } from './radius'

/** What is known of one signal of one side. */
interface Seen {
  /** It counts as a signal that there is; what is shown of a second side is counted already. */
  readonly isCounted: boolean
  readonly isHidden: boolean
  readonly isHiddenAllAlong: boolean
  /** Undefined where the suppression does not say what it is for. */
  readonly isMeant: boolean | undefined
  /** Triage called it true. */
  readonly isTrue?: boolean
}

/** So many groups are kept apart. */
const mostGroups = 10_000

/** So many signals are shown for each kind of what is hidden. */
const mostExamples = 3

/** Counts what one suppression does to signals. */
export class RadiusTally {
  private readonly totals = newCounts()
  private readonly rules = new Map<string, Mutable>()
  private readonly severities = new Map<CaseStatus, Mutable>()
  /** By rule, then severity. */
  private readonly bySeverity = new Map<string, Map<CaseStatus, Mutable & { readonly groups: Set<string> }>>()
  private readonly days = new Map<string, Mutable>()
  private readonly groups = new Map<string | undefined, Mutable>()
  private readonly overlaps = new Map<string, number>()
  private readonly examples = new Map<string, Radius['examples'][number][]>()
  private alone = 0
  private calledTrue = 0
  private lastActedMs: number | undefined

  show(signal: ShownSignal, { isCounted, isHidden, isHiddenAllAlong, isMeant, isTrue = false }: Seen): void {
    const isBeside = isMeant === false
    for (const counts of this.countersOf(signal, isCounted || isHidden || isHiddenAllAlong)) {
      if (isCounted) counts.signals += 1
      if (isHidden) counts.hidden += 1
      if (isHidden && isBeside) counts.beside += 1
      if (isHiddenAllAlong) counts.allAlong += 1
      if (isHiddenAllAlong && isBeside) counts.besideAllAlong += 1
    }
    if (isHidden && isBeside) this.name(signal)
    if (!isHidden && !isHiddenAllAlong) return
    if (isTrue) this.calledTrue += 1
    this.remember({ signal, isMeant, isHidden, isTrue })
  }

  /** Others that hide a signal which this one hides. */
  showOthers(others: readonly string[]): void {
    if (others.length === 0) this.alone += 1
    for (const other of others) this.overlaps.set(other, (this.overlaps.get(other) ?? 0) + 1)
  }

  acted(atMs: number): void {
    this.lastActedMs = Math.max(atMs, this.lastActedMs ?? atMs)
  }

  counted(): Omit<Radius, 'suppression' | 'isPurposeStated' | 'exclusion' | 'rulesInScope' | 'notEvaluated'> {
    const { totals, alone, calledTrue, lastActedMs, overlaps } = this
    return {
      totals,
      alone,
      calledTrue,
      rules: sorted(this.rules, mostFirst),
      gravest: new Map([...this.bySeverity].flatMap(gravestOf)),
      severities: sorted(this.severities, ([one], [two]) => severityRank(two) - severityRank(one)),
      days: sorted(this.days, ([one], [two]) => (one < two ? -1 : 1)),
      groups: sorted(this.groups, mostFirst),
      lastActedMs,
      overlaps,
      examples: ['true', 'beside', 'unsaid', 'meant'].flatMap((kind) => this.examples.get(kind) ?? []),
    }
  }

  /** What is told of a proposal: less than a radius, and of what it is not for by rule and severity. */
  hiddenSignals(): HiddenSignals {
    const { signals, hidden } = this.totals
    const beside = [...this.bySeverity].flatMap(([rule, severities]) =>
      [...severities].flatMap(([severity, { beside: count, groups }]) =>
        count > 0 ? [{ rule, severity, count, groups: [...groups] }] : [],
      ),
    )
    return { of: signals, hidden, beside: beside.sort((one, two) => two.count - one.count) }
  }

  private countersOf(signal: ShownSignal, isUsed: boolean): readonly Mutable[] {
    if (!isUsed) return []
    const group = groupText(signal)
    const isKept = this.groups.has(group) || this.groups.size < mostGroups
    return [
      this.totals,
      counterIn(this.rules, signal.rule),
      counterIn(this.severities, signal.severity),
      this.counterOf(signal),
      counterIn(this.days, dayText(signal.firstSeenMs)),
      counterIn(this.groups, isKept ? group : undefined),
    ]
  }

  private counterOf({ rule, severity }: ShownSignal): Mutable & { readonly groups: Set<string> } {
    const severities = this.bySeverity.get(rule) ?? new Map()
    this.bySeverity.set(rule, severities)
    const own = severities.get(severity) ?? { ...newCounts(), groups: new Set<string>() }
    severities.set(severity, own)
    return own
  }

  /** Remembers of which groups the signals are that it is not for. */
  private name(signal: ShownSignal): void {
    const { groups } = this.counterOf(signal)
    const group = groupText(signal)
    if (group !== '' && groups.size < mostExamples) groups.add(group)
  }

  private remember(example: Radius['examples'][number]): void {
    const { isTrue, isMeant } = example
    const kind = isTrue ? 'true' : isMeant === undefined ? 'unsaid' : isMeant ? 'meant' : 'beside'
    const own = this.examples.get(kind)
    if (own === undefined) this.examples.set(kind, [example])
    else if (own.length < mostExamples) own.push(example)
  }
}

type Mutable = { -readonly [Key in keyof Counts]: Counts[Key] }

function newCounts(): Mutable {
  return { signals: 0, hidden: 0, beside: 0, allAlong: 0, besideAllAlong: 0 }
}

function counterIn<Key>(counters: Map<Key, Mutable>, key: Key): Mutable {
  const known = counters.get(key)
  if (known) return known
  const fresh = newCounts()
  counters.set(key, fresh)
  return fresh
}

function sorted<Key>(
  counters: ReadonlyMap<Key, Counts>,
  order: (one: readonly [Key, Counts], two: readonly [Key, Counts]) => number,
): ReadonlyMap<Key, Counts> {
  return new Map([...counters].sort(order))
}

function mostFirst([, one]: readonly [unknown, Counts], [, two]: readonly [unknown, Counts]): number {
  return (
    two.beside - one.beside ||
    two.hidden - one.hidden ||
    two.besideAllAlong - one.besideAllAlong ||
    two.allAlong - one.allAlong ||
    two.signals - one.signals
  )
}

/** The counts of a rule's gravest signals. */
function gravestOf([rule, severities]: readonly [string, ReadonlyMap<CaseStatus, Counts>]) {
  const [gravest] = [...severities].sort(([one], [two]) => severityRank(two) - severityRank(one))
  if (gravest === undefined) return []
  const [severity, { signals, hidden, beside, allAlong, besideAllAlong }] = gravest
  return [[rule, { severity, signals, hidden, beside, allAlong, besideAllAlong }] as const]
}

/** A group as people read it. */
function groupText({ group }: ShownSignal): string {
  return Object.entries(group)
    .map(([field, value]) => `${field}:${value}`)
    .join(' ')
}
