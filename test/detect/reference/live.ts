import { caseOf, describe, type State } from './describe'
import {
  type Group,
  inOrder,
  type Part,
  type ReferenceRule,
  type ReferenceSignal,
  type ReferenceSuppression,
  severities,
  type Thing,
  type Trigger,
} from './model'
import { finds } from './search'

type Signal = State & {
  readonly firstSeen: number
  readonly lastSeen: number
  readonly lastTrigger: number
  readonly suppressedBy: readonly string[]
  readonly atEnd: boolean
}

/** A signal as it is told, and as another rule may look at it. */
export interface Told {
  readonly signal: ReferenceSignal
  readonly sure: Thing
  readonly possible: Thing
  /** The ids of what took part in it. */
  readonly holds: readonly string[]
  readonly hidesMany: boolean
  /** The same signal, where what took part in it looks otherwise. */
  retold(looksNow: (id: string) => Thing | undefined): Told
}

/** What a group triggers. */
export interface Triggered {
  readonly key: Group['key']
  /** The first thing that the group has. */
  readonly first: Thing | undefined
  readonly trigger: Trigger
}

interface Around {
  readonly suppressions: readonly ReferenceSuppression[]
  readonly day: number
}

/**
 * Whether it matters to how many signals there are what each saw first, since their maximum duration counts from there:
 * it does not where they are the same with no such duration, and with all of them seen as early as can be.
 */
export function hangsOnFirstSeen(rule: ReferenceRule, triggers: readonly Triggered[], around: Around): boolean {
  const openings = (one: ReferenceRule, all: readonly Triggered[]): string =>
    JSON.stringify(live(one, all, around).map(({ signal }) => [signal.group, signal.opened]))
  const early = triggers.map(({ first, trigger, ...rest }) => {
    const part = { name: 'first', things: first ? [first] : [], matches: [] }
    return { ...rest, first, trigger: { ...trigger, parts: [part, ...trigger.parts] } }
  })
  return openings(rule, early) !== openings({ ...rule, maxSignal: Number.POSITIVE_INFINITY }, triggers)
}

/** Signals by the life that keepAlive and the maximum duration give them; a severity rises and never falls. */
export function live(
  rule: ReferenceRule,
  triggers: readonly Triggered[],
  { suppressions, day }: Around,
): readonly Told[] {
  const signals: Signal[] = []
  for (const { key, trigger } of triggers) {
    const own = rule.signalsByFirstField ? key.slice(0, 1) : key
    const last = signals.findLastIndex((signal) => JSON.stringify(signal.key) === JSON.stringify(own))
    const open = signals[last]
    if (open !== undefined && goesOn(rule, open, trigger.time, day)) {
      signals[last] = updated(rule, open, trigger, suppressions)
    } else signals.push(opened(rule, own, trigger, suppressions))
  }
  return signals.map((signal, index) => told(rule, signal, index))
}

function goesOn(rule: ReferenceRule, open: Signal, time: number, day: number): boolean {
  if (rule.method === 'third_party')
    return open.key.some((value) => value !== undefined) && time - open.firstSeen <= day
  return rule.keepAlive > 0 && time - open.lastTrigger <= rule.keepAlive && time - open.firstSeen <= rule.maxSignal
}

function opened(
  rule: ReferenceRule,
  key: Group['key'],
  trigger: Trigger,
  suppressions: readonly ReferenceSuppression[],
): Signal {
  const { time, caseIndex, adds = {}, atEnd = false } = trigger
  const seen = seenBy(trigger)
  const signal = { ...seen, key, opened: time, lastTrigger: time, caseIndex, adds, atEnd }
  const severity = lowered(rule, caseIndex, seen.things)
  return { ...signal, severity, suppressedBy: hiddenBy(rule, { ...signal, severity }, time, suppressions) }
}

function updated(
  rule: ReferenceRule,
  open: Signal,
  trigger: Trigger,
  suppressions: readonly ReferenceSuppression[],
): Signal {
  const { time, caseIndex, adds } = trigger
  const seen = seenBy(trigger, open)
  const severity = lowered(rule, caseIndex, seen.things)
  const signal = { ...open, ...seen, lastTrigger: time, adds: { ...open.adds, ...adds } }
  if (severity <= open.severity) return signal
  const risen = { ...signal, severity, caseIndex }
  return { ...risen, suppressedBy: open.suppressedBy.length > 0 ? hiddenBy(rule, risen, time, suppressions) : [] }
}

