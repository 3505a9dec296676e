import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import { makePainter, type Painter } from '../../medium/painter'
import { indented, type TerminalText, terminal } from '../../medium/terminal-text'
import type { OutcomeKind, TestResult } from '../../testing/test-result'
import type { TestedResult } from '../../workspace/checking/run-test-files'
import type { RuleBelow, TestRun } from '../../workspace/checking/test-workspace'
import { type ReportedDiagnostic, reportedDiagnostic } from '../diagnostics-json'
import { diagnosticsJunit } from '../diagnostics-junit'
import type { JunitCase } from '../junit'
import { policyJunitCases, policyText, type ReportedPolicy, reportedPolicy } from '../policy/policy-report'
import { testFailureText } from './test-failure-text'

/** How many tests ended in which way. */
function countOutcomes({ files }: TestRun): OutcomeCounts {
  const counts = { passed: 0, failed: 0, notEvaluated: 0, broken: 0 }
  for (const { results } of files) for (const { result } of results) counts[result.outcome.kind] += 1
  return counts
}

/**
 * A line for each file that is shown, under it what did not pass, then the count of all. Diagnostics are drawn by the
 * caller's `draw`.
 */
export function testText(
  run: TestRun,
  paint: Painter,
  draw: (diagnostic: Diagnostic) => TerminalText,
  shown = run.files,
): TerminalText {
  const files = shown.map(({ file, results }) => fileText(file, results, paint, draw))
  const policy = run.policy ? policyText(run.policy) : ''
  return terminal`${files}${belowText(run, paint)}${policy}${testSentence(run)}\n`
}

/** One sentence with the count of each outcome. */
export function testSentence(run: TestRun): string {
  const { passed, failed, notEvaluated, broken } = countOutcomes(run)
  const untested = run.untested.length
  // Nothing that passed and nothing that failed is no success.
  const isEmpty = passed + failed + notEvaluated + broken === 0
  return [
    ...(isEmpty ? ['nothing was tested: no test ran'] : [`${passed} passed`, `${failed} failed`]),
    ...(broken > 0 ? [`${broken} could not be run`] : []),
    ...(notEvaluated > 0 ? [`${notEvaluated} not evaluated`] : []),
    ...(untested > 0 ? [`${untested} ${untested === 1 ? 'rule' : 'rules'} without a test`] : []),
  ].join(', ')
}

function fileText(
  file: string,
  results: readonly TestedResult[],
  paint: Painter,
  draw: (diagnostic: Diagnostic) => TerminalText,
): TerminalText {
  const passed = results.filter(({ result }) => result.outcome.kind === 'passed').length
  const all = passed === results.length
  const count = all ? `${passed} passed` : `${passed} of ${results.length} passed`
  const fails = results.some(({ result: { outcome } }) => outcome.kind === 'failed' || outcome.kind === 'broken')
  const mark = all ? paint.good('✓') : fails ? paint.error('✗') : paint.warning('?')
  const details = results
    .filter(({ result }) => result.outcome.kind !== 'passed')
    .map((tested) => resultText(tested, paint, draw))
  return terminal`${mark} ${file}  ${paint.faint(count)}\n${details}`
}

function resultText(
  { result, diagnostics }: TestedResult,
  paint: Painter,
  draw: (one: Diagnostic) => TerminalText,
): TerminalText {
  const { name, outcome } = result
  const head = terminal`
  ${outcomeWord(outcome.kind, paint)}  ${paint.bold(name)}${paint.faint(wayOf(result))}
`
  const told = [...diagnostics.map(draw), ...accountOf(result)]
  return terminal`${head}${told.map(
    (each) => terminal`${indented(each)}
`,
  )}
`
}

/** Which way its logs went is told where that may be why it did not pass. */
function wayOf({ pipelines }: TestResult): string {
  return pipelines === undefined ? '' : `  its raw logs passed ${pipelines.join(', ')}`
}

/** What happened in a failed test instead; nothing for any other. */
function accountOf({ outcome }: TestResult): readonly TerminalText[] {
  return outcome.kind === 'failed' ? [testFailureText(outcome, makePainter(false))] : []
}

/** How each outcome is told. */
export const outcomeWords: Readonly<Record<OutcomeKind, string>> = {
  passed: 'passed',
  failed: 'failed',
  broken: 'could not be run',
  notEvaluated: 'not evaluated',
}

function outcomeWord(kind: OutcomeKind, paint: Painter): TerminalText {
  const colour = { passed: paint.good, failed: paint.error, broken: paint.error, notEvaluated: paint.warning }[kind]
  return colour(outcomeWords[kind])
}

function belowText({ below, minimum }: TestRun, paint: Painter): TerminalText {
  if (!minimum || below.length === 0) return terminal``
  const lines = below.map(({ rule, firing, silent }) => terminal`  ${rule}: ${firing} firing, ${silent} silent\n`)
  const wanted = `${minimum.firing} firing and ${minimum.silent} silent`
  return terminal`${paint.error('too few tests')}  each rule needs ${wanted}\n${lines}\n`
}

