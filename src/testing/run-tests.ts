import { type CompiledRules, type CompileOptions, compileRules } from '../detect/compile-rules'
import { evaluateCompiled } from '../detect/evaluate'
import type { Finding } from '../diagnostic/diagnostic'
import { explainRule } from '../explain/explain-rule'
import type { Draft } from '../rule/rule'
import type { Suppression } from '../suppression/suppression'
import { compareSignals } from './compare-signals'
import type { DeclaredTest, TestFile } from './declared-test'
import { findSubject, inForce, type TestableDetections, type TestSubject } from './find-subject'
import { offsetText } from './moments'
import { type LogSources, type ResolvedLogs, resolveOnce } from './resolve-logs'
import type { TestOutcome, TestResult } from './test-result'

export interface RunOptions extends Pick<CompileOptions, 'tables' | 'harmlessKeys'>, LogSources {
  /** False spares the explanation of failed tests, where only whether they pass is asked. */
  readonly explains?: boolean
  /** Told after each test; false ends the run there. */
  readonly goesOn?: (result: TestResult) => boolean
  /** Logs of the same tests that were made earlier; what is made is kept there. */
  readonly resolved?: ResolvedLogs
}

/**
 * Runs the tests of one file: each evaluates the rules under test, and nothing else, on its own logs. Findings about
 * what the file tests stand beside the results; those about one test's logs are that test's outcome.
 */
export function runTests(
  file: TestFile,
  detections: TestableDetections,
  options: RunOptions,
): { readonly results: readonly TestResult[]; readonly findings: readonly Finding[] } {
  const { subject, findings } = findSubject(file, detections)
  if (!subject) return { results: [], findings }
  const results: TestResult[] = []
  const compile = compileOnce(subject.rules, options)
  for (const test of file.tests) {
    const result = runTest({ file, test, subject, detections, options, compile })
    results.push(result)
    if (options.goesOn?.(result) === false) break
  }
  return { results, findings }
}

/** Compiles rules once for all tests with the same suppressions in force. */
function compileOnce(rules: readonly Draft[], options: RunOptions): OneTest['compile'] {
  const known: { readonly suppressions: readonly Suppression[]; readonly compiled: CompiledRules }[] = []
  return (suppressions) => {
    const isSame = (others: readonly Suppression[]): boolean =>
      others === suppressions ||
      (others.length === suppressions.length && others.every((each, index) => each === suppressions[index]))
    const before = known.find((each) => isSame(each.suppressions))
    if (before) return before.compiled
    const compiled = compileRules(rules, { suppressions, ...knownTo(options) })
    known.push({ suppressions, compiled })
    return compiled
  }
}

function knownTo({ tables, harmlessKeys }: RunOptions): Pick<CompileOptions, 'tables' | 'harmlessKeys'> {
  return { ...(tables && { tables }), ...(harmlessKeys && { harmlessKeys }) }
}

interface OneTest {
  readonly file: TestFile
  readonly test: DeclaredTest
  readonly subject: TestSubject
  readonly detections: TestableDetections
  readonly options: RunOptions
  readonly compile: (suppressions: readonly Suppression[]) => CompiledRules
}

function runTest({ file, test, subject, detections, options, compile }: OneTest): TestResult {
  const { rules, suppression } = subject
  let pipelines: readonly string[] = []
  const result = (outcome: TestOutcome, fired: Iterable<string> = []): TestResult => ({
    name: test.name,
    rules: rules.map((rule) => rule.id ?? rule.name),
    ...(suppression && { suppression: suppression.id }),
    ...(pipelines.length > 0 && { pipelines }),
    path: test.path,
    outcome,
    fired: [...new Set(fired)],
    ...(test.expect.isNotEvaluated && { statesNoVerdict: true }),
  })
  const { suppressions, findings: unnamed } = inForce(test, subject, detections)
  const { events, findings: unread } = resolveOnce(file, test, options)
  const findings = [...unnamed, ...unread]
  pipelines = [...new Set(events.flatMap((event) => event.pipelines ?? []))]
  if (findings.some(({ severity }) => severity === 'error')) return result({ kind: 'broken', findings })
  const { untilMs } = test
  const lastMs = events.reduce((last, { timeMs }) => Math.max(last, timeMs), Number.NEGATIVE_INFINITY)
  if (untilMs !== undefined && untilMs < lastMs) {
    const message = `until is before the last log, at ${offsetText(lastMs, test.startMs)}`
    const path = [...test.path, 'until']
    return result({ kind: 'broken', findings: [{ code: 'T013', severity: 'error', message, path }] })
  }
  const { signals, notEvaluated, stats } = evaluateCompiled(compile(suppressions), events, untilMs)
  const fired = signals.map(({ rule }) => rule)
  if (notEvaluated.length > 0) {
    if (test.expect.isNotEvaluated) return result({ kind: 'passed' }, fired)
    const reason = notEvaluated
      .map((each) => (rules.length > 1 ? `${each.rule}: ${each.reason}` : each.reason))
      .join('; ')
    return result({ kind: 'notEvaluated', reason }, fired)
  }
  const { excluded } = stats
  const differences = compareSignals(test.expect, { signals, excluded }, test.startMs)
  if (differences.length === 0) return result({ kind: 'passed' }, fired)
  const explanations =
    options.explains === false
      ? []
      : rules.map((rule) => explainRule(rule, events, { suppressions, rules, untilMs, ...knownTo(options) }))
  return result({ kind: 'failed', differences, signals, excluded, explanations }, fired)
}
