import type { Condition } from '../../condition/condition'
import { namesIn } from '../../condition/names-in'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import { valuesAskedFor } from '../demands'
import { queriesOf, type RuleParts } from '../rule-parts'

export const groupNeverJoins: RuleCheck = {
  about: 'rule',
  code: 'R322',
  name: 'group-never-joins',
  level: 'warning',
  page: {
    why: 'Queries are joined by equal group-by values, position by position. When each query fixes its field to other values, their logs never meet in one group, and a condition that needs both is never true.',
    bad: `
queries:
  - { name: add, query: "source:cloudtrail @evt.name:CreateUser", groupByFields: ["@evt.name"] }
  - { name: delete, query: "source:cloudtrail @evt.name:DeleteUser", groupByFields: ["@evt.name"] }
cases: [{ status: low, condition: add > 0 && delete > 0 }]`,
    good: `
queries:
  - { name: add, query: "source:cloudtrail @evt.name:CreateUser", groupByFields: ["@userIdentity.arn"] }
  - { name: delete, query: "source:cloudtrail @evt.name:DeleteUser", groupByFields: ["@userIdentity.arn"] }
cases: [{ status: low, condition: add > 0 && delete > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, threshold rules: queries are joined on equal group-by values',
  },
  run: neverJoined,
}

function* neverJoined(parts: RuleParts): Iterable<Remark> {
  const fixed = new Map(queriesOf(parts).map(({ index, query }) => [index, valuesAskedFor(query)]))
  const told = new Set<string>()
  for (const [one, other] of pairsNeeded(parts)) {
    const fields = [one, other].map((index) => parts.rule.queries[index]?.groupByFields ?? [])
    for (const [at, field] of (fields[1] ?? []).entries()) {
      const first = fixed.get(one)?.get(fields[0]?.[at] ?? '')
      const second = fixed.get(other)?.get(field)
      if (first === undefined || second === undefined || [...second].some((value) => first.has(value))) continue
      if (told.has(`${other} ${at}`)) continue
      told.add(`${other} ${at}`)
      yield {
        path: ['queries', other, 'groupByFields', at],
        message: `"${parts.queryNames[one]}" and "${parts.queryNames[other]}" never share a group: they ask for other values of ${field}`,
        help: 'group by what the logs of both have in common, such as who made the calls',
      }
    }
  }
}

/** Pairs of queries, by position, that must both count something in one group. */
function pairsNeeded({ rule, queryNames, conditions }: RuleParts): readonly (readonly [number, number])[] {
  const together =
    methodOf(rule).cases === 'lastStep'
      ? [conditions.flatMap(({ of, condition }) => (of === 'step' ? neededNames(condition) : []))]
      : conditions.map(({ condition }) => neededNames(condition))
  return together.flatMap((names) => {
    const positions = [...new Set(names.map((name) => queryNames.indexOf(name)))].filter((at) => at !== -1)
    return positions.flatMap((other, at) => positions.slice(0, at).map((one) => [one, other] as const))
  })
}

/** The names whose queries must match for the condition to hold: those joined by && or THEN and asked to be more. */
function neededNames(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'comparison':
      return condition.right.kind === 'number' && condition.operator.startsWith('>')
        ? namesIn(condition).map(({ name }) => name)
        : []
    case 'and':
      return condition.conditions.flatMap(neededNames)
    case 'then':
      return [...neededNames(condition.left), ...neededNames(condition.right)]
    default:
      return []
  }
}