/** A run of declared tests as programs read it. */
export interface TestReport {
  readonly tests: readonly ReportedTest[]
  readonly below: readonly RuleBelow[]
  /** Rules of which no test file of the workspace speaks, by id. */
  readonly untested: readonly string[]
  /** The mistakes in files for which the answer is no, whatever the tests say; absent where there is none. */
  readonly mistakes?: readonly ReportedDiagnostic[]
  /** What `policy.tests` says; absent where it asks for nothing. */
  readonly policy?: ReportedPolicy
  /** How many tests ended in which way. */
  readonly summary: OutcomeCounts
}

/** How many tests ended in which way. */
export type OutcomeCounts = Readonly<Record<OutcomeKind, number>>

/** What came of one declared test. */
export interface ReportedTest {
  readonly kind: 'test'
  /** The file of the test, as the user knows it. */
  readonly file: string
  readonly name: string
  /** Ids of the rules that were evaluated. */
  readonly rules: readonly string[]
  /** The suppression under test, if it is one that is tested. */
  readonly suppression?: string
  /** The workspace's pipelines that its raw logs passed, where they passed any. */
  readonly pipelines?: readonly string[]
  readonly outcome: OutcomeKind
  /** Why it was not evaluated. */
  readonly reason?: string
  /** Of a failed test only. */
  readonly differences?: readonly ReportedDifference[]
  readonly diagnostics: readonly ReportedDiagnostic[]
}

/** What a failed test expected under the key `what`, and what came instead, in words. */
export interface ReportedDifference {
  readonly what: string
  readonly expected: string
  readonly got: string
}

/** The run as data: one object for each test, then the count. */
export function testReport(run: TestRun): TestReport {
  const { below, untested, mistakes, policy } = run
  return {
    tests: reportedTests(run),
    below,
    untested,
    ...(mistakes.length > 0 && { mistakes: mistakes.map(reportedDiagnostic) }),
    ...(policy && { policy: reportedPolicy(policy) }),
    summary: countOutcomes(run),
  }
}

/** The same as one document. */
export function testJson(run: TestRun): JsonText {
  return jsonDocument(testReport(run))
}

/** One test a line, then the count. */
export function testNdjson(run: TestRun): JsonText {
  const lines = [...reportedTests(run), ...run.below.map((one) => ({ kind: 'below', ...one }))]
  const mistakes = run.mistakes.map((one) => ({ kind: 'diagnostic', ...reportedDiagnostic(one) }))
  const policy = run.policy ? [{ kind: 'policy', ...reportedPolicy(run.policy) }] : []
  return jsonLines([
    ...lines,
    ...mistakes,
    ...policy,
    { kind: 'summary', ...countOutcomes(run), ...(run.untested.length > 0 && { untested: run.untested.length }) },
  ])
}

function reportedTests({ files }: TestRun): readonly ReportedTest[] {
  return files.flatMap(({ file, results }) =>
    results.map(
      ({ result, diagnostics }): ReportedTest => ({
        kind: 'test',
        file,
        name: result.name,
        rules: result.rules,
        ...(result.suppression !== undefined && { suppression: result.suppression }),
        ...(result.pipelines && { pipelines: result.pipelines }),
        outcome: result.outcome.kind,
        ...(result.outcome.kind === 'notEvaluated' && { reason: result.outcome.reason }),
        ...(result.outcome.kind === 'failed' && {
          differences: result.outcome.differences.map(({ what, expected, got }) => ({ what, expected, got })),
        }),
        diagnostics: diagnostics.map(reportedDiagnostic),
      }),
    ),
  )
}

/** The run as test cases for JUnit readers. */
export function testJunitCases(
  { files, below, minimum, mistakes, policy }: TestRun,
  draw: (one: Diagnostic) => TerminalText,
): JunitCase[] {
  const cases = files.flatMap(({ file, results }) =>
    results.map(({ result, diagnostics, seconds }): JunitCase => {
      const one = { suite: file, name: result.name, seconds }
      const { outcome } = result
      if (outcome.kind === 'notEvaluated') return { ...one, error: outcome.reason }
      if (outcome.kind === 'passed') return one
      const told = [...diagnostics.map(draw), ...accountOf(result)].join('\n\n')
      return { ...one, failure: told || outcome.kind, type: diagnostics[0]?.code ?? outcome.kind }
    }),
  )
  const short = below.map(
    ({ rule, firing, silent }): JunitCase => ({
      suite: 'enough tests',
      isInNoFile: true,
      name: rule,
      failure: `${firing} firing and ${silent} silent tests; needed are ${minimum?.firing} and ${minimum?.silent}`,
    }),
  )
  return [...cases, ...short, ...diagnosticsJunit(mistakes, []), ...(policy ? policyJunitCases(policy, draw) : [])]
}
