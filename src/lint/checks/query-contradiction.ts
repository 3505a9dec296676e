import { shortened } from '../../diagnostic/shown'
import type { Remark, RuleCheck } from '../check'
import { contradictionsIn } from '../contradictions'
import type { RuleParts } from '../rule-parts'

export const queryContradiction: RuleCheck = {
  about: 'rule',
  code: 'R315',
  name: 'query-contradiction',
  level: 'warning',
  page: {
    why: 'A query that excludes what it asks for matches nothing, so the rule stays silent and looks as if all were well.',
    bad: `
queries: [{ name: a, query: "source:okta @usr.id:admin -@usr.id:*" }]`,
    good: `
queries: [{ name: a, query: "source:okta @usr.id:admin -@usr.email:*" }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: a negation is over all values of the attribute',
  },
  run: contradictoryQueries,
}

function* contradictoryQueries({ searches }: RuleParts): Iterable<Remark> {
  for (const { query, text, path } of searches) {
    for (const { part, against, kind } of contradictionsIn(query)) {
      const [wanted, other] = [part, against].map(({ start, end }) => shortened(text.slice(start, end)))
      const why = kind === 'excluded' ? `the query also excludes ${other}` : `no log is ${other} as well`
      yield { path, range: { start: part.start, end: part.end }, message: `${wanted} never matches: ${why}` }
    }
  }
}