/** What came true between logs has seen that moment, and not its logs. */
function seenBy({ time, parts: own, between }: Trigger, before?: Signal) {
  const known = before?.things ?? []
  const fresh = [...new Set(own.flatMap(({ things }) => things))].filter((thing) => !known.includes(thing))
  const parts = [...(before?.parts ?? [])]
  for (const part of own) {
    const at = parts.findIndex(({ name }) => name === part.name)
    const things = [...new Set([...(parts[at]?.things ?? []), ...part.things])]
    const matches = [...new Set([...(parts[at]?.matches ?? []), ...part.matches])]
    if (at === -1) parts.push(part)
    else parts[at] = { name: part.name, things, matches }
  }
  const times = between === undefined ? fresh.map((thing) => thing.time) : [time]
  return {
    parts,
    things: [...known, ...fresh],
    firstSeen: Math.min(before?.firstSeen ?? Number.POSITIVE_INFINITY, ...times),
    lastSeen: Math.max(before?.lastSeen ?? Number.NEGATIVE_INFINITY, ...times),
  }
}

/** One level lower where a tag of the signal names an environment that is none of production. */
function lowered(rule: ReferenceRule, caseIndex: number, things: readonly Thing[]): number {
  const { severity } = caseOf(rule, caseIndex)
  const tags = [...rule.tags, ...things.flatMap((thing) => thing.tags)]
  const isLowered = rule.decreases && tags.some((tag) => /^env:(?:staging|test|dev)/.test(tag.toLowerCase()))
  return isLowered ? Math.max(0, severity - 1) : severity
}

/** A suppression hides what it finds by that which is surely on a signal, and also by all that may be on it. */
function hiddenBy(
  rule: ReferenceRule,
  state: State,
  time: number,
  suppressions: readonly ReferenceSuppression[],
): readonly string[] {
  const active = suppressions.filter((one) => isActive(one, rule, time))
  if (active.length === 0) return []
  const { sure, possible } = describe(rule, state)
  return active.flatMap(({ id, hides }) =>
    hides !== undefined && finds(hides, sure) && finds(hides, possible) ? [id] : [],
  )
}

/** From its start up to, not including, its end, for the rules that it is for. */
export function isActive(
  { enabled, rules, from, to }: ReferenceSuppression,
  rule: ReferenceRule,
  time: number,
): boolean {
  const isFor = rules === 'all' || ('tag' in rules ? rule.tags.includes(rules.tag) : rules.ids.includes(rule.id))
  return enabled && isFor && (from === undefined || from <= time) && (to === undefined || time < to)
}

function told(rule: ReferenceRule, state: Signal, index: number): Told {
  const { title, message, group, sure, possible, hidesMany } = describe(rule, state)
  // Signals of one moment stand in the order of their rules and groups.
  const id = `${rule.id} ${JSON.stringify(state.key.map((value) => value ?? null))} ${state.opened + 100} ${String(index).padStart(3, '0')}`
  const wonCase = caseOf(rule, state.caseIndex)
  const signal: ReferenceSignal = {
    rule: rule.id,
    case: wonCase.name,
    severity: severities[state.severity] ?? '',
    title,
    message,
    group,
    opened: state.opened,
    firstSeen: state.firstSeen,
    lastSeen: state.lastSeen,
    steps: [...state.parts]
      .sort(byName)
      .map(({ name, things }) => [name, [...things].sort(inOrder).map((thing) => thing.id)] as const),
    events: [...state.things].sort(inOrder).map((thing) => thing.id),
    count: state.things.length,
    tags: sure.tags,
    attributes: withoutWorkflow(sure).attributes,
    suppressedBy: state.suppressedBy,
    notifications: wonCase.name === '' ? [] : [`@${wonCase.name}`],
    atEnd: state.atEnd,
  }
  return {
    signal,
    sure: { ...sure, id },
    possible: { ...possible, id },
    holds: state.things.map((thing) => thing.id),
    hidesMany,
    retold: (looksNow) =>
      told(rule, { ...state, things: state.things.map((thing) => looksNow(thing.id) ?? thing) }, index),
  }
}

function byName(x: Part, y: Part): number {
  return x.name < y.name ? -1 : 1
}

/** How a signal takes part in another one: what the search knows it by is not on that. */
export function withoutWorkflow(thing: Thing): Thing {
  const isOwn = (path: string): boolean => path.startsWith('workflow.') || path.startsWith('triggeringRuleCase.')
  return { ...thing, attributes: Object.fromEntries(Object.entries(thing.attributes).filter(([path]) => !isOwn(path))) }
}
