import { detectionMethods } from '../../../rule/methods/detection-methods'
import { compileScheduled } from '../../schedule/compile-scheduled'
import type { Method } from '../method'
import { caseTargets } from './case-targets'
import { compileThreshold } from './compile-threshold'

/** Counts, cardinalities, sums and maxima in a window, as events come or at set times. */
export const threshold: Method<'threshold'> = {
  name: 'threshold',
  ...detectionMethods.threshold,
  compile: (rule, tables, notes) =>
    rule.schedulingOptions
      ? compileScheduled(rule, rule.schedulingOptions, tables, notes)
      : compileThreshold(rule, tables, notes),
  schedules: true,
  targets: caseTargets,
}
