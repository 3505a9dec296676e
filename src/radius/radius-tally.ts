import { severityRank } from '../detect/signals/severity'
import type { CaseStatus } from '../rule/case-status'
import type { HiddenSignals } from './hidden-signals'
import type { Overlap } from './overlaps'
import type { Counts, Radius } from './radius'
import { type NamedSignal, SignalTotals } from './signal-totals'

/** What is known of one signal of one side. */
interface Seen {
  /** It counts as a signal that there is, and is not among those that are counted for all. */
  readonly isCounted: boolean
  readonly isHidden: boolean
  readonly isHiddenAllAlong: boolean
  /** Undefined where the suppression does not say what it is for. */
  readonly isMeant: boolean | undefined
  /** Triage called it true. */
  readonly isTrue?: boolean
}

/** Signals that are counted for all, and the rules of which a suppression takes them. */
interface SharedTotals {
  readonly totals: SignalTotals
  readonly rules: ReadonlySet<string>
}

/** So many groups are told apart for one suppression. */
const mostTold = 100

/** So many groups are counted apart for one suppression, and for all of a run as long as each has ten times those told. */
const [mostCounted, mostInAll] = [10_000, 1_000_000]

const mostWaiting = 256

/** So many signals are shown for each kind of what is hidden. */
const mostExamples = 3

/** Counts what one suppression hides of signals. */
export class RadiusTally {
  /** The signals that it alone counts. */
  private readonly own = new SignalTotals()
  /** By rule, then severity: what it hides, as in all counters here. */
  private readonly bySeverity = new Map<string, Map<CaseStatus, Mutable & { readonly groups: Set<string> }>>()
  private readonly days = new Map<string, Mutable>()
  private readonly groups = new Map<string | undefined, Mutable>()
  private readonly examples = new Map<string, Radius['examples'][number][]>()
  private calledTrue = 0
  private lastActedMs: number | undefined
  private readonly mostGroups: number
  private readonly waiting: (readonly [NamedSignal, Seen])[] = []

  /** `beside` is how many suppressions count at the same time. */
  constructor(beside = 1) {
    this.mostGroups = Math.max(10 * mostTold, Math.min(mostCounted, Math.floor(mostInAll / beside)))
  }

  show(one: NamedSignal, seen: Seen): void {
    if (seen.isCounted) this.own.count(one)
    if (!seen.isHidden && !seen.isHiddenAllAlong) return
    // Many at a time: a thousand suppressions that take turns signal by signal would each find their counters cold.
    this.waiting.push([one, seen])
    if (this.waiting.length === mostWaiting) this.countWaiting()
  }

  private countWaiting(): void {
    for (const [one, seen] of this.waiting) this.count(one, seen)
    this.waiting.length = 0
  }

  private count(one: NamedSignal, { isHidden, isHiddenAllAlong, isMeant, isTrue = false }: Seen): void {
    const isBeside = isMeant === false
    const bySeverity = this.counterOf(one)
    for (const counts of [bySeverity, counterIn(this.days, one.day), this.groupCounterOf(one)]) {
      if (isHidden) counts.hidden += 1
      if (isHidden && isBeside) counts.beside += 1
      if (isHiddenAllAlong) counts.allAlong += 1
      if (isHiddenAllAlong && isBeside) counts.besideAllAlong += 1
    }
    if (isHidden && isBeside && one.group && bySeverity.groups.size < mostExamples) bySeverity.groups.add(one.group)
    if (isTrue) this.calledTrue += 1
    this.remember({ signal: one.signal, isMeant, isHidden, isTrue })
  }

  acted(atMs: number): void {
    this.lastActedMs = Math.max(atMs, this.lastActedMs ?? atMs)
  }

  /** `shared` holds what is counted for all; what it does not hold of the rules in scope was shown as counted. */
  counted(
    shared?: SharedTotals,
  ): Omit<Radius, keyof Overlap | 'suppression' | 'isPurposeStated' | 'exclusion' | 'notEvaluated'> {
    this.countWaiting()
    const { calledTrue, lastActedMs } = this
    const sources = [...(shared ? [shared] : []), { totals: this.own, rules: this.own.names() }]
    const { totals, severities, days } = this.inScope(sources)
    const rules = [...this.bySeverity].map(([rule, hiddenOf]) => {
      const counts = sumOf(hiddenOf.values())
      for (const each of sources) counts.signals += each.rules.has(rule) ? each.totals.signalsOf(rule) : 0
      return [rule, counts] as const
    })
    return {
      totals,
      calledTrue,
      rules: new Map(rules.sort(mostFirst)),
      gravest: new Map([...this.bySeverity].map(([rule, hiddenOf]) => [rule, gravestOf(rule, hiddenOf, sources)])),
      severities: new Map([...severities].sort(([one], [two]) => byGravity(one, two))),
      days: new Map([...days].sort(([one], [two]) => (one < two ? -1 : 1))),
      groups: this.groupsTold(totals.signals, sources),
      lastActedMs,
      examples: ['true', 'beside', 'unsaid', 'meant'].flatMap((kind) => this.examples.get(kind) ?? []),
    }
  }

