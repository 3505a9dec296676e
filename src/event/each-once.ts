import { compareEvents } from './compare-events'
import type { LogEvent } from './log-event'

/**
 * In the order of evaluation, each event once. Logs of one id are one event, and the first of them in order stays. Equal
 * logs without an id are as many events as there are: from the second on, their digest gets a number. As they differ in
 * nothing else, neither the order nor the place in which they were read shows.
 */
export function eachOnce<Item extends { readonly event: LogEvent }>(items: readonly Item[]): readonly Item[] {
  const met = new Map<string, number>()
  return items
    .toSorted((a, b) => compareEvents(a.event, b.event))
    .flatMap((item) => {
      const { id, isNamedByContent } = item.event
      const count = (met.get(id) ?? 0) + 1
      met.set(id, count)
      if (count === 1) return item
      return isNamedByContent ? { ...item, event: numbered(item.event, count) } : []
    })
}

function numbered({ isNamedByContent: _, ...event }: LogEvent, count: number): LogEvent {
  return { ...event, id: `${event.id}-${count}` }
}

/** The same of events alone. */
export function eachEventOnce(events: readonly LogEvent[]): readonly LogEvent[] {
  return eachOnce(events.map((event) => ({ event }))).map(({ event }) => event)
}
