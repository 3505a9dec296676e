import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { terminal } from '../../medium/terminal-text'
import { type BacktestOutcome, backtestJson, backtestText } from '../../report/backtest-report'
import { jobDefinition } from '../../sync/backtest/job-definition'
import { asOurSignal } from '../../sync/backtest/job-signal'
import { runJob } from '../../sync/backtest/run-job'
import { decodeSignal } from '../../wire/decode-signal'
import { localDetections } from '../../workspace/checking/local-detections'
import { evaluateHere } from '../backtest/evaluate-here'
import { pairsOf } from '../backtest/pairs-of'
import { ruleNamed } from '../backtest/rule-named'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GivenOptions } from '../given-by-options'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { checkOrg } from '../tenants/check-org'
import { withTenant } from '../tenants/tenant-logs'
import { stretchAsked } from '../times-asked'
import { progressLine } from '../write-diagnostics'

interface BacktestOptions extends GivenOptions {
  readonly last?: string
  readonly from?: string
  readonly to?: string
  readonly index?: string
  readonly logs?: readonly string[]
  readonly failOn?: string
}

/**
 * `ddac backtest RULE`: what the tenant's own engine makes of a rule over past logs. Ctrl-C cancels the job. 0, or 1 for
 * what `--fail-on` names.
 */
export async function backtest(
  context: CliContext,
  globals: GlobalOptions,
  id: string,
  options: BacktestOptions,
): Promise<number> {
  const format = formatFrom(globals, 'backtest')
  const asked = { ...stretchAsked(options, context.now()), index: options.index ?? 'main' }
  if (options.failOn !== undefined && options.logs === undefined) {
    throw new WorldError('usage', '--fail-on disagreement needs logs to compare with', 'Name them: --logs archive/.')
  }
  const workspace = openWorkspace(context, globals)
  const outcome = await withTenant(workspace, context, globals, async (tenant): Promise<BacktestOutcome> => {
    const rule = ruleNamed(id, workspace, localDetections(workspace, tenant.config).rules)
    const { definition, leftOut } = jobDefinition(rule, asked)
    for (const what of leftOut) context.stderr.write(terminal`a job does not do this of ${id}: ${what}\n`)
    // What is here comes first: Ctrl-C ends it at once, and a job has to be cancelled.
    const here = options.logs && (await evaluateHere(rule, options.logs, asked, workspace, options, context, globals))
    await checkOrg(tenant)
    const progress = progressLine(context.stderr, globals.quiet)
    const { id: job, signals: found } = await runJob({
      runner: tenant.jobs,
      definition,
      sleep: context.sleep,
      isStopped: () => context.abort.aborted,
      onStart: (started) => {
        if (!globals.quiet)
          context.stderr.write(terminal`${tenant.config.name}: job ${started} runs; Ctrl-C cancels it\n`)
      },
      onState: ({ status, progress: part }) =>
        progress.show(`${status}${part === undefined ? '' : `, ${Math.round(part * 100)} %`}`),
    }).finally(() => progress.clear())
    const theirs = found.flatMap((signal) => decodeSignal(signal) ?? [])
    return {
      tenant: tenant.config.name,
      rule: id,
      job: { id: job, ...asked },
      signals: theirs.map((signal) => asOurSignal(signal, rule)),
      leftOut,
      comparison: here && {
        logs: here.logs,
        pairs: here.notEvaluated === undefined ? pairsOf(here.signals, theirs, rule) : [],
        ...(here.notEvaluated !== undefined && { notEvaluated: here.notEvaluated }),
      },
    }
  })
  switch (format) {
    case 'text':
      context.stdout.write(backtestText(outcome, makePainter(globals.colour)))
      break
    case 'json':
      context.stdout.write(backtestJson(outcome))
      break
    default:
      unreachable(format)
  }
  const disagrees =
    outcome.comparison?.notEvaluated !== undefined || outcome.comparison?.pairs.some((one) => !one.agrees)
  return options.failOn !== undefined && disagrees ? exitCodes.no : exitCodes.yes
}
