import type { Path } from '../diagnostic/diagnostic'
import { listed, quoted } from '../diagnostic/shown'
import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import { compileQuery, type Predicate } from '../query/matching/compile-query'
import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import type { Draft, ReferenceTable, RuleQuery } from '../rule/rule'
import { signalsReadBy } from '../rule/signals-read'
import type { Selector, SignalSource } from './compiled-rule'
import { compileGroups } from './group-key'
import type { RuleNotes } from './rule-notes'
import { scalarText } from './scalar-text'

/** The rows of reference tables by table name, each row by column name. */
export type ReferenceRows = ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>

/** Compiles one query of a rule over logs, with its extension and reference tables. */
export function compileSelector(
  rule: Draft,
  index: number,
  name: string,
  tables: ReferenceRows,
  notes: RuleNotes,
): Selector | undefined {
  const query = rule.queries[index]
  if (query === undefined) return undefined
  const dataSource = query.dataSource || 'logs'
  if (signalsReadBy(query)) notes.refuse(`its query "${name}" reads signals, which is not evaluated for its method`)
  else if (dataSource !== 'logs') notes.refuse(`its query "${name}" reads ${dataSource}, and only logs are given`)
  const search = compileSearch(rule, query, index, name, tables, notes)
  return search && { index, name, ...search, groupsOf: groupsOf(query) }
}

/** Compiles all queries of a rule that may look at logs and at signals of other rules. */
export function compileQueries(
  rule: Draft,
  names: readonly string[],
  tables: ReferenceRows,
  notes: RuleNotes,
): { readonly selectors: readonly Selector[]; readonly sources: readonly SignalSource[] } {
  const selectors: Selector[] = []
  const sources: SignalSource[] = []
  for (const [index, query] of rule.queries.entries()) {
    const name = names[index] ?? ''
    const rules = signalsReadBy(query)
    if (rules === undefined) {
      const selector = compileSelector(rule, index, name, tables, notes)
      if (selector) selectors.push(selector)
    } else {
      const search = compileSearch(rule, query, index, name, tables, notes)
      if (search) sources.push({ index, rules, matches: search.matches, groupsOf: groupsOf(query) })
    }
  }
  return { selectors, sources }
}

function compileSearch(
  rule: Draft,
  query: RuleQuery,
  index: number,
  name: string,
  tables: ReferenceRows,
  notes: RuleNotes,
): Pick<Selector, 'query' | 'matches' | 'text'> | undefined {
  const path = ['queries', index]
  const parsed = compileText(query, 'query', path, notes)
  const extension = query.customQueryExtension ? compileText(query, 'customQueryExtension', path, notes) : undefined
  if (parsed === undefined) return undefined
  const joins = (rule.referenceTables ?? [])
    .filter(({ ruleQueryName }) => ruleQueryName === name)
    .flatMap((table) => compileJoin(table, tables, notes) ?? [])
  const tests = [parsed.matches, ...(extension === undefined ? [] : [extension.matches]), ...joins]
  const matches = all(tests)
  if (joins.length > 0) return { query: parsed.query, matches }
  return { query: parsed.query, matches, text: JSON.stringify([query.query, query.customQueryExtension]) }
}

function groupsOf(query: RuleQuery): Selector['groupsOf'] {
  return compileGroups(groupByOf(query), query.hasOptionalGroupByFields ?? false)
}

/** Compiles the query text under `key` of what stands at `path` in the rule; a mistake in it is noted at its place. */
export function compileText(
  holder: object,
  key: string,
  path: Path,
  notes: RuleNotes,
): { readonly query: Query; readonly matches: Predicate } | undefined {
  const { query, problems } = searchIn(holder, key)
  notes.inText([...path, key], problems)
  return query && { query, matches: compileQuery(query) }
}

export function all(tests: readonly Predicate[]): Predicate {
  const [only] = tests
  if (only !== undefined && tests.length === 1) return only
  return (event) => tests.every((matches) => matches(event))
}

/**
 * A log passes if the table holds its value (`checkPresence`), or if it does not. A log without the field is in no
 * table (assumed); of a list one element in the table is enough to be in.
 */
function compileJoin(table: ReferenceTable, tables: ReferenceRows, notes: RuleNotes): Predicate | undefined {
  const rows = tables.get(table.tableName)
  if (rows === undefined) {
    notes.refuse(`the reference table "${table.tableName}" is not given`)
    return undefined
  }
  const { tableName, columnName } = table
  const [first] = rows
  if (first !== undefined && !Object.hasOwn(first, columnName)) {
    const columns = Object.keys(first).join(', ')
    notes.refuse(`the reference table "${tableName}" has no column "${columnName}", only: ${columns}`)
    return undefined
  }
  const column = new Set(rows.map((row) => (Object.hasOwn(row, columnName) ? row[columnName] : undefined)))
  column.delete(undefined)
  const read = compilePath(table.logFieldPath)
  const wanted = table.checkPresence ?? true
  return (event: LogEvent) => read(event).some((value) => column.has(scalarText(value))) === wanted
}

/** A table for a query that the rule does not have would filter nothing, so it is a mistake. */
export function checkTables(rule: Draft, names: readonly string[], notes: RuleNotes): void {
  const known = new Set(names)
  for (const [index, { ruleQueryName }] of (rule.referenceTables ?? []).entries()) {
    if (known.has(ruleQueryName)) continue
    const path = ['referenceTables', index, 'ruleQueryName']
    const message = `there is no query ${quoted(ruleQueryName)} in this rule`
    notes.mistake('R210', path, message, `this rule's queries: ${listed(names)}`)
  }
}

export function groupBysOf(rule: Draft): readonly (readonly string[])[] {
  return rule.queries.map(groupByOf)
}

/** The fields by which a query joins its groups. Over signals they may stand as those that correlate. */
export function groupByOf(query: RuleQuery): readonly string[] {
  const { correlatedByFields = [], groupByFields = [] } = query
  return signalsReadBy(query) && correlatedByFields.length > 0 ? correlatedByFields : groupByFields
}
