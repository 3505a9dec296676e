import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { terminal } from '../../medium/terminal-text'
import { printLock } from '../../override/print-lock'
import { driftJson, driftNdjson } from '../../report/sync/drift-json'
import { driftMarkdown } from '../../report/sync/drift-markdown'
import { driftSentence, driftText } from '../../report/sync/drift-text'
import { planText } from '../../report/sync/plan-text'
import { hasDrifted, isRewritten, revertPlan } from '../../sync/drift/drift'
import { encodePlan } from '../../sync/plan/saved/saved-plan'
import { lockFileName } from '../../workspace/find-workspace'
import { hasErrors } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { adoptAll } from '../adopting/adopt-all'
import { type CliContext, exitCodes } from '../context'
import { flawsOf } from '../flaws'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { ownVersion } from '../own-version'
import { eachTenant, valuesOf } from '../tenants/each-tenant'
import { type FoundDrift, findDrift } from '../tenants/find-drift'
import { tellTenants } from '../tenants/tell-tenants'
import { tellDiagnostics } from '../write-diagnostics'

interface DriftCommandOptions {
  readonly target?: readonly string[]
  readonly adopt?: boolean
  readonly everywhere?: boolean
  readonly revert?: boolean
  readonly out?: string
  readonly lock?: boolean
  /** How long Markdown may get. */
  readonly maxSize?: number
}

/** `ddac drift`: what was done in the tenant since the last apply, by whom. 1 if anything was. */
export async function drift(
  context: CliContext,
  globals: GlobalOptions,
  options: DriftCommandOptions,
): Promise<number> {
  const format = formatFrom(globals, 'drift')
  const workspace = openWorkspace(context, globals)
  const flaws = await flawsOf(workspace, context, globals)
  if (!flaws) return exitCodes.no
  const names = tenantNames(workspace, context, globals)
  refuseUnclear(options, names)
  const asked = {
    workspace,
    flawed: flaws.files,
    context,
    globals,
    targets: options.target,
    apart: options.adopt === true,
  }
  const outcomes = await eachTenant(names, context, async (name) => {
    const found = await findDrift(name, asked)
    tellDiagnostics(found.problems, context, globals)
    if (options.lock) writeText(join(workspace.root, lockFileName), printLock(found.defaults?.locks ?? []))
    return found
  })
  const found = valuesOf(outcomes)
  const mistakes = [...flaws.mistakes, ...found.flatMap(({ problems }) => problems)]
  const whole = '--format json tells all of it.'
  const telling = { format, colour: globals.colour, mistakes, maxSize: options.maxSize, whole }
  context.stdout.write(
    tellTenants(outcomes, telling, (one) => one.drift, countsOf, {
      text: (drift, paint) => (globals.quiet ? terminal`${driftSentence(drift)}\n` : driftText(drift, paint)),
      json: driftJson,
      ndjson: driftNdjson,
      markdown: driftMarkdown,
    }),
  )
  if (options.revert) for (const each of found) tellRevert(each, options, context, globals)
  const isBad = found.some(({ problems }) => hasErrors(problems))
  const isNo = options.adopt
    ? !(await adoptAll(outcomes, asked, options.everywhere === true)).isWhole ||
      (!options.lock && found.some(({ drift }) => isRewritten(drift)))
    : found.some(({ drift }) => hasDrifted(drift))
  if (found.length < outcomes.length) return exitCodes.couldNotAnswer
  return isBad || isNo ? exitCodes.no : exitCodes.yes
}

function refuseUnclear({ adopt, everywhere, revert, out, lock }: DriftCommandOptions, names: readonly string[]): void {
  if (everywhere && !adopt) {
    throw new WorldError('usage', '--everywhere says where --adopt writes', 'Add --adopt, or leave --everywhere away.')
  }
  if (adopt && revert) {
    const help = "--adopt takes the tenant's version into git, --revert plans git's version for the tenant."
    throw new WorldError('usage', '--adopt and --revert contradict each other', help)
  }
  if (out !== undefined && !revert) {
    throw new WorldError('usage', '--out saves the plan that --revert makes', 'Add --revert, or leave --out away.')
  }
  if ((everywhere || lock || out !== undefined) && names.length > 1) {
    const option = everywhere ? '--everywhere' : lock ? '--lock' : '--out'
    throw new WorldError('usage', `${option} is for one tenant`, 'Choose it with --tenant.')
  }
}

/** The plan that takes git's side goes to a file, or to whoever reads; on stderr, since the drift is the result. */
function tellRevert(
  { drift: found, plan, host }: FoundDrift,
  { out, target }: DriftCommandOptions,
  context: CliContext,
  { colour, quiet }: GlobalOptions,
): void {
  const reverting = revertPlan(plan, found)
  const review = { plan: reverting, refusals: [], suppressions: [], effects: [], notAsked: [] }
  if (!quiet) context.stderr.write(terminal`\n${planText(review, makePainter(colour))}`)
  if (out === undefined) {
    const ids = found.items.map(({ id }) => `--target ${id}`).join(' ')
    if (!quiet && ids !== '')
      context.stderr.write(terminal`Make it so: ddac apply --overwrite-drift --tenant ${plan.tenant} ${ids}\n`)
    return
  }
  const made = { ...(target && { targets: target }), overwriteDrift: true }
  const stamp = { host, madeAtMs: context.now(), version: ownVersion(), options: made }
  writeText(resolve(context.cwd, out), encodePlan(reverting, stamp), out)
}

function countsOf({ drift: { summary } }: FoundDrift) {
  const { same, changed, enabled, disabled, missing, fileGone, unmanaged, pendingInGit } = summary
  const gone = { 'file gone': fileGone, unmanaged, 'changed in git': pendingInGit }
  return { changed, enabled, disabled, missing, same, ...gone }
}
