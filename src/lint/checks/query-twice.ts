import { canonicalJson } from '../../json/canonical-json'
import { printQuery } from '../../query/print-query'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import { queriesOf, type RuleParts } from '../rule-parts'

export const queryTwice: RuleCheck = {
  about: 'rule',
  code: 'R328',
  name: 'query-twice',
  level: 'warning',
  page: {
    why: 'Two queries that search for the same and count it alike always have the same number. Usually one of them was copied and not yet changed.',
    bad: `
queries: [{ name: add, query: "source:cloudtrail @evt.name:CreateUser" }, { name: delete, query: "source:cloudtrail @evt.name:CreateUser" }]
cases: [{ status: low, condition: add > 0 && delete > 0 }]`,
    good: `
queries: [{ name: add, query: "source:cloudtrail @evt.name:CreateUser" }, { name: delete, query: "source:cloudtrail @evt.name:DeleteUser" }]
cases: [{ status: low, condition: add > 0 && delete > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, rule queries',
  },
  run: copies,
}

function* copies(parts: RuleParts): Iterable<Remark> {
  // Between steps or beside THEN, "the same again later" is a meaning of its own. Grades come back from Datadog as queries.
  const { rule, queryNames, conditions } = parts
  const asksForOrder = conditions.some(({ condition }) => condition.kind === 'then')
  if (asksForOrder || methodOf(rule).cases !== 'conditions') return
  const first = new Map<string, number>()
  for (const { query, index, path } of queriesOf(parts)) {
    const { name: _, query: __, ...rest } = rule.queries[index] ?? {}
    const tables = (rule.referenceTables ?? []).filter(({ ruleQueryName }) => ruleQueryName === queryNames[index])
    const key = canonicalJson([printQuery(query), rest, tables.map(({ ruleQueryName: ___, ...table }) => table)])
    const other = first.get(key)
    if (other === undefined) first.set(key, index)
    else {
      const message = `this is the same query as "${queryNames[other]}"`
      yield { path, message, help: 'change it, or remove one of the two' }
    }
  }
}
