import { applyPlan } from '../../sync/apply/apply-plan'
import type { ApplySummary } from '../../sync/apply/apply-summary'
import type { Plan } from '../../sync/plan/plan'
import type { Remote } from '../../sync/remote'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { progressLine } from '../write-diagnostics'

/** Applies a plan, with a line for whoever waits, until it is done or a signal ends it. */
export async function runPlan(
  plan: Plan,
  remote: Remote,
  context: CliContext,
  globals: GlobalOptions,
): Promise<ApplySummary> {
  const progress = progressLine(context.stderr, globals.quiet)
  const summary = await applyPlan(plan, remote, {
    signal: context.abort,
    pause: (attempt) => context.sleep(250 * 2 ** attempt * (0.5 + Math.random())),
    onProgress: ({ done, total }) => progress.show(`${plan.tenant}: ${done}/${total}`),
  })
  progress.clear()
  return summary
}
