import { shortened } from '../../diagnostic/shown'
import { clausesIn } from '../../query/walk-query'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const regexInQuery: RuleCheck = {
  about: 'rule',
  code: 'R317',
  name: 'regex-in-query',
  level: 'warning',
  page: {
    why: "Datadog's search has stars and question marks, and no regular expressions. A value such as /admin.*/ is compared as the plain text that it is.",
    bad: `
queries: [{ name: a, query: "source:okta @usr.id:/admin.*/" }]`,
    good: `
queries: [{ name: a, query: "source:okta @usr.id:admin*" }]`,
    ground: 'documented',
    source: 'Datadog docs, Log search syntax: wildcards; regular expressions are not among the operators',
  },
  run: regularExpressions,
}

/** Paths stand between slashes too; only signs that no path has give an expression away. */
const expression = /^\/.*(?:\.\*|\.\+|\\[dwsbDWS]|\$|\|).*\/$/

function* regularExpressions({ searches }: RuleParts): Iterable<Remark> {
  for (const { query, text, path } of searches) {
    for (const { clause } of clausesIn(query)) {
      if (clause.kind !== 'clause' || clause.field.kind === 'default') continue
      const { start, end, kind } = clause.value
      const written = text.slice(start, end)
      // Without its last slash a text would be searched again and again for the end of an expression.
      if ((kind !== 'term' && kind !== 'wildcard') || !written.endsWith('/') || !expression.test(written)) continue
      const message = `${shortened(written)} is not read as a regular expression`
      yield { path, range: { start, end }, message, help: 'use * for any run of characters and ? for one' }
    }
  }
}
