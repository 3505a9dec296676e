import { compilePath } from '../../event/attribute-path'
import { compareEvents } from '../../event/compare-events'
import type { LogEvent } from '../../event/log-event'
import { renderTemplate } from '../../template/render-template'
import type { TemplateView } from '../../template/template'
import { scalarText } from '../scalar-text'
import { severityRank } from './severity'
import type { Signal } from './signal'
import { groupFieldsOf, signalAsEvent } from './signal-event'
import type { SignalRecord } from './signal-life'

/**
 * Writes a signal out as it last stood, title and message rendered (assumed: not as it stood when it opened). The
 * extended title is one of notifications (documented), so the signal's own is without the group. `lastLogMs` is the time of
 * the last log of the run.
 */
export function tellSignal(record: SignalRecord, lastLogMs: number): Signal {
  const { rule } = record
  const event = signalAsEvent(record, record.lastSeenMs)
  const wonCase = rule.cases[record.caseIndex]
  const group = Object.fromEntries(groupFieldsOf(record).map(({ field, value }) => [field, value]))
  const view = viewOf(record, event)
  const inOrder = (events: Iterable<LogEvent>): readonly string[] => [...events].sort(compareEvents).map(({ id }) => id)
  const name = renderTemplate(rule.title, view)
  return {
    rule: rule.name,
    case: wonCase?.name ?? '',
    severity: record.severity,
    title: rule.titleNamesCase && wonCase?.name ? `${name} - ${wonCase.name}` : name,
    message: renderTemplate(rule.message, view),
    group,
    firstSeenMs: wholeSecond(record.firstSeenMs),
    lastSeenMs: wholeSecond(record.lastSeenMs),
    steps: [...record.steps]
      .filter(([, { events }]) => events.size > 0)
      .map(([step, { atMs, events }]) => ({ step, atMs, events: inOrder(events) })),
    events: inOrder(record.events),
    count: record.events.size,
    tags: event.tags,
    suppressedBy: record.hiddenBy,
    notifications: wonCase?.notifications ?? [],
    ...(madeByEnd(record, lastLogMs) && { atEnd: true }),
    attributes: event.attributes,
  }
}

function madeByEnd({ opener, openedMs }: SignalRecord, lastLogMs: number): boolean {
  return opener.seenMs !== undefined && (opener.silence?.isOver === false || openedMs > lastLogMs)
}

/** First and last seen are told in whole seconds, cut off (observed in recorded signals). */
function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000
}

function viewOf(record: SignalRecord, event: LogEvent): TemplateView {
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