  /** What is told of a proposal: less than a radius, and of what it is not for by rule and severity. */
  hiddenSignals(): HiddenSignals {
    const { totals } = this.counted()
    const beside = [...this.bySeverity].flatMap(([rule, severities]) =>
      [...severities].flatMap(([severity, { beside: count, groups }]) =>
        count > 0 ? [{ rule, severity, count, groups: [...groups] }] : [],
      ),
    )
    return {
      of: totals.signals,
      hidden: totals.hidden,
      beside: beside.sort((one, two) => two.count - one.count),
    }
  }

  /** All signals in scope, and those severities and days of them in which something is hidden. */
  private inScope(sources: readonly SharedTotals[]) {
    const totals = newCounts()
    const severities = new Map<CaseStatus, Mutable>()
    for (const hiddenOf of this.bySeverity.values()) {
      for (const [severity, hidden] of hiddenOf) {
        addCounts(totals, hidden)
        addCounts(counterIn(severities, severity), hidden)
      }
    }
    const days = new Map([...this.days].map(([day, hidden]) => [day, { ...hidden }]))
    for (const { totals: all, rules } of sources) {
      for (const rule of rules) {
        totals.signals += all.signalsOf(rule)
        for (const [severity, counts] of severities) counts.signals += all.severitiesOf(rule).get(severity) ?? 0
        for (const [day, counts] of days) counts.signals += all.daysOf(rule).get(day) ?? 0
      }
    }
    return { totals, severities, days }
  }

  /** Those of which it hides most; under undefined all other signals, where it hides more. */
  private groupsTold(signals: number, sources: readonly SharedTotals[]): Radius['groups'] {
    const named: [string, Mutable][] = []
    const rest = newCounts()
    for (const [group, hidden] of this.groups) {
      if (group === undefined) addCounts(rest, hidden)
      else {
        const all = sources.reduce((sum, { totals, rules }) => sum + totals.ofGroup(group, rules), 0)
        named.push([group, { ...hidden, signals: all }])
      }
    }
    named.sort(mostFirst)
    for (const [, hidden] of named.slice(mostTold)) addCounts(rest, hidden)
    const told = named.slice(0, mostTold)
    if (rest.hidden + rest.allAlong === 0) return new Map(told)
    rest.signals = told.reduce((left, [, counts]) => left - counts.signals, signals)
    return new Map<string | undefined, Counts>([...told, [undefined, rest]])
  }

  private groupCounterOf({ group }: NamedSignal): Mutable {
    const isCountedApart = this.groups.has(group) || this.groups.size < this.mostGroups
    return counterIn(this.groups, isCountedApart ? group : undefined)
  }

  private counterOf({ signal: { rule, severity } }: NamedSignal): Mutable & { readonly groups: Set<string> } {
    const severities = this.bySeverity.get(rule) ?? new Map<CaseStatus, Mutable & { readonly groups: Set<string> }>()
    this.bySeverity.set(rule, severities)
    const own = severities.get(severity) ?? { ...newCounts(), groups: new Set<string>() }
    severities.set(severity, own)
    return own
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

function addCounts(sum: Mutable, counts: Counts): void {
  sum.signals += counts.signals
  sum.hidden += counts.hidden
  sum.beside += counts.beside
  sum.allAlong += counts.allAlong
  sum.besideAllAlong += counts.besideAllAlong
}

function sumOf(all: Iterable<Counts>): Mutable {
  const sum = newCounts()
  for (const each of all) addCounts(sum, each)
  return sum
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

function byGravity(one: CaseStatus, two: CaseStatus): number {
  return severityRank(two) - severityRank(one)
}

/** The counts of the gravest signals of a rule of which something is hidden. */
function gravestOf(
  rule: string,
  hiddenOf: ReadonlyMap<CaseStatus, Counts>,
  sources: readonly SharedTotals[],
): Counts & { readonly severity: CaseStatus } {
  const own = sources.flatMap((each) => (each.rules.has(rule) ? [each.totals.severitiesOf(rule)] : []))
  const [severity = 'info'] = [...hiddenOf.keys(), ...own.flatMap((each) => [...each.keys()])].sort(byGravity)
  const { hidden, beside, allAlong, besideAllAlong } = hiddenOf.get(severity) ?? newCounts()
  const signals = own.reduce((sum, each) => sum + (each.get(severity) ?? 0), 0)
  return { severity, signals, hidden, beside, allAlong, besideAllAlong }
}
