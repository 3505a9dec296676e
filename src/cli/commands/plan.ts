import { resolve } from 'node:path'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { joinedMarkdown, markdown } from '../../medium/markdown-text'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { lined, terminal } from '../../medium/terminal-text'
import { planJson, planNdjson } from '../../report/sync/plan-json'
import { planMarkdown } from '../../report/sync/plan-markdown'
import { planText } from '../../report/sync/plan-text'
import { type TenantRow, tenantMatrixMarkdown, tenantMatrixText } from '../../report/sync/tenant-matrix'
import type { Plan } from '../../sync/plan/plan'
import { encodePlan } from '../../sync/plan/saved-plan'
import { hasErrors } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom, type GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { ownVersion } from '../own-version'
import { eachTenant, type TenantOutcome, valuesOf } from '../tenants/each-tenant'
import { openTenant } from '../tenants/open-tenant'
import {
  planOptions,
  planTenant,
  refuseUnknownTargets,
  type SyncOptions,
  type TenantPlan,
} from '../tenants/plan-tenant'
import { isUnfit } from '../unfit'
import { tellDiagnostics } from '../write-diagnostics'

const formats = ['text', 'json', 'ndjson', 'markdown'] as const

interface PlanCommandOptions extends SyncOptions {
  readonly out?: string
  readonly detailedExitcode?: boolean
}

/** `ddac plan`: what `apply` would change. 1 for a workspace or plan with mistakes; 2 (or 1, detailed) for no answer. */
export async function plan(context: CliContext, globals: GlobalOptions, options: PlanCommandOptions): Promise<number> {
  const format = formatFrom(globals, formats)
  const workspace = openWorkspace(context, globals)
  if (isUnfit(workspace, context, globals)) return exitCodes.no
  const names = tenantNames(workspace, context, globals)
  if (options.out !== undefined && names.length > 1) {
    throw new WorldError('usage', '--out saves the plan of one tenant', 'Choose it with --tenant, and plan each apart.')
  }
  const saved = ({ review }: TenantPlan, host: string): string => {
    const stamp = { host, madeAtMs: context.now(), version: ownVersion(), options: planOptions(workspace, options) }
    return encodePlan(review.plan, stamp)
  }
  const outcomes = await eachTenant(names, context, async (name) => {
    const tenant = await openTenant(workspace, name, context, globals)
    try {
      const planned = await planTenant(workspace, tenant.config, tenant.remote, planOptions(workspace, options), {
        validate: options.remoteValidate,
      })
      refuseUnknownTargets(options.target, workspace, planned.review.plan)
      if (options.out !== undefined) {
        writeText(resolve(context.cwd, options.out), saved(planned, tenant.host), options.out)
      }
      return planned
    } finally {
      await tenant.close()
    }
  })
  const plans = valuesOf(outcomes)
  const problems = plans.flatMap((each) => each.problems)
  tellDiagnostics(problems, context, globals)
  context.stdout.write(printed(outcomes, format, globals))
  const isBad = hasErrors(problems) || plans.some(({ review }) => review.refusals.length > 0)
  if (plans.length < outcomes.length) return options.detailedExitcode ? 1 : exitCodes.couldNotAnswer
  if (isBad) return exitCodes.no
  return options.detailedExitcode && plans.some(({ review }) => changesOf(review.plan) > 0) ? 2 : exitCodes.yes
}

function changesOf({ changes }: Plan): number {
  return changes.filter(({ action }) => action !== 'none').length
}

function printed(
  outcomes: readonly TenantOutcome<TenantPlan>[],
  format: (typeof formats)[number],
  { colour }: GlobalOptions,
): SafeText {
  const paint = makePainter(colour)
  const reviews = valuesOf(outcomes).map(({ review }) => review)
  const isMany = outcomes.length > 1
  switch (format) {
    case 'text':
      return terminal`${lined(reviews.map((review) => planText(review, paint)))}${isMany ? terminal`\n${tenantMatrixText(rows(outcomes), paint)}` : ''}`
    case 'json':
      return planJson(outcomes.map((each) => ('value' in each ? each.value.review : each)))
    case 'ndjson':
      return planNdjson(outcomes.map((each) => ('value' in each ? each.value.review : each)))
    case 'markdown':
      return markdown`${isMany ? markdown`${tenantMatrixMarkdown(rows(outcomes))}\n` : ''}${joinedMarkdown(reviews.map(planMarkdown), markdown`\n`)}`
    default:
      return unreachable(format)
  }
}

function rows(outcomes: readonly TenantOutcome<TenantPlan>[]): readonly TenantRow[] {
  return outcomes.map((outcome): TenantRow => {
    if (!('value' in outcome)) return { tenant: outcome.tenant, error: outcome.error.message }
    const { review, problems } = outcome.value
    const { create, update, replace, adopt, delete: deleted, none, unmanaged } = review.plan.summary
    const counts = { create, update, replace, adopt, delete: deleted, unchanged: none, unmanaged }
    return { tenant: outcome.tenant, counts: { ...counts, refused: review.refusals.length, problems: problems.length } }
  })
}
