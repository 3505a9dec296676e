import type { GroupTrigger } from '../../detect/compiled-rule'
import type { Hit } from '../../detect/hits/hit'
import { eventRef, eventsOfPart } from '../../detect/methods/method-miss'
import type { Target } from '../../detect/methods/target'
import { compilePath } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { Draft } from '../../rule/rule'
import type { NearMiss } from '../explanation'
import type { Search } from '../search'
import { firstOf } from '../shown'

type GroupMiss = Extract<NearMiss, { kind: 'group' }>

const shownEvents = 5

/** What a search across groups leaves aside. */
interface Aside {
  /** The groups, by key, that reached the target by themselves. */
  readonly reached: ReadonlyMap<string, unknown>
  /** The events that are left; undefined for a rule over signals, whose events are no logs. */
  readonly among: ReadonlySet<LogEvent> | undefined
}

/**
 * Whether a target would have been reached, had one group-by field, or all of them, not to be equal. Groups that reached
 * it are left aside, so that what comes together is never one group's own.
 */
export function groupMisses(
  search: Search,
  target: Target,
  fieldsOf: (query: number) => readonly string[],
  { reached, among }: Aside,
): readonly GroupMiss[] {
  const width = fieldsOf(0).length
  const choices = Array.from({ length: width }, (_, position) => [position])
  if (width > 1) choices.push(choices.flat())
  for (const positions of choices) {
    const variation = ungrouped(target.rule, new Set(positions))
    const found = search.bench
      .triggersOf(variation, among)
      .filter((trigger) => !takesFrom(search, trigger, reached))
      .map((trigger) => missOf(target, trigger, positions, fieldsOf))
    if (found.length > 0) return firstOfEach(found).sort((a, b) => spread(a) - spread(b))
  }
  return []
}

/** The same steps by the same values come together again and again; the first time says it. */
function firstOfEach(misses: readonly GroupMiss[]): GroupMiss[] {
  const seen = new Set<string>()
  return misses.filter(({ parts }) => {
    const key = JSON.stringify([...new Set(parts.map(({ step, values }) => JSON.stringify([step, values])))])
    return !seen.has(key) && seen.add(key)
  })
}

/** How many different values came together: the fewer, the nearer. */
function spread({ parts }: GroupMiss): number {
  return new Set(parts.map(({ values }) => JSON.stringify(values))).size
}

function ungrouped(rule: Draft, positions: ReadonlySet<number>): Draft {
  const others = (fields: readonly string[] | undefined) => (fields ?? []).filter((_, index) => !positions.has(index))
  return {
    ...rule,
    queries: rule.queries.map((query) => ({
      ...query,
      groupByFields: others(query.groupByFields),
      ...(query.correlatedByFields && { correlatedByFields: others(query.correlatedByFields) }),
    })),
  }
}

/** Whether a trigger needs an event whose groups have all reached the target by themselves. */
function takesFrom({ groups }: Search, { trigger }: GroupTrigger, reached: ReadonlyMap<string, unknown>): boolean {
  return trigger.parts.some((part) =>
    eventsOfPart(part).some((event) => {
      const keys = groups.allKeysOf(event)
      return keys.length > 0 && keys.every((key) => reached.has(key))
    }),
  )
}

/** The parts of a trigger, each cut into those whose events carry the same values. */
function missOf(
  { stage }: Target,
  { trigger }: GroupTrigger,
  positions: readonly number[],
  fieldsOf: (query: number) => readonly string[],
): GroupMiss {
  const parts = trigger.parts.flatMap((part) => {
    const paths = positions.map((position) => fieldsOf(part.query)[position] ?? '')
    const byValues = new Map<string, { values: readonly (string | undefined)[]; events: Hit[] }>()
    for (const event of eventsOfPart(part)) {
      const values = paths.map((path) => event.event && textsAt(path, event.event))
      const key = JSON.stringify(values)
      const known = byValues.get(key)
      if (known === undefined) byValues.set(key, { values, events: [event] })
      else known.events.push(event)
    }
    return [...byValues.values()].map(({ values, events }) => ({
      step: part.step,
      atMs: events.at(-1)?.timeMs ?? part.atMs,
      values,
      ...firstOf(events.map(eventRef), shownEvents),
    }))
  })
  const fields = positions.map((position) => fieldsOf(0)[position] ?? '')
  return { kind: 'group', stage, atMs: trigger.atMs, fields, parts }
}

function textsAt(path: string, event: LogEvent): string | undefined {
  const values = compilePath(path)(event)
  return values.length === 0 ? undefined : values.map(String).join(', ')
}
