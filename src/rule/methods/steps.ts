import type { Path } from '../../diagnostic/diagnostic'
import type { Draft } from '../rule'
import type { SequenceOptions, SequenceStep, StepTransition } from './detection-methods'

/** Where the steps of a rule and the transitions between them stand. */
export const stepsPath: Path = ['options', 'sequenceDetectionOptions']

/** The steps of a rule and the transitions between them; a rule of a method without steps has none. */
export function stepsOf({ options }: Pick<Draft, 'options'>): {
  readonly steps: readonly SequenceStep[]
  readonly stepTransitions: readonly StepTransition[]
} {
  const { steps = [], stepTransitions = [] } = options.sequenceDetectionOptions ?? {}
  return { steps, stepTransitions }
}

/** The rule with other steps or transitions. */
export function withSteps<Kind extends Draft>(rule: Kind, changed: SequenceOptions): Kind {
  const { options } = rule
  const sequenceDetectionOptions = { ...options.sequenceDetectionOptions, ...changed }
  return { ...rule, options: { ...options, sequenceDetectionOptions } }
}
