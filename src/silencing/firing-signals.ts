import { compileRules } from '../detect/compile-rules'
import { evaluateTold } from '../detect/evaluate'
import { watchSignal } from '../detect/signals/tell-signal'
import type { LogEvent } from '../event/log-event'
import type { ReadyTests } from '../mutation/ready-tests'
import { findSubject, inForce } from '../testing/find-subject'
import { resolveOnce } from '../testing/resolve-logs'
import type { KeptSignal } from './draft'

/** A signal that a test of a rule shows, with its logs and with all of the test. */
export interface FiringSignal extends KeptSignal {
  readonly logs: readonly LogEvent[]
  readonly allLogs: readonly LogEvent[]
}

/** The signals that tests of these rules show: a rule must go on raising them. Tests of suppressions say nothing of rules. */
export function firingSignals(
  tests: readonly ReadyTests[],
  isAsked: (rule: string) => boolean,
): readonly FiringSignal[] {
  return tests.flatMap(({ file, detections, options }) => {
    const { subject } = findSubject(file, detections)
    if (!subject || subject.suppression || !subject.rules.some(({ id }) => id !== undefined && isAsked(id))) return []
    const { tables, harmlessKeys } = options
    const known = { ...(tables && { tables }), ...(harmlessKeys && { harmlessKeys }) }
    return file.tests.flatMap((test) => {
      const { suppressions } = inForce(test, subject, detections)
      const compiled = compileRules(subject.rules, { suppressions, ...known })
      const { events } = resolveOnce(file, test, options)
      return evaluateTold(compiled, events, watchSignal, test.untilMs).signals.flatMap(
        ({ signal, event, logs }): FiringSignal[] => {
          const rule = subject.rules.find((each) => (each.id ?? each.name) === signal.rule)
          if (rule === undefined || signal.suppressedBy.length > 0 || !isAsked(signal.rule)) return []
          return [{ rule, event, what: `the test "${test.name}"`, logs, allLogs: events }]
        },
      )
    })
  })
}
