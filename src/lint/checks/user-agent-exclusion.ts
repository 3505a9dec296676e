import type { CidrClause, Clause } from '../../query/query'
import type { Remark, RuleCheck } from '../check'
import { demandsOf } from '../demands'
import type { RuleParts } from '../rule-parts'

export const userAgentExclusion: RuleCheck = {
  about: 'rule',
  code: 'R318',
  name: 'user-agent-exclusion',
  level: 'info',
  page: {
    why: 'Whoever makes a call chooses its user agent. A rule that leaves out the user agent of a deployment tool leaves out every attacker who names that tool.',
    bad: `
queries: [{ name: a, query: "source:cloudtrail @evt.name:DeleteTrail -@http.useragent:*terraform*" }]`,
    good: `
queries: [{ name: a, query: source:cloudtrail @evt.name:DeleteTrail }]`,
    ground: 'documented',
    source:
      "AWS CloudTrail record contents: userAgent is what the client sent. Some of Datadog's own rules exclude it all the same",
  },
  run: excludedUserAgents,
}

function* excludedUserAgents({ searches }: RuleParts): Iterable<Remark> {
  for (const { of, query, path } of searches) {
    if (of === 'grade') continue
    for (const { start, end } of demandsOf(query).refused.filter(looksAtUserAgent)) {
      yield {
        path,
        range: { start, end },
        message: 'the caller chooses the user agent, so anyone can get past this rule',
        help: 'take the clause out, and write a suppression for the role that the tool runs under',
      }
    }
  }
}

/** Under the name that Datadog gives it, or AWS. Presence alone says nothing about who calls. */
function looksAtUserAgent(clause: Clause | CidrClause): boolean {
  const { field } = clause
  if (clause.kind === 'cidr' || clause.value.kind === 'any' || clause.value.kind === 'exists') return false
  return field.kind === 'attribute' && /^(?:http\.useragent(?:_details\..*)?|userAgent)$/.test(field.path)
}
