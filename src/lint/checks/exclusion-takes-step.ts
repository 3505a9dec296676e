import { namesIn } from '../../condition/names-in'
import { implies } from '../../query/never-matches'
import { methodOf } from '../../rule/methods/method-of'
import type { Remark, SuppressionCheck } from '../check'
import { queriesOf, type RuleParts } from '../rule-parts'
import type { SuppressionParts } from '../suppression-parts'
import { isBlind } from './suppression-blinds-rule'

const sequence = `
id: added-then-deleted
queries:
  - { name: add, query: "source:cloudtrail @evt.name:Add" }
  - { name: delete, query: "source:cloudtrail @evt.name:Delete" }
options:
  detectionMethod: sequence_detection
  sequenceDetectionOptions:
    steps: [{ name: one, condition: add > 0 }, { name: two, condition: delete > 0 }]
    stepTransitions: [{ parent: one, child: two, evaluationWindow: 1h }]
cases: [{ status: low, condition: two > 0 }]
---
rules: [added-then-deleted]
`

export const exclusionTakesStep: SuppressionCheck = {
  about: 'suppression',
  code: 'S117',
  name: 'exclusion-takes-step',
  level: 'warning',
  page: {
    why: 'A sequence needs every step. An exclusion that takes all logs of one takes every signal of the rule, and nothing shows that there was one.',
    bad: `${sequence}dataExclusionQuery: "@evt.name:Delete"`,
    good: `${sequence}dataExclusionQuery: "@evt.name:Delete @usr.id:deploy"`,
    ground: 'documented',
    source:
      'Datadog docs, Suppressions: excluded logs are ignored by the rules in scope; Sequence: each step has to happen',
  },
  run: takesStep,
}

function* takesStep({ dataExclusionQuery, scope }: SuppressionParts): Iterable<Remark> {
  if (dataExclusionQuery === undefined || dataExclusionQuery.kind === 'everything') return
  for (const parts of scope) {
    // What takes all of a rule is told as that.
    if (methodOf(parts.rule).cases !== 'lastStep' || isBlind(parts, dataExclusionQuery)) continue
    const taken = new Set(
      queriesOf(parts)
        .filter(({ query }) => implies(query, dataExclusionQuery, 'log'))
        .map(({ index }) => parts.queryNames[index]),
    )
    const step = stepOf(parts, taken)
    if (step === undefined) continue
    yield {
      path: ['dataExclusionQuery'],
      message: `this takes all logs of ${step} of "${parts.rule.id ?? parts.rule.name}", which then never fires`,
      help: 'say what is harmless about these logs, or hide the signal with a suppressionQuery',
    }
  }
}

/** The first step that has no other logs than those that are taken. */
function stepOf({ conditions, rule }: RuleParts, taken: ReadonlySet<string | undefined>): string | undefined {
  const lost = conditions.find(
    ({ of, condition }) => of === 'step' && [...namesIn(condition)].every(({ name }) => taken.has(name)),
  )
  if (lost === undefined) return undefined
  return `the step ${rule.options?.sequenceDetectionOptions?.steps?.[lost.index]?.name ?? lost.index + 1}`
}
