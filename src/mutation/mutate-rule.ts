import type { Path } from '../diagnostic/diagnostic'
import type { SequenceOptions } from '../rule/methods/detection-methods'
import { methodOf } from '../rule/methods/method-of'
import { stepsOf, stepsPath, withSteps } from '../rule/methods/steps'
import { conditionIn, searchIn } from '../rule/read-once'
import type { Draft } from '../rule/rule'
import { windowOf } from '../rule/usual-options'
import { mutateCondition } from './mutate-condition'
import { mutateGrades } from './mutate-grades'
import { mutateQuery } from './mutate-query'
import type { Mutation, TextMutation } from './mutation'
import { otherSeverity } from './other-severity'
import { isDecidedByOneEvent } from './single-event'

/** Every change of a rule that its tests should notice, each as a whole rule. */
export function mutateRule(rule: Draft): readonly Mutation[] {
  return [
    ...queryMutations(rule),
    ...groupMutations(rule),
    ...caseMutations(rule),
    ...windowMutations(rule),
    ...stepMutations(rule),
    ...lifeMutations(rule),
    ...mutateGrades(rule),
  ]
}

function queryMutations(rule: Draft): readonly Mutation[] {
  return rule.queries.flatMap((each, index) =>
    mutateQuery(searchIn(each, 'query')).map((mutation) =>
      ofText(mutation, ['queries', index, 'query'], {
        ...rule,
        queries: rule.queries.with(index, { ...each, query: mutation.text }),
      }),
    ),
  )
}

/** A field is taken from all queries at once, so that they still join. */
function groupMutations(rule: Draft): readonly Mutation[] {
  const most = Math.max(0, ...rule.queries.map(({ groupByFields = [] }) => groupByFields.length))
  return Array.from({ length: most }, (_, position): Mutation => {
    const fields = new Set(rule.queries.flatMap(({ groupByFields = [] }) => groupByFields[position] ?? []))
    const index = rule.queries.findIndex(({ groupByFields = [] }) => position < groupByFields.length)
    const queries = rule.queries.map((query) => {
      const { groupByFields = [] } = query
      return { ...query, groupByFields: groupByFields.filter((_field, other) => other !== position) }
    })
    return {
      description: `the rule no longer groups by ${[...fields].join(', ')}`,
      caughtBy: `logs that differ in ${[...fields].join(', ')} alone`,
      path: ['queries', index, 'groupByFields', position],
      changed: { kind: 'rule', rule: { ...rule, queries } },
    }
  })
}

function caseMutations(rule: Draft): readonly Mutation[] {
  return rule.cases.flatMap((each, index) => {
    const path: Path = ['cases', index]
    const status = otherSeverity(each.status)
    const severity: Mutation = {
      description: `the severity ${each.status} becomes ${status}`,
      caughtBy: 'a test that states the severity',
      path: [...path, 'status'],
      changed: { kind: 'rule', rule: { ...rule, cases: rule.cases.with(index, { ...each, status }) } },
    }
    const dropped: Mutation = {
      description: `the case ${each.name ? `"${each.name}"` : index + 1} is dropped`,
      caughtBy: 'logs that only this case is for',
      path,
      changed: { kind: 'rule', rule: { ...rule, cases: rule.cases.filter((_, other) => other !== index) } },
    }
    // A case that names the last step says nothing else.
    const conditions = methodOf(rule).cases === 'lastStep' ? [] : mutateCondition(conditionIn(each, 'condition'))
    return [
      severity,
      ...(rule.cases.length > 1 ? [dropped] : []),
      ...conditions.map((mutation) =>
        ofText(mutation, [...path, 'condition'], {
          ...rule,
          cases: rule.cases.with(index, { ...each, condition: mutation.text }),
        }),
      ),
    ]
  })
}

function windowMutations(rule: Draft): readonly Mutation[] {
  const { options, cases, queries } = rule
  const evaluationWindow = windowOf(options)
  if (methodOf(rule).window !== 'counts' || evaluationWindow === 0) return []
  const counts = queries.every(({ aggregation = 'count' }) => aggregation === 'count')
  const isIdle = counts && cases.every((each) => isDecidedByOneEvent(conditionIn(each, 'condition')))
  return movedWindows(evaluationWindow).map((seconds) => ({
    ...windowWords('the evaluation window', evaluationWindow, seconds),
    path: ['options', 'evaluationWindow'],
    changed: { kind: 'rule', rule: { ...rule, options: { ...options, evaluationWindow: seconds } } },
    ...(isIdle && { equivalentBecause: 'each case is decided by a single log' }),
  }))
}

