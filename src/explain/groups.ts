import type { CompiledRule } from '../detect/compiled-rule'
import type { Group } from '../detect/group-key'
import type { GroupValues, Moment } from '../detect/methods/method-miss'
import type { LogEvent } from '../event/log-event'
import { groupValues } from './shown'

/** The groups that a rule saw in a run, and the events that each one was shown. */
export class Groups {
  /** By key, in the order in which they came. */
  readonly all = new Map<string, Group>()
  private readonly events = new Map<string, Set<LogEvent>>()
  /** By event id and query. Signals of other rules are made anew in every run, and keep their ids. */
  private readonly keys = new Map<string, Map<number, Set<string>>>()

  constructor(
    private readonly rule: CompiledRule,
    moments: readonly Moment[],
  ) {
    for (const { group, instant } of moments) {
      if (!this.all.has(group.key)) this.all.set(group.key, group)
      const events = this.events.get(group.key) ?? new Set()
      this.events.set(group.key, events)
      for (const { event, queries } of instant.arrivals) {
        if (event.event) events.add(event.event)
        this.join(event.id, queries, group.key)
      }
    }
  }

  /** The logs of a group; undefined for a rule over signals, whose events are no logs. */
  eventsOf(key: string): ReadonlySet<LogEvent> | undefined {
    return this.rule.sources.length > 0 ? undefined : (this.events.get(key) ?? new Set())
  }

  /** The keys of the groups that an event joins at a query; empty if it lacks a field. */
  keysOf(event: Pick<LogEvent, 'id'>, query: number): ReadonlySet<string> {
    return this.keys.get(event.id)?.get(query) ?? new Set()
  }

  /** The keys of the groups that an event joins at any query. */
  allKeysOf(event: Pick<LogEvent, 'id'>): readonly string[] {
    return [...(this.keys.get(event.id)?.values() ?? [])].flatMap((keys) => [...keys])
  }

  valuesOf(group: Group): GroupValues {
    return groupValues(group, this.rule.groupFields)
  }

  private join(id: string, queries: number, key: string): void {
    const ofEvent = this.keys.get(id) ?? new Map<number, Set<string>>()
    this.keys.set(id, ofEvent)
    for (let query = 0; query < this.rule.queryNames.length; query += 1) {
      if (!(queries & (1 << query))) continue
      const keys = ofEvent.get(query) ?? new Set()
      ofEvent.set(query, keys.add(key))
    }
  }
}
