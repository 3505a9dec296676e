import { WorldError } from '../../diagnostic/world-error'
import type { MarkdownText } from '../../medium/markdown-text'
import { isMarkdown } from '../../medium/markdown-text'
import type { ReviewStep } from '../../report/review/review-markdown'
import { planMarkdown } from '../../report/sync/plan-markdown'
import { planSentence } from '../../report/sync/plan-text'
import { withholdsWhatGitAsked } from '../../sync/plan/withhold'
import type { WorkspaceAt } from '../../workspace/revision/workspace-at'
import { hasErrors, type Workspace } from '../../workspace/workspace'
import { impact } from '../commands/impact'
import { type CliContext, exitCodes } from '../context'
import { flawsOf } from '../flaws'
import type { GlobalOptions } from '../global-options'
import { tenantNames } from '../open-workspace'
import { tellError } from '../tell-error'
import { valuesOf } from '../tenants/each-tenant'
import { boundOf } from '../tenants/markdown-bound'
import type { SyncOptions } from '../tenants/plan-tenant'
import { planTenants } from '../tenants/plan-tenants'
import { captured } from './captured'

/** What of a review needs logs or tenants, as the command was told. */
export interface ReviewOptions extends SyncOptions {
  readonly base?: string
  readonly tenantLogs?: boolean
  readonly last?: string
  readonly showValues?: boolean
  /** Why no tenant is asked. */
  readonly withoutTenant?: string
  readonly commit?: string
  /** The tenants whose reviews share a comment. */
  readonly among?: string
  readonly out: string
}

/** What `ddac impact` says, or why it says nothing. */
export async function impactStep(
  logs: readonly string[],
  options: ReviewOptions & { readonly at?: WorkspaceAt },
  context: CliContext,
  globals: GlobalOptions,
  maxSize: number,
): Promise<ReviewStep> {
  const { base, at, tenantLogs = false, last, showValues = false, withoutTenant } = options
  if (base === undefined) return noStep('impact', 'no base was named to lay it beside (--base)')
  if (tenantLogs && withoutTenant !== undefined) return noStep('impact', withoutTenant)
  if (!tenantLogs && logs.length === 0) {
    return noStep('impact', 'neither logs nor --tenant-logs were named')
  }
  const kept = captured(context)
  const asked = {
    base,
    ...(at && { at }),
    showValues,
    maxSize,
    ...(tenantLogs && { tenantLogs }),
    ...(last !== undefined && { last }),
  }
  return answered('impact', context, async () => {
    const code = await impact(kept.context, globals, tenantLogs ? [] : logs, asked)
    const details = kept.results.filter(isMarkdown)
    if (code === exitCodes.couldNotAnswer) return noStep('impact', 'no log could be read', details)
    return { name: 'impact', answer: code === exitCodes.yes ? 'yes' : 'no', sentence: 'see below', details }
  })
}

/** What `ddac plan` says, and whether anything would change. */
export async function planStep(
  workspace: Workspace,
  options: ReviewOptions,
  context: CliContext,
  globals: GlobalOptions,
  maxSize: number,
): Promise<ReviewStep> {
  if (options.withoutTenant !== undefined) return noStep('plan', options.withoutTenant)
  return answered('plan', context, async () => {
    const flaws = await flawsOf(workspace, context, globals)
    if (!flaws) return noStep('plan', 'ddac.yaml, or what all rules rest on, has a mistake')
    const names = tenantNames(workspace, context, globals)
    const outcomes = await planTenants(names, { workspace, flaws, context, globals, options })
    const plans = valuesOf(outcomes)
    const bound = boundOf(maxSize, outcomes.length, 'ddac plan prints all of it.')
    const details = plans.map(({ review }): MarkdownText => planMarkdown(review, bound))
    const unknown = outcomes.flatMap((one) => ('error' in one ? [`${one.tenant}: ${one.error.message}`] : []))
    const sentence = [...plans.map(({ review }) => planSentence(review.plan)), ...unknown].join(' ')
    const isBad =
      flaws.mistakes.length > 0 ||
      plans.some(({ review, problems }) => hasErrors(problems) || withholdsWhatGitAsked(review.plan))
    const changes = plans.flatMap(({ review }) => review.plan.changes.filter(({ action }) => action !== 'none')).length
    if (unknown.length > 0) return { name: 'plan', answer: 'unknown', isTrouble: true, sentence, details }
    return { name: 'plan', answer: isBad ? 'no' : 'yes', sentence, details, changes }
  })
}

function noStep(name: ReviewStep['name'], why: string, details: readonly MarkdownText[] = []): ReviewStep {
  return { name, answer: 'unknown', sentence: `no ${name}, because ${why}`, details }
}

/** A step that met trouble in the world says so, and the others go on. */
async function answered(
  name: ReviewStep['name'],
  context: CliContext,
  work: () => Promise<ReviewStep>,
): Promise<ReviewStep> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof WorldError) || error.code === 'interrupted') throw error
    tellError(error, context, name)
    // An impact is more than a plan needs: keys that may not read logs refuse no pull request.
    return { ...noStep(name, error.message), ...(name !== 'impact' && { isTrouble: true as const }) }
  }
}