/** How long a signal stays open, and how long at most. */
function lifeMutations(rule: Draft): readonly Mutation[] {
  if (methodOf(rule).keepAlive === 'unused') return []
  return (['keepAlive', 'maxSignalDuration'] as const).flatMap((key) => {
    const seconds = rule.options[key]
    if (seconds === undefined || seconds === 0) return []
    return movedWindows(seconds).map(
      (moved): Mutation => ({
        description: `${key} is ${moved} s instead of ${seconds} s`,
        caughtBy:
          moved < seconds
            ? `matches exactly ${seconds} s apart in one signal`
            : `matches ${moved} s apart in two signals`,
        path: ['options', key],
        changed: { kind: 'rule', rule: { ...rule, options: { ...rule.options, [key]: moved } } },
      }),
    )
  })
}

function stepMutations(rule: Draft): readonly Mutation[] {
  const { steps, stepTransitions } = stepsOf(rule)
  if (methodOf(rule).cases !== 'lastStep') return []
  const changed = (options: SequenceOptions): Mutation['changed'] => ({ kind: 'rule', rule: withSteps(rule, options) })
  const ofSteps = steps.flatMap((step, index): readonly Mutation[] => {
    const path: Path = [...stepsPath, 'steps', index]
    const next = steps[index + 1]
    const swapped: readonly Mutation[] = next
      ? [
          {
            description: `the steps ${step.name} and ${next.name} are swapped`,
            caughtBy: 'logs in the wrong order that must stay silent',
            path,
            changed: changed({
              steps: steps
                .with(index, { ...step, condition: next.condition })
                .with(index + 1, { ...next, condition: step.condition }),
            }),
          },
        ]
      : []
    const conditions = mutateCondition(conditionIn(step, 'condition')).map((mutation): Mutation => {
      const { description, caughtBy, range, text } = mutation
      const whole = changed({ steps: steps.with(index, { ...step, condition: text }) })
      return { description, caughtBy, range, path: [...path, 'condition'], changed: whole }
    })
    const evaluationWindow = windowOf(step)
    const isIdle = isDecidedByOneEvent(conditionIn(step, 'condition'))
    const windows = (evaluationWindow === 0 ? [] : movedWindows(evaluationWindow)).map(
      (seconds): Mutation => ({
        ...windowWords(`the window of ${step.name}`, evaluationWindow, seconds),
        path: [...path, 'evaluationWindow'],
        changed: changed({ steps: steps.with(index, { ...step, evaluationWindow: seconds }) }),
        ...(isIdle && { equivalentBecause: 'the step is decided by a single log' }),
      }),
    )
    return [...swapped, ...conditions, ...windows]
  })
  const ofTransitions = stepTransitions.flatMap((transition, index) => {
    const { parent, child } = transition
    const evaluationWindow = windowOf(transition)
    return movedWindows(evaluationWindow).map(
      (seconds): Mutation => ({
        ...windowWords(`the window from ${parent} to ${child}`, evaluationWindow, seconds),
        path: [...stepsPath, 'stepTransitions', index, 'evaluationWindow'],
        changed: changed({
          stepTransitions: stepTransitions.with(index, { ...transition, evaluationWindow: seconds }),
        }),
      }),
    )
  })
  return [...ofSteps, ...ofTransitions]
}

/** One second less and one second more: what stood on the edge falls out, what stood behind it comes in. */
function movedWindows(seconds: number): readonly number[] {
  return [seconds - 1, seconds + 1].filter((moved) => moved >= 0)
}

function windowWords(what: string, before: number, after: number): Pick<Mutation, 'description' | 'caughtBy'> {
  return {
    description: `${what} is ${after} s instead of ${before} s`,
    caughtBy:
      after < before
        ? `logs exactly ${before} s apart that must raise a signal`
        : `logs ${after} s apart that must stay silent`,
  }
}

function ofText(mutation: TextMutation, path: Path, rule: Draft): Mutation {
  const { text: _, ...rest } = mutation
  return { ...rest, path, changed: { kind: 'rule', rule } }
}
