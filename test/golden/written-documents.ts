import type { Written } from './result-schemas'

/** Which function writes the document of which command. */
export const writtenDocuments: readonly Written[] = [
  { command: 'validate', places: [['src/report/diagnostics-json.ts', 'diagnosticsJson']] },
  {
    command: 'test',
    places: [
      ['src/report/testing/test-report.ts', 'testJson'],
      ['src/report/testing/mutation-report.ts', 'mutationJson'],
    ],
  },
  { command: 'eval', places: [['src/report/signals-json.ts', 'signalsJson']] },
  { command: 'coverage', places: [['src/report/coverage/coverage-json.ts', 'coverageJson']] },
  { command: 'impact', places: [['src/report/impact/impact-json.ts', 'impactJson']] },
  { command: 'backtest', places: [['src/report/backtest-report.ts', 'backtestJson']] },
  { command: 'sample', places: [['src/report/sample-report.ts', 'sampleJson']] },
  { command: 'calibrate', places: [['src/report/calibration-report.ts', 'calibrationJson']] },
  {
    command: 'explain',
    places: [
      ['src/cli/commands/explain.ts', 'printedPage'],
      ['src/report/code-list.ts', 'checksJson'],
      ['src/report/code-list.ts', 'codesJson'],
      ['src/report/semantics-text.ts', 'semanticsJson'],
    ],
    renamed: { type: 'Explanation', under: 'explanations' },
  },
  { command: 'plan', places: [['src/report/sync/plan-json.ts', 'planJson']] },
  { command: 'review', places: [['src/cli/commands/review.ts', 'reviewOne']] },
  { command: 'apply', places: [['src/report/sync/apply-report.ts', 'applyJson']] },
  { command: 'drift', places: [['src/report/sync/drift-json.ts', 'driftJson']] },
  { command: 'nightly', places: [['src/cli/commands/nightly.ts', 'nightly']] },
  { command: 'import', places: [['src/report/sync/import-report.ts', 'importJson']] },
  { command: 'fmt', places: [['src/cli/commands/fmt.ts', 'fmt']] },
  { command: 'rename', places: [['src/cli/commands/rename.ts', 'rename']] },
  { command: 'release', places: [['src/report/leave/release-report.ts', 'releaseJson']] },
  { command: 'doctor', places: [['src/report/sync/doctor-report.ts', 'doctorJson']] },
  { command: 'pipeline run', places: [['src/report/pipelines/run-report.ts', 'runJson']] },
  { command: 'pipeline test', places: [['src/report/pipelines/test-report.ts', 'pipelineTestJson']] },
  { command: 'pipeline pull', places: [['src/report/pipelines/pull-report.ts', 'pullJson']] },
  { command: 'suppress list', places: [['src/report/suppression-list.ts', 'suppressionsJson']] },
  { command: 'suppress check', places: [['src/report/radius/suppress-check-report.ts', 'suppressCheckJson']] },
  {
    command: 'suppress add',
    places: [
      ['src/cli/commands/suppress.ts', 'writtenFile'],
      ['src/report/suppressions/proposals.ts', 'proposalsJson'],
    ],
  },
  { command: 'suppress renew', places: [['src/cli/commands/suppress-renew.ts', 'suppressRenew']] },
  { command: 'suppress expire', places: [['src/cli/commands/suppress.ts', 'writtenFile']] },
]
