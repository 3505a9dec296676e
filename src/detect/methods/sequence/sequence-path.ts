import type { Finding } from '../../../diagnostic/diagnostic'
import type { SequenceStep } from '../../../rule/methods/detection-methods'
import { stepsOf, stepsPath } from '../../../rule/methods/steps'
import type { Draft } from '../../../rule/rule'

/** A step at its place in the path, with the longest wait (seconds) since the step before. */
export interface PathStep {
  readonly step: SequenceStep
  /** Where the step stands in `steps`. */
  readonly index: number
  readonly transitionWindow: number
}

/** More steps than these are refused by Datadog (documented). */
const maxSteps = 10

/**
 * Puts the steps of a sequence in the order of their transitions. Only one plain path over all steps, in the order in
 * which they are listed, has a known meaning; anything else is told as findings.
 */
export function sequencePath(rule: Draft): {
  /** Absent if there is an error. */
  readonly path: readonly PathStep[] | undefined
  readonly findings: readonly Finding[]
} {
  const findings: Finding[] = []
  const report = (message: string, path: readonly (string | number)[], help?: string): void => {
    findings.push({ code: 'R205', severity: 'error', message, path: [...stepsPath, ...path], ...(help && { help }) })
  }
  const { steps, stepTransitions: transitions } = stepsOf(rule)
  if (steps.length === 0) report('a sequence needs at least one step', ['steps'])
  if (steps.length > maxSteps) report(`a sequence has at most ${maxSteps} steps, this one ${steps.length}`, ['steps'])

  const indexOf = new Map<string, number>()
  for (const [index, { name }] of steps.entries()) {
    if (indexOf.has(name)) report(`two steps are called "${name}"`, ['steps', index, 'name'])
    else indexOf.set(name, index)
  }
  const names = steps.map(({ name }) => name).join(', ')
  const waits = new Map<number, number>()
  for (const [index, { parent, child, evaluationWindow }] of transitions.entries()) {
    const at = ['stepTransitions', index]
    const from = indexOf.get(parent)
    const to = indexOf.get(child)
    if (from === undefined) report(`there is no step "${parent}"`, [...at, 'parent'], `this sequence's steps: ${names}`)
    if (to === undefined) report(`there is no step "${child}"`, [...at, 'child'], `this sequence's steps: ${names}`)
    if (from === undefined || to === undefined) continue
    if (evaluationWindow === undefined) {
      report(`the transition from "${parent}" to "${child}" does not say how long it may take`, at)
    } else if (to !== from + 1) {
      report(
        `the transition from "${parent}" to "${child}" does not lead from one step to the next`,
        at,
        `steps follow each other as they are listed: ${names}`,
      )
    } else if (waits.has(to)) {
      report(`two transitions lead from "${parent}" to "${child}"`, at)
    } else {
      waits.set(to, evaluationWindow)
    }
  }
  for (const [index, { name }] of steps.entries()) {
    if (index === 0 || waits.has(index) || findings.length > 0) continue
    const parent = steps[index - 1]?.name ?? ''
    report(`no transition leads to the step "${name}"`, ['steps', index, 'name'], `link it from "${parent}"`)
  }
  if (findings.length > 0) return { path: undefined, findings }
  return { path: steps.map((step, index) => ({ step, index, transitionWindow: waits.get(index) ?? 0 })), findings }
}
