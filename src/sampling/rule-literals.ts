import type { ReferenceRows } from '../detect/compile-selector'
import { objectsIn } from '../json/json-object'
import { valueAt } from '../json/value-at-path'
import type { CidrClause, Clause } from '../query/query'
import { clausesIn } from '../query/walk-query'
import { methodOf } from '../rule/methods/method-of'
import { searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'
import { KeptLiterals, type Lookup } from './anonymise/kept-literals'

/** What logs must keep, so that these rules and suppressions go on saying the same of them. */
export function literalsOf(
  rules: readonly Draft[],
  suppressions: readonly Suppression[],
  tables: ReferenceRows,
): KeptLiterals {
  const clauses = [
    ...rules.flatMap((rule) => [
      ...rule.queries.flatMap((query) => [...clausesOf(query, 'query'), ...clausesOf(query, 'customQueryExtension')]),
      ...(rule.filters ?? []).flatMap((filter) => clausesOf(filter, 'query')),
      ...(methodOf(rule).texts?.searches ?? []).flatMap(({ list }) =>
        objectsIn(valueAt(rule, list)).flatMap((one) => clausesOf(one, 'query')),
      ),
    ]),
    ...suppressions.flatMap((each) => [
      ...clausesOf(each, 'suppressionQuery'),
      ...clausesOf(each, 'dataExclusionQuery'),
    ]),
  ]
  const lookups = rules.flatMap((rule) => (rule.referenceTables ?? []).map((table) => lookupOf(table, tables)))
  return new KeptLiterals(clauses, lookups, rules.flatMap(measuresOf), wordsOf([rules, suppressions]))
}

/** Every word of the texts of rules, as keys may be named there: between dots, and with them. */
function wordsOf(rules: unknown): ReadonlySet<string> {
  const texts = JSON.stringify(rules) ?? ''
  return new Set([
    ...(texts.match(/[\p{L}\p{N}\p{M}_$-]+/gu) ?? []),
    ...(texts.match(/[\p{L}\p{N}\p{M}_$./-]+/gu) ?? []),
  ])
}

function clausesOf(holder: object, key: string): readonly (Clause | CidrClause)[] {
  if (!(holder as Readonly<Record<string, unknown>>)[key]) return []
  const { query } = searchIn(holder, key)
  return query ? clausesIn(query).map(({ clause }) => clause) : []
}

function lookupOf(
  {
    tableName,
    columnName,
    logFieldPath,
  }: { readonly tableName: string; readonly columnName: string; readonly logFieldPath: string },
  tables: ReferenceRows,
): Lookup {
  const rows = tables.get(tableName) ?? []
  return { field: logFieldPath, values: new Set(rows.flatMap((row) => row[columnName] ?? [])) }
}

/** What is added up or of which the greatest counts. */
function measuresOf(rule: Draft): readonly string[] {
  return rule.queries.flatMap(({ aggregation, metric, metrics = [] }) =>
    aggregation === 'sum' || aggregation === 'max' ? [...metrics, ...(metric ? [metric] : [])] : [],
  )
}
