import { type Coverage, measureCoverage } from '../../coverage/measure-coverage'
import { standingOf } from '../../coverage/rule-standing'
import { compileRules } from '../../detect/compile-rules'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { coverageJson } from '../../report/coverage/coverage-json'
import { coverageMarkdown } from '../../report/coverage/coverage-markdown'
import { coverageText } from '../../report/coverage/coverage-text'
import { navigatorLayer } from '../../report/coverage/navigator-layer'
import { suppressionsOn } from '../../suppression/scopes'
import { countCases } from '../../testing/count-cases'
import { evaluationMistakes } from '../../workspace/checking/evaluation-mistakes'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { runTestFiles } from '../../workspace/checking/run-test-files'
import { hasErrors, type Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { chosenDetections, chosenWorkspace, openWorkspace, shownFrom } from '../open-workspace'
import { boundOf } from '../tenants/markdown-bound'
import { tellDiagnostics } from '../write-diagnostics'

/** `ddac coverage`: what of ATT&CK the rules watch for, and on what that rests. 1 if a file has a mistake. */
export async function coverage(
  context: CliContext,
  globals: GlobalOptions,
  options: { readonly navigator?: boolean; readonly maxSize?: number },
): Promise<number> {
  const format = formatFrom(globals, 'coverage')
  if (options.navigator && format === 'markdown') {
    throw new WorldError('usage', '--navigator is a layer in JSON', 'Leave --format out.')
  }
  const workspace = openWorkspace(context, globals)
  const mistakes = evaluationMistakes(workspace)
  tellDiagnostics(mistakes, context, globals)
  const here = chosenWorkspace(workspace, context, globals)
  const cwd = shownFrom(workspace.root, context, globals)
  const measured = await context.busy(() =>
    measure(here, chosenDetections(workspace, context, globals), cwd, context.now()),
  )
  const layer = options.navigator ? navigatorLayer(measured, 'ddac coverage') : undefined
  context.stdout.write(layer ?? printed(measured, mistakes, format, globals.colour, options.maxSize))
  return hasErrors(mistakes) ? exitCodes.no : exitCodes.yes
}

async function measure(
  workspace: Workspace,
  { rules, suppressions }: LocalDetections,
  cwd: string,
  nowMs: number,
): Promise<Coverage> {
  const { tables, config } = workspace
  const detections = { rules, suppressions }
  const { files } = await runTestFiles(workspace, () => true, detections, { cwd })
  const counts = countCases(files.flatMap(({ results }) => results.map(({ result }) => result)))
  const { notEvaluated } = compileRules(rules, { tables, harmlessKeys: config.policy.harmlessKeys })
  const reasons = new Map(notEvaluated.map(({ rule, reason }) => [rule, reason]))
  const on = suppressionsOn(suppressions)
  const rated = rules.map((rule) => {
    const name = rule.id ?? rule.name
    const tests = counts.get(name) ?? { firing: 0, silent: 0 }
    const known = { notEvaluated: reasons.get(name), suppressions: on(rule), tests }
    return { rule, standing: standingOf(rule, known, nowMs) }
  })
  return measureCoverage(rated)
}

function printed(
  coverage: Coverage,
  mistakes: readonly Diagnostic[],
  format: FormatOf<'coverage'>,
  colour: boolean,
  maxSize: number | undefined,
): SafeText {
  switch (format) {
    case 'text':
      return coverageText(coverage, makePainter(colour))
    case 'json':
      return coverageJson(coverage, mistakes)
    case 'markdown':
      return coverageMarkdown(coverage, mistakes, boundOf(maxSize, 1, 'ddac coverage tells all.'))
    default:
      return unreachable(format)
  }
}
