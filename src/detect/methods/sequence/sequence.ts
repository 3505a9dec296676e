import { detectionMethods } from '../../../rule/methods/detection-methods'
import type { Method } from '../method'
import { compileSequence } from './compile-sequence'
import { stepTargets } from './step-targets'

/** Steps in their order, each within its transition of the one before. */
export const sequence: Method<'sequence_detection'> = {
  name: 'sequence_detection',
  ...detectionMethods.sequence_detection,
  compile: compileSequence,
  targets: stepTargets,
}
