import type { Query } from '../../query/query'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import { queriesOf, type RuleParts } from '../rule-parts'

export const queryOfEverything: RuleCheck = {
  about: 'rule',
  code: 'R314',
  name: 'query-of-everything',
  level: 'warning',
  page: {
    why: 'A query of nothing but negations, or of a star, is met by the logs of every source. The rule then sees logs that its author never thought of, and every new source adds to them.',
    bad: `
queries: [{ name: a, query: "-@usr.id:admin" }]`,
    good: `
queries: [{ name: a, query: "source:okta -@usr.id:admin" }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax',
  },
  run: queriesOfEverything,
}

/** Some methods are offered with a star: impossible travel needs coordinates anyway. */
function* queriesOfEverything(parts: RuleParts): Iterable<Remark> {
  if (methodOf(parts.rule).takesEveryLog) return
  for (const { query, path } of queriesOf(parts)) {
    if (asksForSomething(query)) continue
    yield {
      path,
      message: 'no log must have anything for this query',
      help: 'name the source at least: source:cloudtrail',
    }
  }
}

/** Whether there is something that each matching log has. */
export function asksForSomething(query: Query): boolean {
  switch (query.kind) {
    case 'everything':
    case 'not':
      return false
    case 'and':
      return query.queries.some(asksForSomething)
    case 'or':
      return query.queries.every(asksForSomething)
    default:
      return true
  }
}
