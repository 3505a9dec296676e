/**
 * A second evaluator of rules, slow and simple, written from the prose of the design alone: it tries every order of the
 * events that have none, looks at every window anew, and shares no code with the engine.
 */
import { triggersOf } from './reference-triggers'

/** Times are in units; how long a unit is, the comparison says: a second for windows, a day for what learns by days. */
export interface ReferenceRule {
  readonly method: 'threshold' | 'scheduled' | 'sequence' | 'new_value' | 'third_party' | 'travel'
  /** One a query. */
  readonly aggregations: readonly ('count' | 'cardinality' | 'sum' | 'max')[]
  /** None, g, or g and h. */
  readonly groupBy: readonly ('g' | 'h')[]
  /** A missing group value is N/A. */
  readonly optionalGroups: boolean
  readonly signalsByFirstField: boolean
  readonly window: number
  readonly keepAlive: number
  readonly maxSignal: number
  readonly decreases: boolean
  readonly cases: readonly ReferenceCase[]
  readonly steps: readonly { readonly test: ReferenceTest; readonly window: number; readonly transition: number }[]
  /** New value: silent for so long, or for so many values of a group. */
  readonly learning: { readonly by: 'duration' | 'values'; readonly amount: number }
  readonly forgetAfter: number
  /** Third party: the severity by the first value that a log carries, else the default. */
  readonly grades: readonly { readonly value: number; readonly severity: number }[]
  readonly defaultSeverity: number | undefined
  /** Travel: how long the usual places are learned. */
  readonly baseline: number | undefined
  readonly learnsTransitions: boolean
  /** Scheduled: a run every so many units from 0. */
  readonly every: number
  readonly suppressions: readonly ReferenceSuppression[]
}

export interface ReferenceCase {
  /** 0 is the mildest. */
  readonly severity: number
  readonly test: ReferenceTest
  /** If present, the case is `test THEN after`. */
  readonly after?: ReferenceTest | undefined
}

/** All (`and`) or one (`or`) of: the number of a query is more, or less, than another number. */
export interface ReferenceTest {
  readonly join: 'and' | 'or'
  readonly terms: readonly ReferenceTerm[]
}

export type ReferenceTerm =
  | { readonly query: number; readonly moreThan: number }
  | { readonly query: number; readonly lessThan: number }

/** In force from a time up to, not including, another. */
export interface ReferenceSuppression {
  readonly what: 'excludes value' | 'hides value' | 'hides group' | 'hides severity'
  readonly value: number
  readonly from: number
  readonly to: number
}

export interface ReferenceEvent {
  readonly id: string
  readonly time: number
  readonly tiebreaker?: number | undefined
  readonly queries: readonly number[]
  readonly g: readonly string[]
  readonly h: readonly string[]
  /** The values that cardinality, sum, max and the like look at; the first is also a place. */
  readonly values: readonly number[]
  readonly isDev: boolean
}

/** The events of one group, in no order. */
export interface ReferenceGroup {
  readonly key: readonly (string | undefined)[]
  readonly events: readonly ReferenceEvent[]
}

export interface ReferenceTrigger {
  readonly time: number
  readonly severity: number
  readonly events: readonly ReferenceEvent[]
  /** It came true between logs: at the end of a log's window (1), or after a log left it (2). */
  readonly between?: 1 | 2
}

export interface ReferenceSignal {
  readonly group: readonly (string | undefined)[]
  readonly severity: number
  readonly hidden: boolean
  readonly opened: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly events: readonly string[]
}

/** Evaluates a rule; undefined if there are too many orders to try. */
export function evaluateByReference(
  rule: ReferenceRule,
  all: readonly ReferenceEvent[],
): readonly ReferenceSignal[] | undefined {
  const excludes = rule.suppressions.filter(({ what }) => what === 'excludes value')
  const events = [...all]
    .sort(inOrder)
    .filter((event) => !excludes.some((one) => isActive(one, event.time) && event.values.includes(one.value)))
    .filter((event) => matchedQueries(rule, event).length > 0)
    .map((event) => ({ ...event, queries: matchedQueries(rule, event) }))
  const groups = groupsOf(rule, events)
  const began = Math.min(...groups.flatMap((group) => group.events.map(({ time }) => time)))
  const placed: { readonly at: readonly number[]; readonly key: ReferenceGroup['key']; trigger: ReferenceTrigger }[] =
    []
  const end = Math.max(...all.map(({ time }) => time))
  for (const [rank, group] of groups.entries()) {
    const triggers = triggersOf(rule, group, began, end)
    if (triggers === undefined) return undefined
    for (const trigger of triggers) {
      // Groups of one moment are looked at in the order in which their first event of that moment stands.
      const first = events.findIndex((event) => event.time === trigger.time && group.events.includes(event))
      const inTurn = trigger.between === undefined ? [0, first] : [trigger.between, rank]
      const at = rule.method === 'scheduled' ? [trigger.time] : [trigger.time, ...inTurn]
      placed.push({ at, key: group.key, trigger })
    }
  }
  placed.sort(
    (x, y) => x.at.map((part, index) => part - (y.at[index] ?? 0)).find((difference) => difference !== 0) ?? 0,
  )
  return live(
    rule,
    placed.map(({ key, trigger }) => ({ key, trigger })),
  )
}

/** Time, then the tiebreaker (those without come first), then the id. */
function inOrder(x: ReferenceEvent, y: ReferenceEvent): number {
  const tie = ({ tiebreaker = -1 }: ReferenceEvent): number => tiebreaker
  return x.time - y.time || tie(x) - tie(y) || (x.id < y.id ? -1 : 1)
}

