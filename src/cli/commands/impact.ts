import { findLogFiles } from '../../archive/log-files'
import { compileSides } from '../../detect/compile-rules'
import { unreachable } from '../../diagnostic/unreachable'
import { findChanges } from '../../impact/changed-rules'
import { excessesOf, parseFailOn } from '../../impact/fail-on'
import { type Impact, measureImpact } from '../../impact/measure-impact'
import { suppressionChanges } from '../../impact/suppression-changes'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { impactJson } from '../../report/impact/impact-json'
import { impactMarkdown } from '../../report/impact/impact-markdown'
import type { ImpactOutcome } from '../../report/impact/impact-outcome'
import { impactText } from '../../report/impact/impact-text'
import { unheardText } from '../../report/unheard-notes'
import { evaluationMistakes } from '../../workspace/checking/evaluation-mistakes'
import { wayOfLogs } from '../../workspace/revision/way-of-logs'
import { type WorkspaceAt, workspaceAt } from '../../workspace/revision/workspace-at'
import { hasErrors } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import { givenByOptions, type LogOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { evaluateSides, explainExamples, type SidesEvaluation, type SidesTask } from '../impact/evaluate-sides'
import { detectionsOf } from '../impact/sides'
import { tellBase } from '../impact/tell-base'
import { openWorkspace, shownFrom, tenantNames } from '../open-workspace'
import { tellPipelines } from '../tell-pipelines'
import { boundOf } from '../tenants/markdown-bound'
import { refuseWithoutTenant, tenantLogFiles, tenantTimes } from '../tenants/tenant-logs'
import { timesAsked } from '../times-asked'
import { tellDiagnostics, tellTroubles, tellUnopened } from '../write-diagnostics'

interface ImpactOptions extends LogOptions {
  readonly base: string
  /** What the base has, where that was read, and told, already. */
  readonly at?: WorkspaceAt
  readonly failOn?: readonly string[]
  readonly showValues?: boolean
  readonly workers?: number
  readonly maxSize?: number
}

/**
 * `ddac impact`: what the working tree does to the signals that logs raise, beside a commit. 0, or 1 for what `--fail-on`
 * names; 2 if no log could be read.
 */
export async function impact(
  context: CliContext,
  globals: GlobalOptions,
  logs: readonly string[],
  options: ImpactOptions,
): Promise<number> {
  const format = formatFrom(globals, 'impact')
  const bounds = (options.failOn ?? []).map(parseFailOn)
  const times = options.tenantLogs ? tenantTimes(logs, options, context.now()) : timesAsked(options, context.now())
  if (!options.tenantLogs) refuseWithoutTenant(logs, options)
  const workspace = openWorkspace(context, globals)
  const base =
    options.at ?? (await workspaceAt(workspace.root, options.base, shownFrom(workspace.root, context, globals)))
  if (!options.at) tellBase(base, options.base, workspace, context, globals)
  const mistakes = evaluationMistakes(workspace)
  tellDiagnostics(mistakes, context, globals)
  const [tenant] = globals.tenants.length > 0 ? tenantNames(workspace, context, globals) : []
  // What a tenant, or an archive of it, has processed is read in one way.
  const isRead = !options.tenantLogs && !options.processed
  const now = { workspace, wayOf: isRead ? wayOfLogs(workspace) : undefined }
  const then = { workspace: base.workspace, wayOf: isRead ? base.wayOf : undefined }
  const before = detectionsOf(then, workspace, tenant)
  const after = detectionsOf(now, base.workspace, tenant)
  const changes = findChanges(before, after)
  const { files, skipped, troubles, outside } =
    changes.changed.length === 0
      ? { files: [], skipped: [], troubles: [], outside: 0 }
      : options.tenantLogs
        ? await tenantLogFiles(
            workspace,
            compileSides(changes.sets),
            { ...times, maxLogs: options.maxLogs },
            context,
            globals,
          )
        : await findLogFiles(logs, context.cwd, times)
  const task: SidesTask = {
    changes,
    suppressions: suppressionChanges(before, after, context.now()),
    files,
    givenOn: {
      before: givenByOptions(options, base.workspace ?? workspace, context.now()),
      after: givenByOptions(options, workspace, context.now()),
    },
    asked: { fromMs: times.fromMs, toMs: times.toMs },
    isAsked: times.isAsked,
    untilMs: times.toMs,
    strict: options.strict === true,
    workers: options.workers,
  }
  const evaluation = await evaluateSides(task, context, globals)
  tellTroubles([...troubles, ...evaluation.troubles], context)
  tellPipelines(workspace, context, globals)
  if (!globals.quiet) {
    tellUnopened({ skipped, outside }, context)
    if (format === 'text') context.stderr.write(unheardText(evaluation.unheard))
  }
  const measured = measuredSignals(task, evaluation, context)
  const { logs: read, errors: found } = evaluation.stats()
  const showsExamples = format !== 'markdown' || options.showValues === true
  const errors = found + troubles.length
  const outcome: ImpactOutcome = {
    base: {
      ref: options.base,
      commit: base.commit,
      ...(base.movedFrom !== undefined && { movedFrom: base.movedFrom }),
    },
    impact: measured,
    explanations: showsExamples ? await explainExamples(task, measured, evaluation, context, globals) : undefined,
    excesses: excessesOf(measured, bounds),
    mistakes,
    logs: read,
    errors,
  }
  context.stdout.write(printed(outcome, format, options, globals.colour))
  if (read === 0 && errors > 0) return exitCodes.couldNotAnswer
  if (bounds.length === 0) return exitCodes.yes
  // What a file with a mistake will raise nobody knows.
  return outcome.excesses.length > 0 || hasErrors(mistakes) ? exitCodes.no : exitCodes.yes
}

/** The signals are looked at one by one, for there may be very many. */
function measuredSignals(
  { changes, suppressions }: SidesTask,
  { runs, notEvaluated, exclusions, close }: SidesEvaluation,
  { busy }: CliContext,
): Impact {
  try {
    return busy(() => measureImpact(changes, runs, { notEvaluated, suppressions, exclusions }))
  } finally {
    close()
  }
}

function printed(
  outcome: ImpactOutcome,
  format: FormatOf<'impact'>,
  { showValues = false, maxSize }: ImpactOptions,
  colour: boolean,
): SafeText {
  switch (format) {
    case 'text':
      return impactText(outcome, makePainter(colour))
    case 'json':
      return impactJson(outcome)
    case 'markdown':
      return impactMarkdown(outcome, showValues, boundOf(maxSize, 1, 'ddac impact prints all of it.'))
    default:
      return unreachable(format)
  }
}
