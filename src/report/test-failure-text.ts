import type { TestOutcome } from '../testing/test-result'
import { explainText } from './explain/explain-text'
import type { Painter } from './painter'

/**
 * What happened in a failed test, for people: the explanation of each of its rules, with the signals that came. The
 * differences themselves are diagnostics, drawn where the file expects otherwise.
 */
export function testFailureText({ explanations }: Extract<TestOutcome, { kind: 'failed' }>, paint: Painter): string {
  return explanations.map((explanation) => explainText(explanation, paint)).join('\n')
}
