import { covers } from '../../query/clause-logic'
import type { CidrClause, Clause, Query } from '../../query/query'
import type { Remark, SuppressionCheck } from '../check'
import { demandsOf, valuesAskedFor } from '../demands'
import { queriesOf, type RuleParts } from '../rule-parts'
import type { SuppressionParts } from '../suppression-parts'

export const suppressionBlindsRule: SuppressionCheck = {
  about: 'suppression',
  code: 'S109',
  name: 'suppression-blinds-rule',
  level: 'warning',
  page: {
    why: 'The exclusion asks for no more than the rule itself does, so it takes away every log that the rule looks for. The rule is off, and nothing shows it.',
    bad: `
id: trail-deleted
queries: [{ name: a, query: "source:cloudtrail @evt.name:DeleteTrail" }]
---
rules: [trail-deleted]
dataExclusionQuery: source:cloudtrail`,
    good: `
id: trail-deleted
queries: [{ name: a, query: "source:cloudtrail @evt.name:DeleteTrail" }]
---
rules: [trail-deleted]
dataExclusionQuery: "source:cloudtrail @usr.id:deploy"`,
    ground: 'documented',
    source: 'Datadog docs, Suppressions: excluded logs are ignored by the rules in scope',
  },
  run: blinds,
}

function* blinds({ dataExclusionQuery, scope }: SuppressionParts): Iterable<Remark> {
  // An exclusion of everything is told as that.
  if (dataExclusionQuery === undefined || dataExclusionQuery.kind === 'everything') return
  for (const parts of scope) {
    if (!isBlind(parts, dataExclusionQuery)) continue
    yield {
      path: ['dataExclusionQuery'],
      message: `this takes away all that "${parts.rule.id ?? parts.rule.name}" looks for`,
      help: 'say what is harmless about these logs, or disable the rule',
    }
  }
}

/** Whether an exclusion takes away every log that a rule looks for, as far as clauses that both write out can tell. */
export function isBlind(parts: RuleParts, exclusion: Query): boolean {
  const queries = queriesOf(parts)
  const looksAtSignals = parts.searches.some(({ of }) => of === 'signals')
  return !looksAtSignals && queries.length > 0 && queries.every(({ query }) => isContained(query, exclusion))
}

/** Whether all logs of `narrow` match `wide`, as far as clauses that both write out can tell. */
function isContained(narrow: Query, wide: Query): boolean {
  switch (wide.kind) {
    case 'everything':
      return true
    case 'and':
      return wide.queries.every((part) => isContained(narrow, part))
    case 'or': {
      const asked = valuesAskedFor(wide)
      const [[field, allowed] = []] = asked
      const values = field === undefined ? undefined : valuesAskedFor(narrow).get(field)
      if (allowed && values && [...values].every((value) => allowed.has(value))) return true
      return wide.queries.some((part) => isContained(narrow, part))
    }
    case 'not':
      return isClause(wide.query) && demandsOf(narrow).refused.some((clause) => covers(clause, wide.query as Clause))
    default: {
      if (demandsOf(narrow).required.some((clause) => covers(wide, clause))) return true
      return [...branchesOf(narrow)].some((branches) => branches.every((branch) => covers(wide, branch)))
    }
  }
}

/** The groups of alternatives of which a query asks for one. */
function* branchesOf(query: Query): Iterable<readonly (Clause | CidrClause)[]> {
  for (const part of query.kind === 'and' ? query.queries : [query]) {
    if (part.kind === 'or' && part.queries.every(isClause)) yield part.queries as readonly (Clause | CidrClause)[]
  }
}

function isClause(query: Query): query is Clause | CidrClause {
  return query.kind === 'clause' || query.kind === 'cidr'
}
