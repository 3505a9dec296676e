import type { Path } from '../../../diagnostic/diagnostic'
import { dayMs } from '../../../diagnostic/times'
import type { LogEvent } from '../../../event/log-event'
import type { Predicate } from '../../../query/matching/compile-query'
import type { ThirdPartyCase } from '../../../rule/methods/detection-methods'
import { type Draft, queryNameAt, type RuleCase } from '../../../rule/rule'
import { compileText } from '../../compile-selector'
import type { CompiledCase, CompiledMethod, Selector } from '../../compiled-rule'
import { compileGroups, type Group } from '../../group-key'
import type { RuleNotes } from '../../rule-notes'
import type { MethodSearch } from '../method'
import { refuseTooManyQueries } from '../query-names'

/** Signals of one group are rolled up for a day (documented). */
const rollUpMs = dayMs

/**
 * Compiles a third-party rule: a log that matches a root query becomes a signal at once, graded by the first case whose
 * query it matches, else by the default status. Of several root queries that match, the first one groups (assumed).
 */
export function compileThirdParty(rule: Draft, notes: RuleNotes): CompiledMethod {
  const { rootQueries = [], defaultStatus, defaultNotifications } = rule.options.thirdPartyRuleOptions ?? {}
  const rootPath = ['options', 'thirdPartyRuleOptions', 'rootQueries']
  if (rootQueries.length === 0) notes.mistake('R214', rootPath, 'a third-party rule needs a root query')
  refuseTooManyQueries(rootQueries.length, notes)
  const roots = rootQueries.flatMap((root, index) => {
    const compiled = compileText(root, 'query', [...rootPath, index], notes)
    const fields = root.groupByFields ?? []
    return compiled ? [{ ...compiled, fields, groupsOf: compileGroups(fields, false) }] : []
  })
  const graded = gradesOf(rule).map((grade) => ({ ...grade, matches: gradeTest(grade, notes) }))
  const cases: CompiledCase[] = graded.map(({ name, status, notifications }) => ({ name, status, notifications }))
  if (defaultStatus) cases.push({ name: '', status: defaultStatus, notifications: defaultNotifications ?? [] })
  const caseOf = (event: LogEvent): number => {
    const index = graded.findIndex(({ matches }) => matches(event))
    return index === -1 && defaultStatus ? graded.length : index
  }
  const width = roots.reduce((sum, { fields }) => sum + fields.length, 0)
  const selectors = roots.map((root, index): Selector => {
    const earlier = roots.slice(0, index)
    const offset = earlier.reduce((sum, { fields }) => sum + fields.length, 0)
    return {
      index,
      name: letterOf(index),
      query: root.query,
      matches: (event) => root.matches(event) && !earlier.some(({ matches }) => matches(event)),
      read: (event) => {
        const grade = caseOf(event)
        return grade === -1 ? undefined : { grade }
      },
      groupsOf: (event) => root.groupsOf(event).map(({ values }) => placed(values, offset, width)),
    }
  })
  return {
    selectors,
    sources: [],
    queryNames: selectors.map(({ name }) => name),
    groupFields: rootQueries.flatMap(({ groupByFields }) => (groupByFields ?? []).map((field) => [field])),
    cases,
    start: () => ({
      step: (_, instant) =>
        instant.arrivals.flatMap(({ event, queries }) => {
          const query = 31 - Math.clz32(queries)
          const caseIndex = event.readings[query]?.grade
          if (caseIndex === undefined) return []
          const step = selectors[query]?.name ?? ''
          const part = { step, query, atMs: event.timeMs, events: [event], from: 0, to: 1 }
          return [{ atMs: event.timeMs, caseIndex, parts: [part] }]
        }),
    }),
    readsNoTables: true,
    isNearUnread: true,
    rollUpMs,
  }
}

/** Each root query has group-by fields of its own, so each has its own positions in the groups of the rule. */
function placed(values: Group['values'], offset: number, width: number): Group {
  const all = Array.from({ length: width }, (_, position) => values[position - offset])
  return { key: JSON.stringify(all), values: all }
}

interface Grade extends CompiledCase {
  /** What holds its query, and where that stands. */
  readonly holder: MethodSearch['holder']
  readonly path: Path
}

/** The cases as they are written, or as the API answers them: queries and cases side by side (observed). */
function gradesOf(rule: Draft): readonly Grade[] {
  const grade = (from: ThirdPartyCase | RuleCase, holder: Grade['holder'], path: Path): Grade => ({
    name: from.name ?? '',
    status: from.status,
    notifications: from.notifications ?? [],
    holder,
    path,
  })
  if (rule.thirdPartyCases !== undefined && rule.thirdPartyCases.length > 0) {
    return rule.thirdPartyCases.map((thirdPartyCase, index) =>
      grade(thirdPartyCase, thirdPartyCase, ['thirdPartyCases', index]),
    )
  }
  return rule.cases.map((ruleCase, index) => grade(ruleCase, rule.queries[index] ?? {}, ['queries', index]))
}

function gradeTest({ holder, path }: Grade, notes: RuleNotes): Predicate {
  return compileText(holder, 'query', path, notes)?.matches ?? (() => false)
}

/** Roots are called by the letter of their position, as queries without a name are. */
function letterOf(index: number): string {
  return queryNameAt({}, index)
}

/** Its rules look at logs by root queries, and grade what those take in by the queries of cases. */
export function thirdPartySearches(rule: Draft): readonly MethodSearch[] {
  const { rootQueries = [] } = rule.options.thirdPartyRuleOptions ?? {}
  return [
    ...rootQueries.map(
      (holder, index): MethodSearch => ({
        name: letterOf(index),
        of: 'root',
        holder,
        groupFields: holder.groupByFields ?? [],
      }),
    ),
    ...gradesOf(rule).map(
      ({ name, status, holder }): MethodSearch => ({ name: name || status, of: 'grade', holder, groupFields: [] }),
    ),
  ]
}
