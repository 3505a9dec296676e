import { detectionMethods } from '../../../rule/methods/detection-methods'
import { absentFields } from '../../group-key'
import { metricsOf } from '../../windows/new-window'
import type { Method } from '../method'
import { compileNewValue } from './compile-new-value'
import { newValueMisses } from './new-value-misses'

/** Values that a group has not shown before. */
export const newValue: Method<'new_value'> = {
  name: 'new_value',
  ...detectionMethods.new_value,
  compile: compileNewValue,
  lacks: (query) => absentFields(metricsOf(query)),
  near: newValueMisses,
}
