import type { LogEvent } from '../event/log-event'
import type { Predicate } from '../query/matching/compile-query'
import { DemandIndex } from '../query/matching/demand-index'
import type { Query } from '../query/query'
import type { CompiledRule } from './compiled-rule'

/** Names one query of one rule, both by position. */
interface SelectorRef {
  readonly rule: number
  readonly query: number
}

/** A query over logs, asked once however many rules have it. */
export interface DistinctQuery {
  readonly query: Query
  readonly matches: Predicate
  readonly refs: readonly SelectorRef[]
}

/** Answers which queries of all rules could match an event: never too few, and rarely many that do not. */
export interface CandidateIndex {
  readonly queries: readonly DistinctQuery[]
  candidatesFor(event: LogEvent): readonly DistinctQuery[]
}

/** Builds one index over the queries of all rules. */
export function indexCandidates(rules: readonly CompiledRule[]): CandidateIndex {
  const queries = distinctQueries(rules)
  const index = new DemandIndex(queries.map((item) => ({ query: item.query, item })))
  return { queries, candidatesFor: (event) => index.candidatesFor(event) }
}

function distinctQueries(rules: readonly CompiledRule[]): readonly DistinctQuery[] {
  const byText = new Map<string, { readonly refs: SelectorRef[] }>()
  const queries: DistinctQuery[] = []
  for (const [rule, { selectors }] of rules.entries()) {
    for (const [query, selector] of selectors.entries()) {
      const known = selector.text === undefined ? undefined : byText.get(selector.text)
      if (known !== undefined) {
        known.refs.push({ rule, query })
        continue
      }
      const distinct = { query: selector.query, matches: selector.matches, refs: [{ rule, query }] }
      if (selector.text !== undefined) byText.set(selector.text, distinct)
      queries.push(distinct)
    }
  }
  return queries
}