/** Of several root queries that match the first one counts; some methods have one query. */
function matchedQueries(rule: ReferenceRule, { queries }: ReferenceEvent): readonly number[] {
  if (rule.method === 'third_party') return queries.includes(0) ? [0] : queries.filter((query) => query === 1)
  if (rule.method === 'new_value' || rule.method === 'travel') return queries.filter((query) => query === 0)
  return queries
}

function groupsOf(rule: ReferenceRule, events: readonly ReferenceEvent[]): readonly ReferenceGroup[] {
  const groups = new Map<string, { key: ReferenceGroup['key']; events: ReferenceEvent[] }>()
  for (const event of events) {
    for (const key of keysOf(rule, event)) {
      const name = JSON.stringify(key)
      const group = groups.get(name) ?? { key, events: [] }
      group.events.push(event)
      groups.set(name, group)
    }
  }
  return [...groups.values()]
}

/** Third-party root queries group apart: the first by g, the second by nothing. */
function keysOf(rule: ReferenceRule, event: ReferenceEvent): readonly (readonly (string | undefined)[])[] {
  if (rule.method === 'third_party') return event.queries[0] === 0 ? event.g.map((value) => [value]) : [[undefined]]
  let keys: string[][] = [[]]
  for (const field of rule.groupBy) {
    const values = event[field].length === 0 && rule.optionalGroups ? ['N/A'] : event[field]
    keys = keys.flatMap((key) => values.map((value) => [...key, value]))
  }
  return keys
}

function isActive({ from, to }: ReferenceSuppression, time: number): boolean {
  return from <= time && time < to
}

type Open = ReferenceSignal & { readonly lastTrigger: number; readonly parts: readonly ReferenceEvent[] }

/** Signals by the life that keepAlive and the maximum duration give them; a severity rises and never falls. */
function live(
  rule: ReferenceRule,
  triggers: readonly { readonly key: ReferenceGroup['key']; readonly trigger: ReferenceTrigger }[],
): readonly ReferenceSignal[] {
  const signals: Open[] = []
  for (const { key, trigger } of triggers) {
    const group = rule.signalsByFirstField ? key.map((value, position) => (position === 0 ? value : undefined)) : key
    const last = signals.findLastIndex((signal) => JSON.stringify(signal.group) === JSON.stringify(group))
    const open = signals[last]
    if (open !== undefined && goesOn(rule, open, trigger.time)) signals[last] = updated(rule, open, trigger)
    else signals.push(opened(rule, group, trigger))
  }
  return signals.map(({ lastTrigger, parts, ...signal }) => signal)
}

function goesOn(rule: ReferenceRule, open: Open, time: number): boolean {
  if (rule.method === 'third_party') {
    // A day is four units.
    return open.group.some((value) => value !== undefined) && time - open.firstSeen <= 4
  }
  return rule.keepAlive > 0 && time - open.lastTrigger <= rule.keepAlive && time - open.firstSeen <= rule.maxSignal
}

function opened(rule: ReferenceRule, group: ReferenceGroup['key'], trigger: ReferenceTrigger): Open {
  const { time, severity, events } = trigger
  const signal = { ...seen(trigger), group, opened: time, lastTrigger: time, severity: lowered(rule, severity, events) }
  return { ...signal, hidden: isHidden(rule, signal, time) }
}

function updated(rule: ReferenceRule, open: Open, trigger: ReferenceTrigger): Open {
  const { time, severity } = trigger
  const { parts, ...saw } = seen(trigger, open)
  const now = lowered(rule, severity, parts)
  const signal = { ...open, parts, ...saw, lastTrigger: time, severity: Math.max(open.severity, now) }
  return { ...signal, hidden: open.hidden && (now <= open.severity || isHidden(rule, signal, time)) }
}

/** What came true between logs has seen that moment, and not its logs. */
function seen({ time, events: own, between }: ReferenceTrigger, before?: Open) {
  const parts = [...new Set([...(before?.parts ?? []), ...own])]
  const fresh = own.filter((event) => !(before?.parts ?? []).some(({ id }) => id === event.id))
  const times = between === undefined ? fresh.map((event) => event.time) : [time]
  const events = [...new Set(parts.map(({ id }) => id))].sort()
  return {
    parts,
    events,
    firstSeen: Math.min(before?.firstSeen ?? Number.POSITIVE_INFINITY, ...times),
    lastSeen: Math.max(before?.lastSeen ?? Number.NEGATIVE_INFINITY, ...times),
  }
}

function lowered(rule: ReferenceRule, severity: number, parts: readonly ReferenceEvent[]): number {
  return rule.decreases && parts.some(({ isDev }) => isDev) ? Math.max(0, severity - 1) : severity
}

function isHidden(rule: ReferenceRule, signal: Omit<Open, 'hidden'>, time: number): boolean {
  return rule.suppressions.some((one) => {
    if (!isActive(one, time)) return false
    switch (one.what) {
      case 'excludes value':
        return false
      case 'hides severity':
        return signal.severity === one.value
      case 'hides value':
        return signal.parts.some(({ values }) => values.includes(one.value))
      case 'hides group': {
        const [first] = signal.group
        const name = `g${one.value}`
        return first !== undefined ? first === name : signal.parts.some(({ g }) => g.includes(name))
      }
    }
    return false
  })
}
