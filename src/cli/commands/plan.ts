import { resolve } from 'node:path'
import { joinedMarkdown, markdown } from '../../medium/markdown-text'
import { planJson, planNdjson } from '../../report/sync/plan-json'
import { planMarkdown } from '../../report/sync/plan-markdown'
import { planText } from '../../report/sync/plan-text'
import type { Plan } from '../../sync/plan/plan'
import { guardCode } from '../../sync/plan/plan-deletions'
import { withholdsWhatGitAsked } from '../../sync/plan/withhold'
import { hasErrors } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { flawsOf } from '../flaws'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { refuseNoIds } from '../tenants/asked-ids'
import { valuesOf } from '../tenants/each-tenant'
import { checkPrune, type SyncOptions, type TenantPlan } from '../tenants/plan-tenant'
import { planTenants } from '../tenants/plan-tenants'
import { tellTenants } from '../tenants/tell-tenants'
import { tellDiagnostics } from '../write-diagnostics'

interface PlanCommandOptions extends SyncOptions {
  readonly out?: string
  readonly detailedExitcode?: boolean
  /** Of Markdown, in bytes; 0 is as much as there is. */
  readonly maxSize?: number
  /** A file for the whole Markdown. */
  readonly whole?: string
}

/** `ddac plan`: what `apply` would change. 1 for a workspace or plan with mistakes; 2 (or 1, detailed) for no answer. */
export async function plan(context: CliContext, globals: GlobalOptions, options: PlanCommandOptions): Promise<number> {
  const format = formatFrom(globals, 'plan')
  refuseNoIds(options)
  const workspace = openWorkspace(context, globals)
  const flaws = await flawsOf(workspace, context, globals)
  if (!flaws) return exitCodes.no
  const names = tenantNames(workspace, context, globals)
  // A program that reads the plan as data applies it by itself, and is told then.
  const isData = format !== 'text' && format !== 'markdown'
  checkPrune(workspace, options, context, { ...globals, quiet: globals.quiet || isData })
  const outcomes = await planTenants(names, { workspace, flaws, context, globals, options, out: options.out })
  const plans = valuesOf(outcomes)
  const problems = plans.flatMap((each) => each.problems)
  tellDiagnostics(problems, context, globals)
  const { whole } = options
  const elsewhere =
    whole === undefined ? '--whole FILE writes all of it, --max-size 0 prints it.' : `All of it is in ${whole}.`
  const mistakes = [...flaws.mistakes, ...problems]
  const telling = { format, colour: globals.colour, mistakes, maxSize: options.maxSize, whole: elsewhere }
  context.stdout.write(
    tellTenants(outcomes, telling, (one) => one.review, countsOf, {
      text: planText,
      json: planJson,
      ndjson: planNdjson,
      markdown: planMarkdown,
    }),
  )
  if (whole !== undefined) {
    const all = joinedMarkdown(
      plans.map(({ review }) => planMarkdown(review)),
      markdown`\n`,
    )
    writeText(resolve(context.cwd, whole), String(all), whole)
  }
  const isBad =
    flaws.mistakes.length > 0 || hasErrors(problems) || plans.some(({ review }) => withholdsWhatGitAsked(review.plan))
  const isGuarded = problems.some(({ code }) => code === guardCode)
  if (plans.length < outcomes.length) return options.detailedExitcode ? 1 : exitCodes.couldNotAnswer
  if (options.detailedExitcode && !isGuarded)
    return plans.some(({ review }) => changesOf(review.plan) > 0) ? 2 : flaws.mistakes.length > 0 ? 1 : 0
  return isBad ? exitCodes.no : exitCodes.yes
}

function changesOf({ changes }: Plan): number {
  return changes.filter(({ action }) => action !== 'none').length
}

function countsOf({ review, problems }: TenantPlan) {
  const { create, update, replace, adopt, delete: deleted, withheld, none, unmanaged } = review.plan.summary
  const counts = { create, update, replace, adopt, delete: deleted, withheld, unchanged: none, unmanaged }
  return { ...counts, refused: review.refusals.length, problems: problems.length }
}
