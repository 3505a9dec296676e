import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { drawDiagnostic } from '../../diagnostic/frame'
import { unreachable } from '../../diagnostic/unreachable'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import { type MutationReport, runRuleMutations, runSuppressionMutations } from '../../mutation/run-mutations'
import { githubAnnotations } from '../../report/github-annotations'
import { mutationJson, mutationSentence, mutationText, type PlacedMutationReport } from '../../report/mutation-report'
import { readyTests } from '../../workspace/checking/ready-tests'
import type { Selection } from '../../workspace/checking/select-files'
import { readSamples } from '../../workspace/read-samples'
import type { Workspace } from '../../workspace/workspace'
import type { YamlDocument } from '../../yaml/yaml-document'
import { type CliContext, exitCodes } from '../context'
import { formatFrom, type GlobalOptions } from '../global-options'
import { chosenDetections } from '../open-workspace'
import { progressLine } from '../write-diagnostics'

const formats = ['text', 'json', 'github'] as const

/** `ddac test --mutate`: do the tests notice when a rule is changed? 1 if a change gets past all of them. */
export async function mutate(
  workspace: Workspace,
  isSelected: Selection,
  context: CliContext,
  globals: GlobalOptions,
): Promise<number> {
  const format = formatFrom(globals, formats)
  const detections = chosenDetections(workspace, context, globals)
  const samples = await readSamples(workspace, workspace.tests, context.cwd)
  const tests = workspace.tests.flatMap((file) => readyTests(workspace, file, detections, samples) ?? [])
  const progress = progressLine(context.stderr, globals.quiet)
  const reports: PlacedMutationReport[] = []
  for (const { rule: read, document, path } of workspace.rules) {
    const rule = detections.rules.find(({ id }) => id === read?.id)
    if (!rule || !isSelected(path)) continue
    progress.show(`changing ${rule.id}`)
    reports.push(placed(runRuleMutations(rule, tests), document))
  }
  for (const { suppression: read, document, path } of workspace.suppressions) {
    const suppression = detections.suppressions.find(({ id }) => id === read?.id)
    if (!suppression || !isSelected(path)) continue
    progress.show(`changing ${suppression.id}`)
    reports.push(placed(runSuppressionMutations(suppression, tests), document))
  }
  progress.clear()
  context.stdout.write(printed(reports, format, globals.colour))
  return reports.every(({ survivors }) => survivors.length === 0) ? exitCodes.yes : exitCodes.no
}

function placed(report: MutationReport, document: YamlDocument): PlacedMutationReport {
  const survivors = report.survivors.map(({ description, caughtBy, path, range }) => {
    const message = `no test notices when ${description}`
    const finding = { code: 'T104', severity: 'error', message, help: `missing: ${caughtBy}`, path } as const
    return placeFinding({ ...finding, ...(range && { range }) }, document.locate)
  })
  return { report, survivors }
}

function printed(
  reports: readonly PlacedMutationReport[],
  format: (typeof formats)[number],
  colour: boolean,
): SafeText {
  const paint = makePainter(colour)
  const draw = (diagnostic: Diagnostic): TerminalText => drawDiagnostic(diagnostic, { colour: paint })
  switch (format) {
    case 'text':
      return mutationText(reports, paint, draw)
    case 'json':
      return mutationJson(reports)
    case 'github':
      return workflowLog(
        githubAnnotations(reports.flatMap(({ survivors }) => survivors)),
        terminal`${mutationSentence(reports)}\n`,
      )
    default:
      return unreachable(format)
  }
}
