import type { Signal, SignalOutline } from '../detect/signals/signal'

/** What became of a signal that a person saw, or would see now. */
export type ChangeKind = 'new' | 'gone' | 'changed' | 'suppressed' | 'unsuppressed'

export const changeKinds: readonly ChangeKind[] = ['new', 'gone', 'changed', 'suppressed', 'unsuppressed']

/** What of a signal is other than before. */
type Difference = 'severity' | 'case' | 'group' | 'time' | 'events'

/** What of a signal tells which it is on the other side, and what is other there. */
export type ComparedSignal = Pick<
  SignalOutline,
  'group' | 'case' | 'severity' | 'firstSeenMs' | 'lastSeenMs' | 'events' | 'suppressedBy'
>

/** The same, with a text or a number for the group and for the events, equal for equal ones. */
export interface LookedAtSignal extends Pick<SignalOutline, 'case' | 'severity' | 'firstSeenMs' | 'lastSeenMs'> {
  readonly group: string | number
  readonly events: string | number
  /** It is raised and no suppression hides it. */
  readonly isSeen: boolean
}

/** A signal that is not seen as it was. */
export interface SignalChange<One = Signal> {
  readonly kind: ChangeKind
  readonly before?: One
  readonly after?: One
  /** Of a changed one: what is other. */
  readonly differences: readonly Difference[]
}

export interface SignalPair<One> {
  readonly before?: One
  readonly after?: One
}

/**
 * Lays the signals of one rule before a change beside those after it and answers what a person sees otherwise. Two are the
 * same signal if they are of one group and overlap in time, or else if they share an event; of several that could be meant
 * the earliest.
 */
export function signalChanges<One extends ComparedSignal>(
  before: readonly One[],
  after: readonly One[],
): readonly SignalChange<One>[] {
  return pairsOf(before, after).flatMap((pair) => changeOf(pair, lookAt) ?? [])
}

/** What a person sees otherwise of a signal that was paired, or left alone; undefined where that is nothing. */
export function changeOf<One>(
  { before, after }: SignalPair<One>,
  look: (signal: One) => LookedAtSignal,
): SignalChange<One> | undefined {
  const [then, now] = [before && look(before), after && look(after)]
  const [seenBefore, seenAfter] = [then?.isSeen === true, now?.isSeen === true]
  if (before && after && then && now) {
    if (seenBefore && !seenAfter) return { kind: 'suppressed', before, after, differences: [] }
    if (!seenBefore && seenAfter) return { kind: 'unsuppressed', before, after, differences: [] }
    const differences = seenAfter ? differencesOf(then, now) : []
    return differences.length > 0 ? { kind: 'changed', before, after, differences } : undefined
  }
  if (after && seenAfter) return { kind: 'new', after, differences: [] }
  if (before && seenBefore) return { kind: 'gone', before, differences: [] }
  return undefined
}

/** Whether a signal is raised and no suppression hides it. */
export function isSeen<One extends ComparedSignal>(signal: One | undefined): signal is One {
  return signal !== undefined && signal.suppressedBy.length === 0
}

function lookAt(signal: ComparedSignal): LookedAtSignal {
  return { ...signal, group: groupKey(signal), events: eventsKey(signal), isSeen: isSeen(signal) }
}

function differencesOf(before: LookedAtSignal, after: LookedAtSignal): readonly Difference[] {
  const differs: Readonly<Record<Difference, boolean>> = {
    severity: before.severity !== after.severity,
    case: before.case !== after.case,
    group: before.group !== after.group,
    time: before.firstSeenMs !== after.firstSeenMs || before.lastSeenMs !== after.lastSeenMs,
    events: before.events !== after.events,
  }
  return (Object.keys(differs) as Difference[]).filter((what) => differs[what])
}

function pairsOf<One extends ComparedSignal>(
  before: readonly One[],
  after: readonly One[],
): readonly SignalPair<One>[] {
  const paired = new Map<One, One>()
  const taken = new Set<One>()
  const pair = (one: One, two: One | undefined): void => {
    if (two === undefined) return
    paired.set(one, two)
    taken.add(two)
  }
  const byGroup = groupedBy(before, groupKey)
  for (const [key, theirs] of groupedBy(after, groupKey)) {
    overlapping(byGroup.get(key) ?? [], theirs, pair)
  }
  const byEvent = new Map<string, One[]>()
  for (const signal of after) {
    if (taken.has(signal)) continue
    for (const id of signal.events) {
      const sharing = byEvent.get(id)
      if (sharing) sharing.push(signal)
      else byEvent.set(id, [signal])
    }
  }
  for (const signal of before) {
    if (paired.has(signal) || byEvent.size === 0) continue
    const sharing = signal.events.flatMap((id) => byEvent.get(id)?.find((each) => !taken.has(each)) ?? [])
    pair(signal, sharing[0])
  }
  return [
    ...before.map((one): SignalPair<One> => {
      const two = paired.get(one)
      return two ? { before: one, after: two } : { before: one }
    }),
    ...after.filter((two) => !taken.has(two)).map((two) => ({ after: two })),
  ]
}

/** Walks through the signals of one group in time: first those that are equal in time, then those that overlap. */
function overlapping<One extends ComparedSignal>(
  before: readonly One[],
  after: readonly One[],
  pair: (one: One, two: One) => void,
): void {
  const inTime = (signals: readonly One[]): One[] =>
    signals.toSorted((a, b) => a.firstSeenMs - b.firstSeenMs || a.lastSeenMs - b.lastSeenMs)
  const exact = groupedBy(after, spanKey)
  const [ones, twos] = [new Set(inTime(before)), new Set(inTime(after))]
  for (const one of ones) {
    const two = exact.get(spanKey(one))?.find((each) => twos.has(each))
    if (two === undefined) continue
    pair(one, two)
    ones.delete(one)
    twos.delete(two)
  }
  const [left, right] = [[...ones], [...twos]]
  for (let [at, to] = [0, 0]; at < left.length && to < right.length; ) {
    const [one, two] = [left[at], right[to]]
    if (one === undefined || two === undefined) break
    if (one.lastSeenMs < two.firstSeenMs) at += 1
    else if (two.lastSeenMs < one.firstSeenMs) to += 1
    else {
      pair(one, two)
      at += 1
      to += 1
    }
  }
}

/** Equal for signals of the same events in the same order. */
export function eventsKey({ events }: ComparedSignal): string {
  return JSON.stringify(events)
}

/** Equal for signals of one group. */
export function groupKey({ group }: ComparedSignal): string {
  return JSON.stringify(Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function spanKey({ firstSeenMs, lastSeenMs }: ComparedSignal): string {
  return `${firstSeenMs} ${lastSeenMs}`
}

function groupedBy<One>(signals: readonly One[], keyOf: (signal: One) => string): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>()
  for (const signal of signals) {
    const group = groups.get(keyOf(signal))
    if (group) group.push(signal)
    else groups.set(keyOf(signal), [signal])
  }
  return groups
}
