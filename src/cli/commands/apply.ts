import type { Diagnostic } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { terminal } from '../../medium/terminal-text'
import { applyJson, applyMarkdown, applyNdjson, applyText } from '../../report/sync/apply-report'
import { planText } from '../../report/sync/plan-text'
import { type ApplySummary, summarizeApply } from '../../sync/apply/apply-summary'
import { guardCode } from '../../sync/plan/plan-deletions'
import { isNote, isWrite, withholdsWhatGitAsked } from '../../sync/plan/withhold'
import { hasErrors, type Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type Flaws, flawsOf } from '../flaws'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { refuseNoIds, refuseUnknownIds } from '../tenants/asked-ids'
import { checkOrg, tellPlace } from '../tenants/check-org'
import { eachTenant, type TenantOutcome, valuesOf } from '../tenants/each-tenant'
import { type GivenPlans, givenPlans, refuseOptions } from '../tenants/given-plans'
import { type OpenTenant, openTenant } from '../tenants/open-tenant'
import { checkPrune, planOptions, planTenant, type SyncOptions } from '../tenants/plan-tenant'
import { runPlan } from '../tenants/run-plan'
import { tellTenants } from '../tenants/tell-tenants'
import { tellUnread } from '../tenants/tell-unread'
import { tellDiagnostics } from '../write-diagnostics'

interface ApplyCommandOptions extends SyncOptions {
  readonly yes?: boolean
  /** Of Markdown, in bytes; 0 is as much as there is. */
  readonly maxSize?: number
  /** Saved plans: what is not in them is not written. */
  readonly reviewed?: readonly string[]
}

/** What became of one tenant: its plan was applied, or not begun because something stands against it. */
interface Applied {
  readonly summary: ApplySummary
  /** What stands against the plan. */
  readonly problems: readonly Diagnostic[]
  readonly isHeld: boolean
}

/** `ddac apply`: makes tenants equal to git. 1 for mistakes, refusals and conflicts; 2 if something could not be done. */
export async function apply(
  context: CliContext,
  globals: GlobalOptions,
  file: string | undefined,
  options: ApplyCommandOptions,
): Promise<number> {
  const format = formatFrom(globals, 'apply')
  refuseNoIds(options)
  if (!options.yes && !context.confirm) {
    const help = 'Pass --yes to apply without being asked; ddac plan shows what that would do.'
    throw new WorldError('usage', 'nobody is there to confirm', help)
  }
  refuseOptions(file, options)
  const workspace = openWorkspace(context, globals)
  const flaws = await flawsOf(workspace, context, globals)
  if (!flaws) return exitCodes.no
  const given = givenPlans(file, options.reviewed, workspace, context, globals)
  const names = given?.tenants ?? tenantNames(workspace, context, globals)
  checkPrune(workspace, options, context, globals)
  const outcomes = await eachTenant(names, context, async (name) => {
    const tenant = await openTenant(workspace, name, context, globals)
    try {
      return await applyOne({ workspace, flaws, tenant, given, context, globals, options, isText: format === 'text' })
    } finally {
      await tenant.close()
    }
  })
  const mistakes = [...flaws.mistakes, ...valuesOf(outcomes).flatMap(({ problems }) => problems)]
  const whole = '--format json tells all of it.'
  const telling = { format, colour: globals.colour, mistakes, maxSize: options.maxSize, whole }
  context.stdout.write(
    tellTenants(outcomes, telling, (one) => one.summary, countsOf, {
      text: applyText,
      json: applyJson,
      ndjson: applyNdjson,
      markdown: applyMarkdown,
    }),
  )
  return exitCodeOf(outcomes)
}

interface OneTenant {
  readonly workspace: Workspace
  readonly flaws: Flaws
  readonly tenant: OpenTenant
  readonly given: GivenPlans | undefined
  readonly context: CliContext
  readonly globals: GlobalOptions
  readonly options: ApplyCommandOptions
  readonly isText: boolean
}

async function applyOne(one: OneTenant): Promise<Applied> {
  const { workspace, flaws, tenant, given, context, globals, options, isText } = one
  const { config, remote } = tenant
  await checkOrg(tenant)
  const told = planOptions(workspace, options)
  const planned = await planTenant(workspace, config, remote, given?.options(config.name, told) ?? told, {
    validate: options.remoteValidate,
    flaws,
    nowMs: context.now(),
    app: tenant.app,
    isReviewed: options.reviewed !== undefined,
  })
  const { review } = planned
  tellUnread(planned.actual, context, globals)
  if (config.emulator && context.env['CI']) {
    context.stderr.write(
      terminal`warning: the tenant "${config.name}" is the emulator: what is applied here is gone with the runner, and no Datadog hears of it\n`,
    )
  }
  refuseUnknownIds(options, workspace, review.plan)
  const { plan, problems } = given?.due(planned, tenant.host) ?? { plan: review.plan, problems: planned.problems }
  tellDiagnostics(problems, context, globals)
  const nothing: ApplySummary = summarizeApply(plan.tenant, [], false, plan.changes)
  const shown = isText ? context.stdout : context.stderr
  const isGuarded = problems.some(({ code }) => code === guardCode)
  const isIncomplete = flaws.mistakes.length > 0 || withholdsWhatGitAsked(plan)
  if (isGuarded || (options.allOrNothing && isIncomplete)) {
    shown.write(planText(review, makePainter(globals.colour)))
    context.stderr.write(terminal`${plan.tenant}: nothing was written.\n`)
    return { summary: nothing, problems, isHeld: true }
  }
  const isHeld = flaws.mistakes.length > 0 || hasErrors(problems) || withholdsWhatGitAsked(plan)
  const hasWork = plan.changes.some(isWrite)
  // Notes alone are nothing to ask about; unasked they wait for an apply that may write.
  if (!hasWork && !(options.yes && plan.changes.some(isNote))) return { summary: nothing, problems, isHeld }
  await tellPlace(tenant, context, globals)
  if (!options.yes) {
    shown.write(planText({ ...review, plan }, makePainter(globals.colour)))
    if (!(await context.confirm?.(terminal`Apply this to ${plan.tenant}?`))) {
      context.stderr.write(terminal`${plan.tenant}: nothing was written.\n`)
      return { summary: nothing, problems, isHeld: true }
    }
  }
  return { summary: await runPlan(plan, remote, context, globals), problems, isHeld }
}

function exitCodeOf(outcomes: readonly TenantOutcome<Applied>[]): number {
  const done = valuesOf(outcomes)
  const isUnfinished = ({ summary: { failed, notDone } }: Applied): boolean =>
    notDone.length > 0 || failed.some(({ error }) => error.code !== 'rejected')
  if (done.length < outcomes.length || done.some(isUnfinished)) return exitCodes.couldNotAnswer
  const isNo = ({ summary: { failed, conflicts, skipped }, isHeld }: Applied): boolean =>
    isHeld || failed.length + conflicts.length + skipped.length > 0
  return done.some(isNo) ? exitCodes.no : exitCodes.yes
}

function countsOf({ summary: { applied, conflicts, failed, skipped, withheld, noted, notDone } }: Applied) {
  return {
    applied: applied.length,
    conflicts: conflicts.length,
    failed: failed.length,
    skipped: skipped.length,
    withheld: withheld.length,
    'not done': notDone.length,
    noted: noted.length,
  }
}
