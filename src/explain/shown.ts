import type { Group } from '../detect/group-key'
import { eventRef, eventsOfPart, type GroupValues } from '../detect/methods/method-miss'
import type { Trigger } from '../detect/signals/trigger'
import type { Part, Shown } from './explanation'

/** The first `most` of a list with the number of all. */
export function firstOf<Item>(items: readonly Item[], most: number): Shown<Item> {
  return { first: items.slice(0, most), total: items.length }
}

/** A group under the names of its fields, as a signal shows it. */
export function groupValues(group: Group, groupFields: readonly (readonly string[])[]): GroupValues {
  return Object.fromEntries(
    group.values.flatMap((value, position) =>
      value === undefined ? [] : (groupFields[position] ?? []).map((field) => [field, value]),
    ),
  )
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
