import type { Signal } from '../detect/signals/signal'
import { isoText, spanText } from '../diagnostic/times'
import { printYaml } from '../yaml/print-yaml'

/** A test that a file of logs stands behind. */
export interface SampleTest {
  readonly name: string
  /** The file of its logs, relative to the test file. */
  readonly file: string
  readonly signals: readonly Signal[]
}

/** The text of a test file: of rules, counting its times from the start of the logs. */
export function printSampleTests(
  rules: readonly string[],
  startMs: number,
  description: string,
  tests: readonly SampleTest[],
): string {
  const [only, ...more] = rules
  return printYaml({
    rule: more.length === 0 ? only : rules,
    description,
    start: isoText(startMs),
    tests: tests.map(({ name, file, signals }) => ({
      name,
      logs: [{ file }],
      expect: signals.length === 0 ? 'silence' : expectationOf(signals, startMs, more.length > 0),
    })),
  })
}

function expectationOf(signals: readonly Signal[], startMs: number, namesRule: boolean): object {
  return {
    signals: signals.map((signal) => ({
      ...(namesRule && { rule: signal.rule }),
      severity: signal.severity,
      case: signal.case,
      group: signal.group,
      firstSeen: `+${spanText(signal.firstSeenMs - startMs)}`,
      lastSeen: `+${spanText(signal.lastSeenMs - startMs)}`,
      count: signal.count,
      events: signal.events.length,
      ...(signal.suppressedBy.length > 0 && { suppressedBy: signal.suppressedBy }),
    })),
  }
}
