import { listed } from '../../diagnostic/shown'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const groupByDiffers: RuleCheck = {
  about: 'rule',
  code: 'R301',
  name: 'group-by-differs',
  level: 'warning',
  page: {
    why: "The steps of a sequence are joined by their group-by fields. Datadog's rule editor allows other fields in each step, its schema page demands the same ones, and the validation endpoint says nothing. Here they are joined by position, which is a guess.",
    bad: `
queries:
  - { name: add, query: source:cloudtrail @evt.name:CreateUser, groupByFields: ["@userIdentity.arn"] }
  - { name: delete, query: source:cloudtrail @evt.name:DeleteUser, groupByFields: ["@usr.name"] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: step_add, condition: add > 0 }, { name: step_delete, condition: delete > 0 }]
    stepTransitions: [{ parent: step_add, child: step_delete, evaluationWindow: 1h }]
cases: [{ status: low, condition: step_delete > 0 }]`,
    good: `
queries:
  - { name: add, query: source:cloudtrail @evt.name:CreateUser, groupByFields: ["@userIdentity.arn"] }
  - { name: delete, query: source:cloudtrail @evt.name:DeleteUser, groupByFields: ["@userIdentity.arn"] }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: step_add, condition: add > 0 }, { name: step_delete, condition: delete > 0 }]
    stepTransitions: [{ parent: step_add, child: step_delete, evaluationWindow: 1h }]
cases: [{ status: low, condition: step_delete > 0 }]`,
    ground: 'documented',
    source: 'Datadog docs, Sequence: groupByFields must be identical in every step; Create a rule: they may differ',
  },
  run: differingGroups,
}

/** Other numbers of fields are R207; queries of threshold rules join by value, and their fields may well differ. */
function* differingGroups({ rule, queryNames }: RuleParts): Iterable<Remark> {
  if (!methodOf(rule).sameGroups) return
  const [first, ...rest] = rule.queries.map(({ groupByFields }) => groupByFields ?? [])
  for (const [at, fields] of rest.entries()) {
    if (first === undefined || fields.length !== first.length) continue
    if (fields.every((field, position) => field === first[position])) continue
    yield {
      path: ['queries', at + 1, 'groupByFields'],
      message: `"${queryNames[at + 1]}" groups by ${listed(fields)}, and "${queryNames[0]}" by ${listed(first)}`,
      help: `group both by the same fields; as it is, the values are joined by position, which Datadog's pages disagree on`,
    }
  }
}
