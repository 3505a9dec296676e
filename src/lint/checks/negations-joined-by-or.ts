import type { TextRange } from '../../diagnostic/span'
import { plainValue } from '../../query/clause-logic'
import { nameOfField } from '../../query/field-named'
import type { Clause, Query } from '../../query/query'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const negationsJoinedByOr: RuleCheck = {
  about: 'rule',
  code: 'R316',
  name: 'negations-joined-by-or',
  level: 'warning',
  page: {
    why: 'Whatever the value is, it differs from one of the two: "not x, or not y" is true of every log that does not have both. Meant is nearly always "neither x nor y".',
    bad: `
queries: [{ name: a, query: "source:okta (-@usr.id:alice OR -@usr.id:bob)" }]`,
    good: `
queries: [{ name: a, query: "source:okta -@usr.id:(alice OR bob)" }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: OR, exclusion',
  },
  run: joinedNegations,
}

function* joinedNegations({ searches }: RuleParts): Iterable<Remark> {
  for (const { query, path } of searches) {
    for (const { field, start, end } of negationGroups(query)) {
      yield {
        path,
        range: { start, end },
        message: `these alternatives exclude hardly anything: every ${field} is one of "not this" or "not that"`,
        help: `to exclude all of them: -${field}:(… OR …)`,
      }
    }
  }
}

function negationGroups(query: Query): readonly (TextRange & { readonly field: string })[] {
  switch (query.kind) {
    case 'and':
      return query.queries.flatMap(negationGroups)
    case 'not':
      return negationGroups(query.query)
    case 'or': {
      const inner = query.queries.flatMap(negationGroups)
      const negated = query.queries.flatMap((branch) =>
        branch.kind === 'not' && branch.query.kind === 'clause' ? [branch.query] : [],
      )
      const field = fieldWithTwoValues(negated)
      return field === undefined ? inner : [{ field, start: query.start, end: query.end }, ...inner]
    }
    default:
      return []
  }
}

function fieldWithTwoValues(clauses: readonly Clause[]): string | undefined {
  const values = new Map<string, string>()
  for (const clause of clauses) {
    const value = plainValue(clause)
    if (value === undefined) continue
    const field = nameOfField(clause.field)
    if (values.has(field) && values.get(field) !== value) return field
    values.set(field, value)
  }
  return undefined
}
