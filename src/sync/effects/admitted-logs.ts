import type { JsonObject } from '../../json/json'
import { textIn } from '../../json/json-text'
import { objectsOf } from '../../override/default-rule'
import { neverMatchTogether, type Ways, waysToMatch } from '../../query/never-matches'
import { parseQuery } from '../../query/parse-query'
import type { Query } from '../../query/query'
import type { RemoteSetting } from '../remote'
import type { ChangedRule } from './changed-rules'
import type { SecurityFilterEffect } from './effect'

/** Whether security filters have a say in what a rule sees. A scheduled rule looks into indexes (documented). */
export function readsFilteredLogs({ type, body, searches }: ChangedRule): boolean {
  const isScheduled = body.schedulingOptions !== undefined && body.schedulingOptions !== null
  return type === 'log_detection' && !isScheduled && (searches?.some(({ ofLogs }) => ofLogs) ?? false)
}

/**
 * Tells of rules whose logs no security filter lets through: a log is analysed if one enabled filter takes it in
 * (documented). Only what can be shown is told: a filter that cannot be read takes in everything, and where none is
 * enabled, the organisation may choose its logs by other means (assumed).
 */
export function makeFilterCheck(
  settings: readonly RemoteSetting[],
): (rule: ChangedRule) => readonly SecurityFilterEffect[] {
  const filters = settings.filter(({ attributes }) => isInForce(attributes))
  const admissions = filters.map(({ attributes }) => admissionOf(attributes))
  const isAdmitted = (search: Ways | undefined): boolean =>
    admissions.some((admitted) => !neverMatchTogether(search, admitted))
  return (rule) => {
    if (filters.length === 0 || !readsFilteredLogs(rule)) return []
    const { searches = [], affected } = rule
    const unseen = searches.filter(({ ways, ofLogs }) => ofLogs && !isAdmitted(ways))
    if (unseen.length === 0) return []
    return [
      {
        kind: 'securityFilter',
        ...affected,
        queries: unseen.map(({ name }) => name),
        all: unseen.length === searches.length,
        filters: filters.map(({ id, attributes }) => ({
          remoteId: id,
          name: textIn(attributes.name),
          query: textIn(attributes.query),
        })),
      },
    ]
  }
}

function isInForce({ is_enabled, filtered_data_type }: JsonObject): boolean {
  return is_enabled === true && (filtered_data_type === undefined || filtered_data_type === 'logs')
}

/** How a log can get through a filter; undefined where that cannot be told. */
function admissionOf({ query, exclusion_filters }: JsonObject): Ways | undefined {
  const takenIn = parseQuery(textIn(query)).query
  if (!takenIn) return undefined
  const excluded = objectsOf(exclusion_filters).flatMap((exclusion): readonly Query[] => {
    const out = textIn(exclusion.query) === '' ? undefined : parseQuery(textIn(exclusion.query)).query
    return out ? [{ kind: 'not', query: out, start: 0, end: 0 }] : []
  })
  return waysToMatch({ kind: 'and', queries: [takenIn, ...excluded], start: 0, end: 0 })
}
