import type { Painter } from '../../medium/painter'
import { lined, type TerminalText } from '../../medium/terminal-text'
import type { TestOutcome } from '../../testing/test-result'
import { explainText } from '../explain/explain-text'

/**
 * What happened in a failed test, for people: the explanation of each of its rules, with the signals that came. The
 * differences themselves are diagnostics, drawn where the file expects otherwise.
 */
export function testFailureText(
  { explanations }: Extract<TestOutcome, { kind: 'failed' }>,
  paint: Painter,
): TerminalText {
  return lined(explanations.map((explanation) => explainText(explanation, paint)))
}
