import type { Diagnostic } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import { type DefaultDrift, defaultDrift } from '../../sync/drift/default-drift'
import { type Drift, makeDrift } from '../../sync/drift/drift'
import { tellWho } from '../../sync/drift/tell-who'
import { changeKey, type Plan } from '../../sync/plan/plan'
import { slugsInPlan } from '../../sync/plan/slugs-in-plan'
import type { FlawedFile } from '../../sync/plan/wanted-state'
import { type TenantChange, TenantChanges } from '../../sync/tenant-changes/tenant-change'
import { readAllowed, type TenantState } from '../../sync/tenant-state'
import type { TenantConfig } from '../../workspace/config'
import { overridesForTenant } from '../../workspace/tenant-view'
import { workspaceFor } from '../../workspace/tenants/file-tenants'
import { overridesOf, type Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { refuseUnknownIds } from './asked-ids'
import { openTenant } from './open-tenant'
import { problemsInFiles, wantedState } from './plan-tenant'
import { tellUnread } from './tell-unread'

/** The drift of one tenant, and what it was found in. */
export interface FoundDrift {
  readonly config: TenantConfig
  readonly drift: Drift
  readonly plan: Plan
  readonly actual: TenantState
  readonly host: string
  /** The problems of the plan behind it, in the files. */
  readonly problems: readonly Diagnostic[]
  readonly defaults: DefaultDrift | undefined
  /** What people changed of each drifted thing, by kind and id, where that was asked for. */
  readonly changes: ReadonlyMap<string, TenantChange>
}

interface Asked {
  readonly workspace: Workspace
  readonly flawed: readonly FlawedFile[]
  readonly context: CliContext
  readonly globals: GlobalOptions
  readonly targets: readonly string[] | undefined
  /** Whether git's changes and people's shall be told apart. */
  readonly apart: boolean
}

/** Asks one tenant what was done in it since the last apply. */
export async function findDrift(name: string, asked: Asked): Promise<FoundDrift> {
  const { workspace, flawed, context, globals, targets, apart } = asked
  const tenant = await openTenant(workspace, name, context, globals)
  try {
    const { config, remote, host } = tenant
    const actual = await readAllowed(remote)
    tellUnread(actual, context, globals)
    const options = { ...(targets && { targets }), nowMs: context.now() }
    const { drift, plan } = makeDrift(wantedState(workspace, config, flawed), actual, options)
    refuseUnknownIds({ ...(targets && { target: targets }) }, workspace, plan)
    const told = await tellWho(drift, plan, remote)
    const overrides = overridesForTenant(overridesOf(workspaceFor(workspace, config.name)), config)
    const defaults = overrides.length > 0 ? defaultDrift(overrides, workspace.locks ?? [], actual) : undefined
    const problems = problemsInFiles([...plan.problems, ...(defaults?.meanings ?? [])], workspace)
    const asking = new TenantChanges(remote, slugsInPlan(plan))
    const changes = new Map<string, TenantChange>()
    const bodies = bodiesOf(actual)
    for (const item of apart ? told.items : []) {
      const body = item.kind === 'override' ? undefined : bodies[item.kind].get(item.remoteId)
      if (body) changes.set(changeKey(item), await asking.of({ change: item.change, body }))
    }
    return {
      config,
      drift: { ...told, ...(defaults && { defaults }) },
      plan,
      actual,
      host,
      problems,
      defaults,
      changes,
    }
  } finally {
    await tenant.close()
  }
}

/** The drift of tenants that nobody asked for; one that cannot be asked says why. */
export async function findOthers(
  names: readonly string[],
  asked: Asked,
): Promise<ReadonlyMap<string, FoundDrift | WorldError>> {
  const found = new Map<string, FoundDrift | WorldError>()
  for (const name of names) {
    try {
      if (asked.context.env.DDAC_API_URL)
        throw new WorldError('configuration', 'DDAC_API_URL stands for another tenant')
      found.set(name, await findDrift(name, asked))
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      found.set(name, error)
    }
  }
  return found
}

function bodiesOf({ rules, suppressions }: TenantState) {
  return {
    rule: new Map<string | undefined, JsonObject>(rules.map(({ id, body }) => [id, body])),
    suppression: new Map<string | undefined, JsonObject>(suppressions.map(({ id, attributes }) => [id, attributes])),
  }
}
