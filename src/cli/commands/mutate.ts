import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { drawDiagnostic } from '../../diagnostic/frame'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import type { ReadyTests } from '../../mutation/ready-tests'
import {
  type MutationReport,
  mutationScore,
  runRuleMutations,
  runSuppressionMutations,
} from '../../mutation/run-mutations'
import { githubAnnotations } from '../../report/github-annotations'
import { junit } from '../../report/junit'
import {
  allMutations,
  type MutationForm,
  mutationJson,
  mutationJunitCases,
  mutationNdjson,
  mutationSentence,
  mutationText,
  type PlacedMutationReport,
} from '../../report/mutation-report'
import { findSubject } from '../../testing/find-subject'
import { firstById } from '../../testing/first-by-id'
import { testFiles } from '../../workspace/checking/ready-tests'
import type { Selection } from '../../workspace/checking/select-files'
import { readSamples } from '../../workspace/samples/read-samples'
import type { Workspace } from '../../workspace/workspace'
import type { YamlDocument } from '../../yaml/yaml-document'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { chosenDetections } from '../open-workspace'
import { progressLine } from '../write-diagnostics'

export interface MutateOptions {
  /** The share of changes, in percent, that must be noticed; all where it is not given. */
  readonly minScore?: string
  /** A line for each rule that is not right, and nothing drawn. */
  readonly short?: boolean
}

/**
 * `ddac test --mutate`: do the tests notice when a rule is changed? 1 if more changes get past all of them than are
 * allowed, or if tests fail without any.
 */
export async function mutate(
  workspace: Workspace,
  isSelected: Selection,
  options: MutateOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<number> {
  const format = formatFrom(globals, 'test')
  const wanted = minimumScore(options.minScore)
  const detections = chosenDetections(workspace, context, globals)
  const samples = await readSamples(workspace, workspace.tests, context.cwd)
  const { readyTests } = testFiles(workspace, detections)
  const tests = workspace.tests.flatMap((file) => {
    const ready = readyTests(file, samples)
    return ready ? [{ path: file.path, ready }] : []
  })
  const tested = new Set(tests.flatMap(({ path, ready }) => (isSelected(path) ? subjectsOf(ready) : [])))
  const isMeant = (path: string, id: string | undefined): boolean => isSelected(path) || tested.has(id)
  const ready = tests.map((each) => each.ready)
  const progress = progressLine(context.stderr, globals.quiet)
  const reports: PlacedMutationReport[] = []
  const ruleOf = firstById(detections.rules)
  for (const { rule: read, document, path } of workspace.rules) {
    const rule = ruleOf.get(read?.id)
    if (!rule || !isMeant(path, rule.id)) continue
    progress.show(`changing ${rule.id}`)
    reports.push(placed(runRuleMutations(rule, ready), document))
  }
  const suppressionOf = firstById(detections.suppressions)
  for (const { suppression: read, document, path } of workspace.suppressions) {
    const suppression = suppressionOf.get(read?.id)
    if (!suppression || !isMeant(path, suppression.id)) continue
    progress.show(`changing ${suppression.id}`)
    reports.push(placed(runSuppressionMutations(suppression, ready), document))
  }
  progress.clear()
  context.stdout.write(printed(reports, options.short ? 'short' : 'whole', format, globals.colour))
  const { failing, ...all } = allMutations(reports)
  const score = mutationScore(all) ?? 1
  return failing === 0 && score >= wanted ? exitCodes.yes : exitCodes.no
}

/** What a test file is about: its rules, or the suppression that it tests on them. */
function subjectsOf({ file, detections }: ReadyTests): readonly (string | undefined)[] {
  const { rules = [], suppression } = findSubject(file, detections).subject ?? {}
  return suppression ? [suppression.id] : rules.map(({ id }) => id)
}

function minimumScore(written: string | undefined): number {
  const percent = written === undefined ? 100 : /^\d{1,3}(?:\.\d{1,3})?$/.test(written) ? Number(written) : Number.NaN
  if (percent >= 0 && percent <= 100) return percent / 100
  throw new WorldError('usage', `--min-score cannot be "${written}"`, 'Write a share in percent: --min-score 80.')
}

function placed(report: MutationReport, document: YamlDocument): PlacedMutationReport {
  const survivors = report.survivors.map(({ description, caughtBy, path, range }) => {
    const message = `no test notices when ${description}`
    const finding = { code: 'T104', severity: 'error', message, help: `missing: ${caughtBy}`, path } as const
    return placeFinding({ ...finding, ...(range && { range }) }, document.locate)
  })
  return { report, file: document.source.path, survivors }
}

function printed(
  reports: readonly PlacedMutationReport[],
  form: MutationForm,
  format: FormatOf<'test'>,
  colour: boolean,
): SafeText {
  const paint = makePainter(colour)
  const draw = (diagnostic: Diagnostic): TerminalText => drawDiagnostic(diagnostic, { colour: paint })
  switch (format) {
    case 'text':
      return mutationText(reports, form, paint, draw)
    case 'json':
      return mutationJson(reports)
    case 'ndjson':
      return mutationNdjson(reports)
    case 'junit':
      return junit(mutationJunitCases(reports, (diagnostic) => drawDiagnostic(diagnostic)))
    case 'github':
      return workflowLog(
        githubAnnotations(reports.flatMap(({ survivors }) => survivors)),
        terminal`${mutationSentence(reports)}\n`,
      )
    default:
      return unreachable(format)
  }
}
