import { absentFields } from '../detect/group-key'
import { type EventRef, eventRef, type GroupValues } from '../detect/methods/method-miss'
import { eachEventOnce } from '../event/each-once'
import type { LogEvent } from '../event/log-event'
import type { DroppedEvent, DropReason, QueryExplanation } from './explanation'
import { NearestLogs } from './misses/nearest-logs'
import type { QueryPlan } from './query-plan'
import { firstOf } from './shown'

/** Of each list so many logs are named. */
const mostShown = 20
const mostGroups = 3

/** Gathers, log by log, what one query matches and what comes near to it. */
export class QueryWatch {
  private readonly matched: LogEvent[] = []
  private readonly nearest = new NearestLogs()

  constructor(readonly plan: QueryPlan) {}

  /** Answers whether the query matches. */
  take(event: LogEvent): boolean {
    const matches = this.plan.matches(event)
    if (matches) this.matched.push(event)
    return matches
  }

  /** Takes in a log that no query of the rule matched. */
  takeMissed(event: LogEvent): void {
    this.nearest.add(event, this.plan.misses(event))
  }

  /** `lostBy` says what took a matched log from the rule; `groupsOf` which groups it joined. */
  tell(
    lostBy: (event: LogEvent) => DropReason | undefined,
    groupsOf: (event: LogEvent) => readonly GroupValues[],
  ): QueryExplanation {
    const { name, role, text } = this.plan
    const absent = absentFields(this.plan.groupFields)
    const kept: (EventRef & { readonly groups: readonly GroupValues[] })[] = []
    const dropped: DroppedEvent[] = []
    for (const event of eachEventOnce(this.matched)) {
      const why =
        lostBy(event) ?? lacking('ungrouped', absent(event)) ?? lacking('valueless', this.plan.missingValues(event))
      if (why !== undefined) dropped.push({ ...eventRef(event), why })
      else kept.push({ ...eventRef(event), groups: groupsOf(event).slice(0, mostGroups) })
    }
    const near = this.nearest.told(this.matched.length > 0)
    return { name, role, text, matched: firstOf(kept, mostShown), dropped: firstOf(dropped, mostShown), near }
  }
}

function lacking(kind: 'ungrouped' | 'valueless', fields: readonly string[]): DropReason | undefined {
  return fields.length === 0 ? undefined : { kind, fields }
}
