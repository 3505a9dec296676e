import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { terminal } from '../../medium/terminal-text'
import { printLock } from '../../override/print-lock'
import { driftJson, driftNdjson } from '../../report/sync/drift-json'
import { driftMarkdown } from '../../report/sync/drift-markdown'
import { driftSentence, driftText } from '../../report/sync/drift-text'
import { planText } from '../../report/sync/plan-text'
import { type DefaultDrift, defaultDrift } from '../../sync/drift/default-drift'
import { type Drift, hasDrifted, makeDrift, revertPlan } from '../../sync/drift/drift'
import { tellWho } from '../../sync/drift/tell-who'
import type { Plan } from '../../sync/plan/plan'
import { encodePlan } from '../../sync/plan/saved-plan'
import { readTenant, type TenantState } from '../../sync/tenant-state'
import type { TenantConfig } from '../../workspace/config'
import { lockFileName } from '../../workspace/find-workspace'
import { overridesForTenant } from '../../workspace/tenant-view'
import { hasErrors, overridesOf, type Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { flawsOf } from '../flaws'
import { formatFrom, type GlobalOptions } from '../global-options'
import { openWorkspace, tenantNames } from '../open-workspace'
import { ownVersion } from '../own-version'
import { adoptDrift } from '../tenants/adopt-drift'
import { eachTenant, valuesOf } from '../tenants/each-tenant'
import { openTenant } from '../tenants/open-tenant'
import { problemsInFiles, refuseUnknownTargets, wantedState } from '../tenants/plan-tenant'
import { tellTenants, tenantFormats } from '../tenants/tell-tenants'
import { tellDiagnostics } from '../write-diagnostics'

interface DriftCommandOptions {
  readonly target?: readonly string[]
  readonly adopt?: boolean
  readonly revert?: boolean
  readonly out?: string
  readonly lock?: boolean
}

/** `ddac drift`: what was done in the tenant since the last apply, by whom. 1 if anything was. */
export async function drift(
  context: CliContext,
  globals: GlobalOptions,
  options: DriftCommandOptions,
): Promise<number> {
  const format = formatFrom(globals, tenantFormats)
  const workspace = openWorkspace(context, globals)
  const flaws = await flawsOf(workspace, context, globals)
  if (!flaws) return exitCodes.no
  const names = tenantNames(workspace, context, globals)
  refuseUnclear(options, names)
  const outcomes = await eachTenant(names, context, async (name) => {
    const tenant = await openTenant(workspace, name, context, globals)
    try {
      const actual = await readTenant(tenant.remote)
      const targets = options.target ? { targets: options.target } : {}
      const { drift: found, plan } = makeDrift(wantedState(workspace, tenant.config, flaws.files), actual, {
        ...targets,
        nowMs: context.now(),
      })
      refuseUnknownTargets(options.target, workspace, plan)
      const told = await tellWho(found, plan, tenant.remote)
      const defaults = tenantDefaults(workspace, tenant.config, actual)
      const problems = problemsInFiles([...plan.problems, ...(defaults?.meanings ?? [])], workspace)
      tellDiagnostics(problems, context, globals)
      if (options.lock) writeText(join(workspace.root, lockFileName), printLock(defaults?.locks ?? []))
      if (options.adopt) adoptDrift({ workspace, tenant: tenant.config, drift: told, plan, actual, context })
      return { drift: { ...told, ...(defaults && { defaults }) }, plan, host: tenant.host, isBad: hasErrors(problems) }
    } finally {
      await tenant.close()
    }
  })
  context.stdout.write(
    tellTenants(outcomes, { format, colour: globals.colour }, (one) => one.drift, countsOf, {
      text: (drift, paint) => (globals.quiet ? terminal`${driftSentence(drift)}\n` : driftText(drift, paint)),
      json: driftJson,
      ndjson: driftNdjson,
      markdown: driftMarkdown,
    }),
  )
  if (options.revert) for (const each of valuesOf(outcomes)) tellRevert(each, options, context, globals)
  if (valuesOf(outcomes).length < outcomes.length) return exitCodes.couldNotAnswer
  return valuesOf(outcomes).some((each) => each.isBad || hasDrifted(each.drift)) ? exitCodes.no : exitCodes.yes
}

/** What Datadog did to the default rules that this workspace overrides; undefined where it overrides none. */
function tenantDefaults(workspace: Workspace, tenant: TenantConfig, actual: TenantState): DefaultDrift | undefined {
  const overrides = overridesForTenant(overridesOf(workspace), tenant)
  return overrides.length > 0 ? defaultDrift(overrides, workspace.locks ?? [], actual) : undefined
}

interface FoundDrift {
  readonly drift: Drift
  readonly plan: Plan
  readonly host: string
  /** Whether the plan behind it has problems. */
  readonly isBad: boolean
}

function refuseUnclear({ adopt, revert, out, lock }: DriftCommandOptions, names: readonly string[]): void {
  if (adopt && revert) {
    const help = "--adopt takes the tenant's version into git, --revert plans git's version for the tenant."
    throw new WorldError('usage', '--adopt and --revert contradict each other', help)
  }
  if (out !== undefined && !revert) {
    throw new WorldError('usage', '--out saves the plan that --revert makes', 'Add --revert, or leave --out away.')
  }
  if ((adopt || lock || out !== undefined) && names.length > 1) {
    const option = adopt ? '--adopt' : lock ? '--lock' : '--out'
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
    if (!quiet && ids !== '') context.stderr.write(terminal`Make it so: ddac apply --tenant ${plan.tenant} ${ids}\n`)
    return
  }
  const made = target ? { targets: target } : {}
  const stamp = { host, madeAtMs: context.now(), version: ownVersion(), options: made }
  writeText(resolve(context.cwd, out), encodePlan(reverting, stamp), out)
}

function countsOf({ drift: { summary } }: FoundDrift) {
  const { same, changed, enabled, disabled, missing, fileGone, unmanaged, pendingInGit } = summary
  const gone = { 'file gone': fileGone, unmanaged, 'changed in git': pendingInGit }
  return { changed, enabled, disabled, missing, same, ...gone }
}
