import type { LogEvent } from '../../event/log-event'
import type { TemplateView } from '../../template/template'
import type { CompiledRule } from '../compiled-rule'
import { scalarText } from '../scalar-text'
import { severityRank } from './severity'
import type { SignalState } from './signal-state'
import { ToldOfRule } from './told-of-rule'

/** What the title and the message of a signal may name. */
export function signalView(rule: CompiledRule, state: SignalState, event: LogEvent): TemplateView {
  const told = ToldOfRule.of(rule)
  return {
    attribute: (path) => {
      const values = told.read(`@${path}`, event)
      const reserved = values.length === 0 ? told.read(path, event) : values
      return reserved.length > 1 ? reserved : reserved[0]
    },
    tag: (key) => {
      const values = told.read(key, event)
      if (values.length > 0) return values.flatMap((value) => scalarText(value) ?? [])
      return event.tags.includes(key) ? [key] : []
    },
    variable: (name) => {
      const perQuery = 'events_matched_per_query.'
      if (name.startsWith(perQuery)) {
        return state.matched[rule.queryNames.indexOf(name.slice(perQuery.length))]
      }
      switch (name) {
        case 'severity':
          return severityRank(state.severity)
        case 'rule_name':
          return rule.rule.customName || rule.rule.name
        case 'case_name':
          return rule.cases[state.caseIndex]?.name ?? ''
        case 'events_matched':
          return state.matched.reduce((sum, matched) => sum + matched, 0)
        case 'timestamp':
          return state.openedMs
        case 'first_seen':
          return wholeSecond(state.firstSeenMs)
        case 'last_seen':
          return wholeSecond(state.lastSeenMs)
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
