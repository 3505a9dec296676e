import type { Diagnostic } from '../../diagnostic/diagnostic'
import { drawDiagnostic } from '../../diagnostic/frame'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import { codeQuality } from '../../report/code-quality'
import { githubAnnotations } from '../../report/github-annotations'
import { junit } from '../../report/junit'
import {
  pipelineTestJson,
  pipelineTestJunit,
  pipelineTestMarkdown,
  pipelineTestNdjson,
  pipelineTestSentence,
  pipelineTestText,
} from '../../report/pipelines/test-report'
import { selectFiles } from '../../workspace/checking/select-files'
import { type PipelineTestRun, testPipelines } from '../../workspace/pipelines/test-pipelines'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace, shownFrom } from '../open-workspace'
import { boundOf } from '../tenants/markdown-bound'
import { tellDiagnostics } from '../write-diagnostics'

/** `ddac pipeline test`: samples through pipelines, in the form of the public ones. 1 if one comes out otherwise. */
export async function pipelineTest(
  context: CliContext,
  globals: GlobalOptions,
  paths: readonly string[],
  { maxSize }: { readonly maxSize?: number },
): Promise<number> {
  const format = formatFrom(globals, 'pipeline test')
  const workspace = openWorkspace(context, globals)
  if (workspace.pipelineTests.length === 0) {
    const help = 'Put them into a *.pipeline-test.yaml beside a pipeline; ddac schema pipeline-test prints the form.'
    throw new WorldError('not-found', 'the workspace has no tests of pipelines', help)
  }
  const from = { cwd: context.cwd, shownFrom: shownFrom(workspace.root, context, globals) }
  const run = context.busy(() => testPipelines(workspace, selectFiles(workspace, paths, from)))
  tellDiagnostics(run.diagnostics, context, globals)
  context.stdout.write(printed(run, format, globals.colour, maxSize))
  return run.isGood ? exitCodes.yes : exitCodes.no
}

function printed(
  run: PipelineTestRun,
  format: FormatOf<'pipeline test'>,
  colour: boolean,
  maxSize: number | undefined,
): SafeText {
  const paint = makePainter(colour)
  const placed: readonly Diagnostic[] = [...run.results.flatMap(({ diagnostics }) => diagnostics), ...run.diagnostics]
  switch (format) {
    case 'text':
      return pipelineTestText(run, paint, (diagnostic) => drawDiagnostic(diagnostic, { colour: paint }))
    case 'json':
      return pipelineTestJson(run)
    case 'ndjson':
      return pipelineTestNdjson(run)
    case 'gitlab':
      return codeQuality(placed)
    case 'github':
      return workflowLog(githubAnnotations(placed), terminal`${pipelineTestSentence(run.results)}\n`)
    case 'markdown':
      return pipelineTestMarkdown(run, boundOf(maxSize, 1, 'ddac pipeline test tells all.'))
    case 'junit':
      return junit(pipelineTestJunit(run, (diagnostic) => drawDiagnostic(diagnostic)))
    default:
      return unreachable(format)
  }
}
