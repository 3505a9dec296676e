import { findLogFiles } from '../../archive/log-files'
import { FoundTroubles } from '../../archive/log-trouble'
import { readRawLogs } from '../../archive/read-raw-logs'
import { unreachable } from '../../diagnostic/unreachable'
import { readLog } from '../../event/read-log'
import { makePainter } from '../../medium/painter'
import { processedLog } from '../../report/pipelines/processed-log'
import { type RunLog, runJson, runMistakesNdjson, runNdjson, runText } from '../../report/pipelines/run-report'
import { evaluationMistakes } from '../../workspace/checking/evaluation-mistakes'
import { watchedProcessing } from '../../workspace/pipelines/watched-processing'
import { hasErrors } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import { type GivenOptions, givenByOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { tellPipelines } from '../tell-pipelines'
import { progressLine, tellDiagnostics, tellTroubles } from '../write-diagnostics'

/** `ddac pipeline run`: what becomes of logs before rules see them. 1 if a file has a mistake, 2 if no log could be read. */
export async function pipelineRun(
  context: CliContext,
  globals: GlobalOptions,
  logs: readonly string[],
  options: { readonly explain?: boolean } & GivenOptions,
): Promise<number> {
  const format = formatFrom(globals, 'pipeline run')
  const workspace = openWorkspace(context, globals)
  const mistakes = evaluationMistakes(workspace)
  tellDiagnostics(mistakes, context, globals)
  const { processing, watch } = watchedProcessing(workspace)
  const seen = options.explain ? { ...workspace, processing } : workspace
  const givenOf = givenByOptions(options, seen, context.now())
  const { files, troubles: unopened } = await findLogFiles(logs, context.cwd)
  const paint = makePainter(globals.colour)
  const progress = progressLine(context.stderr, globals.quiet)
  const troubles = new FoundTroubles()
  for (const trouble of unopened) troubles.add(trouble)
  const all: RunLog[] = []
  let read = 0
  const show = (run: RunLog): void => {
    switch (format) {
      case 'json':
        all.push(run)
        break
      case 'ndjson':
        context.stdout.write(runNdjson([run]))
        break
      case 'text':
        context.stdout.write(runText(run, paint))
        break
      default:
        unreachable(format)
    }
  }
  for (const [index, file] of files.entries()) {
    progress.show(`${index}/${files.length} files`)
    const given = givenOf(file)
    read += await readRawLogs(file, {
      given,
      stdin: context.stdin,
      onTrouble: (trouble) => troubles.add(trouble),
      onLog: (raw) => {
        const result = readLog(raw, { given, defaultTimeMs: context.now() })
        const traces = watch.take()
        if ('trouble' in result) return result
        show({ file: file.name, log: processedLog(result.event), ...(options.explain && { traces }) })
        return undefined
      },
    })
  }
  progress.clear()
  if (format === 'json') context.stdout.write(runJson(all, troubles.count, mistakes))
  if (format === 'ndjson') context.stdout.write(runMistakesNdjson(mistakes))
  tellTroubles(troubles.told(), context)
  tellPipelines(seen, context, globals)
  if (read === 0 && troubles.count > 0) return exitCodes.couldNotAnswer
  return hasErrors(mistakes) ? exitCodes.no : exitCodes.yes
}
