import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { jsonDocument } from '../../medium/json-text'
import { mistakesIn } from '../../report/diagnostics-json'
import { type Review, type ReviewStep, reviewMarkdown } from '../../report/review/review-markdown'
import type { Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { type NewBeside, newBeside } from '../impact/new-beside'
import { namesIn } from '../night/gathered-runs'
import { openWorkspace, tenantNames } from '../open-workspace'
import { testStep, validateStep } from '../review/local-steps'
import { nameOfWorkspace } from '../review/name-of-workspace'
import { impactStep, planStep, type ReviewOptions } from '../review/tenant-steps'

/** What fits into a comment of GitHub with room for its marker. */
const mostText = 60_000

/**
 * `ddac review`: validate, test, impact and plan of a change, as one document: printed and written bounded, and whole beside
 * it. 1 if a step says no; 2 if one could not answer though it should. With --each one for each merge request that waits.
 */
export async function review(
  context: CliContext,
  globals: GlobalOptions,
  logs: readonly string[],
  options: ReviewOptions & { readonly each?: string },
): Promise<number> {
  const { each, ...one } = options
  if (each === undefined) return reviewOne(context, globals, logs, one)
  const { reviewEach } = await import('../review/review-each')
  return reviewEach(each, reviewOne, context, globals, one)
}

async function reviewOne(
  context: CliContext,
  globals: GlobalOptions,
  logs: readonly string[],
  options: ReviewOptions,
): Promise<number> {
  const format = formatFrom(globals, 'review')
  const shown: GlobalOptions = { ...globals, format: 'markdown' }
  const workspace = openWorkspace(context, shown)
  const room = Math.floor(mostText / Math.max(1, namesIn(options.among ?? '').length))
  const tenants = options.withoutTenant === undefined ? tenantNames(workspace, context, shown) : []
  const base = await baseOf(workspace, options, context, shown)
  const steps: readonly ReviewStep[] = [
    await validateStep(workspace, context, shown),
    await testStep(workspace, base, context, shown),
    await impactStep(logs, { ...options, ...(base && { at: base.at }) }, context, shown, Math.floor(room / 3)),
    await planStep(workspace, options, context, shown, Math.floor(room / 2)),
  ]
  const { commit } = options
  const named: Review = {
    workspace: nameOfWorkspace(workspace),
    tenants,
    steps,
    ...(commit !== undefined && { commit }),
  }
  const whole = 'All of it is in whole.md of the run.'
  const comment = reviewMarkdown(named, { maxBytes: room, whole })
  const code = codeOf(steps)
  const state = jsonDocument({
    workspace: named.workspace,
    tenants,
    asked: globals.tenants.length > 0 ? globals.tenants : namesIn(context.env['DDAC_TENANT'] ?? ''),
    ...(commit !== undefined && { commit }),
    code,
    isWorthTelling: code !== exitCodes.yes || steps.at(-1)?.changes !== 0,
    steps: steps.map(({ name, answer, sentence, changes }) => ({ name, answer, sentence, changes })),
    ...mistakesIn(steps.flatMap(({ mistakes = [] }) => mistakes)),
  })
  const folder = resolve(context.cwd, options.out)
  const write = (file: string, text: string): void => writeText(join(folder, file), text, join(options.out, file))
  write('comment.md', String(comment))
  write('whole.md', String(reviewMarkdown(named)))
  write('review.json', String(state))
  context.stdout.write(format === 'json' ? state : comment)
  return code
}

/** What the policy of tests, and the impact, are laid beside. Where the base cannot be read the impact says so, and all rules count alike. */
async function baseOf(
  workspace: Workspace,
  { base }: ReviewOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<NewBeside | undefined> {
  if (base === undefined) return undefined
  try {
    return await newBeside(base, workspace, context, globals)
  } catch (error) {
    if (error instanceof WorldError) return undefined
    throw error
  }
}

function codeOf(steps: readonly ReviewStep[]): number {
  if (steps.some(({ isTrouble }) => isTrouble)) return exitCodes.couldNotAnswer
  return steps.some(({ answer }) => answer === 'no') ? exitCodes.no : exitCodes.yes
}
