import { methodOf } from '../../rule/methods/method-of'
import { stepsOf } from '../../rule/methods/steps'
import { windowOf } from '../../rule/usual-options'
import type { Remark, RuleCheck } from '../check'
import { domainIn } from '../domain-of'
import type { ConditionPart, RuleParts } from '../rule-parts'
import { countDomain, isNeverTrue } from '../satisfiable'

export const windowOfOneEvent: RuleCheck = {
  about: 'rule',
  code: 'R306',
  name: 'window-of-one-event',
  level: 'warning',
  page: {
    why: 'A window of 0 looks at the single event, so no count in it can pass one, and nothing can come before anything else. A step without a window has a window of 0.',
    bad: `
queries: [{ name: failed, query: source:cloudtrail @error.kind:* }]
options: { evaluationWindow: 0, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: low, condition: failed > 10 }]`,
    good: `
queries: [{ name: failed, query: source:cloudtrail @error.kind:* }]
options: { evaluationWindow: 10m, keepAlive: 1h, maxSignalDuration: 1d }
cases: [{ status: low, condition: failed > 10 }]`,
    ground: 'assumed',
    source:
      'Datadog names 0 "zero minutes" and says no more; a count over no time at all is taken to be that of one event',
  },
  run: needsSeveralEvents,
}

function* needsSeveralEvents(parts: RuleParts): Iterable<Remark> {
  for (const part of parts.conditions) {
    if (windowAround(parts, part) !== 0) continue
    const { condition, path } = part
    if (condition.kind === 'then') {
      const message = 'nothing can come before anything else in a window of 0'
      yield { path, message, help: 'give the rule an evaluationWindow that holds both sides of THEN' }
      continue
    }
    const domainOf = domainIn(parts, part)
    const oneEvent = (name: string) => (domainOf(name).whole ? { ...countDomain, most: 1 } : domainOf(name))
    if (!isNeverTrue(condition, oneEvent) || isNeverTrue(condition, domainOf)) continue
    const message = `"${part.text}" asks for several events, and the window of 0 looks at one`
    yield { path, message, help: `give the ${part.of === 'step' ? 'step' : 'rule'} an evaluationWindow: 5m` }
  }
}

/** Undefined where the number of events is not counted in a window of the rule's own. */
function windowAround({ rule }: RuleParts, { of, index }: ConditionPart): number | undefined {
  if (of === 'step') return windowOf(stepsOf(rule).steps[index] ?? {})
  return methodOf(rule).window === 'counts' && !rule.schedulingOptions ? windowOf(rule.options) : undefined
}
