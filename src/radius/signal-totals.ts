import { dayText } from '../diagnostic/times'
import type { CaseStatus } from '../rule/case-status'
import type { ShownSignal } from './radius'

/** A signal with the names under which it is counted. */
export interface NamedSignal {
  readonly signal: ShownSignal
  /** Its UTC day. */
  readonly day: string
  /** Its group as people read it; undefined where there are too many to keep it apart. */
  readonly group: string | undefined
}

/** So many groups of rules are kept apart of what is counted for all. */
export const mostGroups = 100_000

const known = new WeakMap<ShownSignal, NamedSignal & { readonly group: string }>()

/** The names of a signal, made once, however many suppressions count it. */
export function named(signal: ShownSignal): NamedSignal & { readonly group: string } {
  const before = known.get(signal)
  if (before) return before
  const group = Object.entries(signal.group)
    .map(([field, value]) => `${field}:${value}`)
    .join(' ')
  const fresh = { signal, day: dayText(signal.firstSeenMs), group }
  known.set(signal, fresh)
  return fresh
}

/** How many signals a rule has. */
interface RuleTotals {
  signals: number
  readonly severities: Map<CaseStatus, number>
  readonly days: Map<string, number>
}

/** How many signals there are: what no suppression changes is counted once, for all that have the rule in their scope. */
export class SignalTotals {
  private readonly rules = new Map<string, RuleTotals>()
  /** By group, then rule. */
  private readonly groups = new Map<string, Map<string, number>>()
  private keptGroups = 0

  /** So many groups of rules are kept apart. */
  constructor(private readonly mostGroups = Number.POSITIVE_INFINITY) {}

  /** Answers the signal, without its group where that is not kept apart. */
  count(one: NamedSignal): NamedSignal {
    const { signal, day, group } = one
    const own = this.rules.get(signal.rule) ?? { signals: 0, severities: new Map(), days: new Map() }
    this.rules.set(signal.rule, own)
    own.signals += 1
    addTo(own.severities, signal.severity, 1)
    addTo(own.days, day, 1)
    if (group === undefined) return one
    const ofGroup = this.groups.get(group) ?? new Map<string, number>()
    if (!ofGroup.has(signal.rule)) {
      if (this.keptGroups === this.mostGroups) return { ...one, group: undefined }
      this.keptGroups += 1
      this.groups.set(group, ofGroup)
    }
    addTo(ofGroup, signal.rule, 1)
    return one
  }

  /** The rules that have any. */
  names(): ReadonlySet<string> {
    return new Set(this.rules.keys())
  }

  signalsOf(rule: string): number {
    return this.rules.get(rule)?.signals ?? 0
  }

  severitiesOf(rule: string): ReadonlyMap<CaseStatus, number> {
    return this.rules.get(rule)?.severities ?? new Map()
  }

  daysOf(rule: string): ReadonlyMap<string, number> {
    return this.rules.get(rule)?.days ?? new Map()
  }

  /** Of a group, the signals of these rules. */
  ofGroup(group: string, rules: ReadonlySet<string>): number {
    let sum = 0
    for (const [rule, signals] of this.groups.get(group) ?? []) if (rules.has(rule)) sum += signals
    return sum
  }
}

/** Adds to the count of a key. */
function addTo<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}
