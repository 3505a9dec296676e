import { plainValue } from '../../query/clause-logic'
import type { Query } from '../../query/query'
import { clausesIn } from '../../query/walk-query'
import type { Remark, SuppressionCheck } from '../check'
import type { SuppressionParts } from '../suppression-parts'

export const capitalInSignalTag: SuppressionCheck = {
  about: 'suppression',
  code: 'S112',
  name: 'capital-in-signal-tag',
  level: 'warning',
  page: {
    why: "The tags of rules and of logs reach a signal in lower case: technique:T1070-… of the rule is technique:t1070-… on the signal. A suppressionQuery with the capitals of the rule's tag finds nothing.",
    bad: `
suppressionQuery: technique:T1070-indicator-removal`,
    good: `
suppressionQuery: technique:(T1070-indicator-removal OR t1070-indicator-removal)`,
    ground: 'observed',
    source: 'recorded signals of 2022: tactic:ta0003-…; that tag values are compared by case is documented',
  },
  run: capitals,
}

function* capitals({ suppressionQuery, intends }: SuppressionParts): Iterable<Remark> {
  if (suppressionQuery) yield* capitalsIn('suppressionQuery', suppressionQuery)
  if (intends) yield* capitalsIn('intends', intends)
}

function* capitalsIn(key: string, query: Query): Iterable<Remark> {
  const clauses = clausesIn(query)
  const values = new Set(clauses.map(({ clause }) => (clause.kind === 'cidr' ? undefined : plainValue(clause))))
  for (const { clause } of clauses) {
    if (clause.kind === 'cidr' || clause.field.kind !== 'tag') continue
    const value = plainValue(clause)
    if (value === undefined || values.has(value.toLowerCase())) continue
    const { start, end } = clause
    yield {
      path: [key],
      range: { start, end },
      message: `signals carry this tag in lower case: ${clause.field.key}:${value.toLowerCase()}`,
      help: `write ${clause.field.key}:(${value} OR ${value.toLowerCase()}), which is right in either case`,
    }
  }
}
