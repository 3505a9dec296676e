import { compilePath } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { TemplateView } from '../../template/template'
import { scalarText } from '../scalar-text'
import { severityRank } from './severity'
import type { SignalRecord } from './signal-life'

/** What the title and the message of a signal may name. */
export function signalView(record: SignalRecord, event: LogEvent): TemplateView {
  const { rule } = record
  return {
    attribute: (path) => {
      const values = compilePath(`@${path}`)(event)
      const reserved = values.length === 0 ? compilePath(path)(event) : values
      return reserved.length > 1 ? reserved : reserved[0]
    },
    tag: (key) => {
      const values = compilePath(key)(event)
      if (values.length > 0) return values.flatMap((value) => scalarText(value) ?? [])
      return event.tags.includes(key) ? [key] : []
    },
    variable: (name) => {
      const perQuery = 'events_matched_per_query.'
      if (name.startsWith(perQuery)) {
        return record.eventsPerQuery[rule.queryNames.indexOf(name.slice(perQuery.length))]?.size
      }
      switch (name) {
        case 'severity':
          return severityRank(record.severity)
        case 'rule_name':
          return rule.rule.customName || rule.rule.name
        case 'case_name':
          return rule.cases[record.caseIndex]?.name ?? ''
        case 'events_matched':
          return record.eventsPerQuery.reduce((sum, events) => sum + events.size, 0)
        case 'timestamp':
          return record.openedMs
        case 'first_seen':
          return wholeSecond(record.firstSeenMs)
        case 'last_seen':
          return wholeSecond(record.lastSeenMs)
        default:
          return undefined
      }
    },
  }
}

/** First and last seen are told in whole seconds, cut off (observed in recorded signals). */
export function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000
}
