import { evaluateArchive } from '../../archive/evaluate-archive'
import { findLogFiles } from '../../archive/log-files'
import { compileRules } from '../../detect/compile-rules'
import type { Signal } from '../../detect/signals/signal'
import type { Draft } from '../../rule/rule'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import { type GivenOptions, givenByOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { readingProgress } from '../reading-progress'
import { tellPipelines } from '../tell-pipelines'
import { tellTroubles, tellUnopened } from '../write-diagnostics'

/** What we make of a rule over logs. */
export interface Here {
  readonly signals: readonly Signal[]
  readonly logs: number
  readonly notEvaluated: string | undefined
}

/** What we make of the rule over logs of the same stretch. No suppression acts, as none acts on a job (assumed). */
export async function evaluateHere(
  rule: Draft,
  logs: readonly string[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  workspace: Workspace,
  options: GivenOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<Here> {
  const { files, troubles, skipped, outside } = await findLogFiles(logs, context.cwd, { fromMs, toMs })
  const progress = readingProgress(context, globals)
  const { harmlessKeys } = workspace.config.policy
  const archive = await evaluateArchive({
    rules: compileRules([rule], { tables: workspace.tables, harmlessKeys }),
    files,
    givenOf: givenByOptions(options, workspace, context.now()),
    asked: { fromMs, toMs },
    untilMs: toMs,
    stdin: context.stdin,
    busy: context.busy,
    onProgress: progress.onProgress,
  }).finally(() => progress.clear())
  tellTroubles([...troubles, ...archive.troubles], context)
  tellPipelines(workspace, context, globals)
  if (!globals.quiet) tellUnopened({ skipped, outside }, context)
  return { signals: archive.signals, logs: archive.stats.logs, notEvaluated: archive.notEvaluated[0]?.reason }
}
