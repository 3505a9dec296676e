import type { Group } from '../detect/group-key'
import type { Trigger, TriggerPart } from '../detect/signals/trigger'
import type { LogEvent } from '../event/log-event'
import type { EventRef, GroupValues, Part, Shown } from './explanation'

/** The first `most` of a list with the number of all. */
export function firstOf<Item>(items: readonly Item[], most: number): Shown<Item> {
  return { first: items.slice(0, most), total: items.length }
}

export function eventRef({ id, timeMs }: LogEvent): EventRef {
  return { id, atMs: timeMs }
}

/** A group under the names of its fields, as a signal shows it. */
export function groupValues(group: Group, groupFields: readonly (readonly string[])[]): GroupValues {
  return Object.fromEntries(
    group.values.flatMap((value, position) =>
      value === undefined ? [] : (groupFields[position] ?? []).map((field) => [field, value]),
    ),
  )
}

/** The events that one part of a trigger stands for. */
export function eventsOfPart({ events, from, to, except }: TriggerPart): readonly LogEvent[] {
  const stretch = events.slice(from, to)
  return except === undefined ? stretch : stretch.filter((event) => !except.includes(event))
}

/** Of a part, so many events are named. */
const shownEvents = 5

/** What each part of a trigger gave; parts without an event are left out. */
export function partsOf(trigger: Trigger): readonly Part[] {
  return trigger.parts.flatMap((part) => {
    const events = eventsOfPart(part)
    if (events.length === 0) return []
    return [{ step: part.step, atMs: part.atMs, ...firstOf(events.map(eventRef), shownEvents) }]
  })
}
