import { type CompileOptions, compileRules } from '../detect/compile-rules'
import { engineOf } from '../detect/methods/all-methods'
import { missingValues } from '../detect/missing-values'
import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import { compileQuery, type Predicate } from '../query/matching/compile-query'
import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import { type Draft, queryNameAt, type ReferenceTable, type RuleQuery } from '../rule/rule'
import { signalsReadBy } from '../rule/signals-read'
import type { ClauseMiss, QueryExplanation } from './explanation'
import { compileMisses } from './misses/clause-misses'

/** One query text of a rule, ready to be asked about single logs. */
export interface QueryPlan {
  readonly name: string
  readonly role: QueryExplanation['role']
  readonly text: string
  /** Its place among the queries (or root queries) that take logs in; undefined for one that only grades. */
  readonly index: number | undefined
  readonly matches: Predicate
  readonly groupFields: readonly string[]
  /** What must be there for a matching log to count; which of it a log lacks. */
  missingValues(event: LogEvent): readonly string[]
  /** What kept out a log that does not match. */
  misses(event: LogEvent): readonly ClauseMiss[]
}

/** The query texts of a rule over logs, whether the rule can be evaluated or not. */
export function queryPlans(rule: Draft, tables: CompileOptions['tables']): readonly QueryPlan[] {
  return (
    engineOf(rule)
      ?.searches?.(rule)
      .map(({ name, of: role, holder, groupFields }, index) =>
        plan({ name, role, index: role === 'root' ? index : undefined, texts: [[holder, 'query']], groupFields }),
      ) ??
    rule.queries.flatMap((query, index) => (signalsReadBy(query) ? [] : ruleQueryPlan(rule, query, index, tables)))
  )
}

function ruleQueryPlan(rule: Draft, query: RuleQuery, index: number, tables: CompileOptions['tables']): QueryPlan {
  const name = queryNameAt(query, index)
  const joins = (rule.referenceTables ?? []).filter(({ ruleQueryName }) => ruleQueryName === name)
  const tests = joins.flatMap((table) => tableTest(rule, table, tables) ?? [])
  const texts: Planned['texts'] = [
    [query, 'query'],
    ...(query.customQueryExtension ? ([[query, 'customQueryExtension']] as const) : []),
  ]
  const optional = query.hasOptionalGroupByFields ?? false
  const groupFields = optional ? [] : (query.groupByFields ?? [])
  return {
    ...plan({ name, role: 'query', index, texts, groupFields, tests }),
    missingValues: missingValues(rule, query),
  }
}

interface Planned {
  readonly name: string
  readonly role: QueryPlan['role']
  readonly index: number | undefined
  /** What holds each text, and under which key. */
  readonly texts: readonly (readonly [holder: Readonly<Record<string, unknown>>, key: string])[]
  readonly groupFields: readonly string[]
  readonly tests?: readonly TableTest[]
}

function plan({ name, role, index, texts, groupFields, tests = [] }: Planned): QueryPlan {
  const queries = texts.map(([holder, key]) => searchIn(holder, key).query)
  const readable = queries.filter((query): query is Query => query !== undefined)
  const predicates = [...readable.map((query) => compileQuery(query)), ...tests.map(({ passes }) => passes)]
  const misses = readable.map(compileMisses)
  const isReadable = readable.length === queries.length
  return {
    name,
    role,
    index,
    text: texts.map(([holder, key]) => holder[key] ?? '').join(' '),
    groupFields,
    matches: (event) => isReadable && predicates.every((matches) => matches(event)),
    missingValues: () => [],
    misses: (event) => [
      ...misses.flatMap((missesOf) => missesOf(event)),
      ...tests.filter(({ passes }) => !passes(event)).map(({ missed }) => missed(event)),
    ],
  }
}

interface TableTest {
  readonly passes: Predicate
  readonly missed: (event: LogEvent) => ClauseMiss
}

/** A reference table asked alone, by the compiled rule that has no other condition. */
function tableTest(rule: Draft, table: ReferenceTable, tables: CompileOptions['tables']): TableTest | undefined {
  const alone: Draft = {
    ...rule,
    referenceTables: [{ ...table, ruleQueryName: 'a' }],
    queries: [{ name: 'a', query: '*' }],
    cases: [{ status: 'info', condition: 'a > 0' }],
    options: {},
    groupSignalsBy: [],
    filters: [],
    schedulingOptions: null,
    calculatedFields: [],
  }
  const [selector] = compileRules([alone], { harmlessKeys: 'all', ...(tables && { tables }) }).rules[0]?.selectors ?? []
  if (selector === undefined) return undefined
  const read = compilePath(table.logFieldPath)
  const wanted = table.checkPresence ?? true
  const clause = `reference table ${table.tableName}, column ${table.columnName}`
  return {
    passes: selector.matches,
    missed: (event) => ({ clause, reason: { kind: 'table', field: table.logFieldPath, found: read(event), wanted } }),
  }
}
