import { runArchiveTold } from '../../archive/evaluate-archive'
import { findLogFiles } from '../../archive/log-files'
import { compileSides } from '../../detect/compile-rules'
import { RadiusMeter } from '../../radius/measure-radius'
import { type RadiusTask, radiusSets } from '../../radius/radius-sets'
import { tellAsked } from '../../radius/tell-radius'
import type { RadiusOutcome } from '../../report/radius/radius-outcome'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import { givenByOptions, type LogOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { readingProgress } from '../reading-progress'
import { tellPipelines } from '../tell-pipelines'
import { refuseWithoutTenant, tenantLogFiles, tenantTimes } from '../tenants/tenant-logs'
import { timesAsked } from '../times-asked'
import { tellTroubles, tellUnopened } from '../write-diagnostics'

/** The task of a radius without what the workspace says of rules. */
export type Asked = Omit<RadiusTask, 'options'>

/**
 * What suppressions hide of the signals that rules raise on logs, of files or of a tenant, in one pass. Says on stderr what
 * could not be read.
 */
export async function radiusOnLogs(
  workspace: Workspace,
  asked: Asked,
  logs: readonly string[],
  options: LogOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<RadiusOutcome> {
  const nowMs = context.now()
  const times = options.tenantLogs ? tenantTimes(logs, options, nowMs) : timesAsked(options, nowMs)
  if (!options.tenantLogs) refuseWithoutTenant(logs, options)
  const task: RadiusTask = {
    ...asked,
    options: { tables: workspace.tables, harmlessKeys: workspace.config.policy.harmlessKeys },
  }
  const sets = radiusSets(task)
  const rules = compileSides(sets)
  const found = options.tenantLogs
    ? await tenantLogFiles(workspace, rules, { ...times, maxLogs: options.maxLogs }, context, globals)
    : await findLogFiles(logs, context.cwd, times)
  const progress = readingProgress(context, globals)
  const run = await runArchiveTold(
    {
      rules,
      files: found.files,
      givenOf: givenByOptions(options, workspace, nowMs),
      strict: options.strict === true,
      asked: { fromMs: times.fromMs, toMs: times.toMs },
      untilMs: times.toMs,
      stdin: context.stdin,
      busy: context.busy,
      onProgress: progress.onProgress,
    },
    tellAsked(task.asked),
  ).finally(() => progress.clear())
  try {
    const meter = new RadiusMeter(task, sets, run.variants)
    context.busy(() => {
      for (const signal of run.signals()) meter.show(signal)
    })
    const { logs: read, errors } = run.stats()
    tellTroubles([...found.troubles, ...run.troubles], context)
    tellPipelines(workspace, context, globals)
    if (!globals.quiet) tellUnopened(found, context)
    return {
      radii: meter.radii(run),
      ground: { kind: 'logs', logs: read, errors: errors + found.troubles.length },
    }
  } finally {
    run.close()
  }
}
