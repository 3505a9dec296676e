import { isFiltered, readSecurityFilter } from '../../detect/security-filter'
import { textIn } from '../../json/json-text'
import { neverMatchTogether, type Ways, waysToMatch } from '../../query/never-matches'
import { usualType } from '../../rule/rule-types'
import type { RemoteSetting } from '../remote'
import type { ChangedRule } from './changed-rules'
import type { SecurityFilterEffect } from './effect'

/** Whether security filters have a say in what a rule sees. */
export function readsFilteredLogs({ type, body, searches }: ChangedRule): boolean {
  return type === usualType && isFiltered(body) && (searches?.some(({ ofLogs }) => ofLogs) ?? false)
}

/**
 * Tells of rules whose logs no security filter lets through: a log is analysed if one enabled filter takes it in
 * (documented). Only what can be shown is told: a filter that cannot be read takes in everything, and where none is
 * enabled, the organisation may choose its logs by other means (assumed).
 */
export function makeFilterCheck(
  settings: readonly RemoteSetting[],
): (rule: ChangedRule) => readonly SecurityFilterEffect[] {
  const filters = settings
    .map(({ id, attributes }) => ({ id, attributes, ...readSecurityFilter(attributes) }))
    .filter((filter) => filter.isInForce)
  // How a log can get through a filter; undefined where that cannot be told.
  const admissions = filters.map(({ admitted }) => admitted && waysToMatch(admitted))
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
