import { join } from 'node:path'
import { isoText } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import type { TenantNight } from '../../report/sync/night-markdown'
import { madeByHand } from '../../sync/drift/made-by-hand'
import { importFiles } from '../../sync/import/import-files'
import { selectRemote } from '../../sync/import/select-remote'
import { changedVerdicts, pulledWorkspace } from '../../workspace/pipelines/changed-verdicts'
import { pullPipelines } from '../../workspace/pipelines/pull-pipelines'
import { withSchemaLine } from '../../workspace/starting/schema-line'
import { isForTenant, tenantsOfFile } from '../../workspace/tenants/file-tenants'
import type { Workspace } from '../../workspace/workspace'
import { writeText } from '../../workspace/write-text'
import type { Adopted } from '../adopting/adopt-drift'
import { existingFiles } from '../adopting/existing-files'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import type { FoundDrift } from '../tenants/find-drift'
import { openTenant } from '../tenants/open-tenant'

/** In what a night is gathered. */
export interface Gathering {
  readonly context: CliContext
  readonly globals: GlobalOptions
  /** What was made by hand since then is new. */
  readonly sinceMs: number
  /** From where paths are shown. */
  readonly top: string
}

/** What was done by hand in a tenant. What is new of it is written into files, after what was adopted. */
export async function tenantNight(found: FoundDrift, adopted: Adopted, gathering: Gathering): Promise<TenantNight> {
  const { context, globals, sinceMs } = gathering
  const { drift, actual, config } = found
  const workspace = openWorkspace(context, globals)
  const made = madeByHand(drift, actual, sinceMs)
  const { ownership, folders, policy } = workspace.config
  // An empty list of ids finds nothing: what is asked for is what is new, and no more.
  const selected = selectRemote(actual, { by: 'ids', ids: made.map(({ remoteId }) => remoteId) }, ownership)
  const result = importFiles(actual, selected, existingFiles(workspace, config.name), {
    ownership,
    isHere: (path) => isForTenant(tenantsOfFile(undefined, path, folders), config.name),
    policy: policy.suppressions,
    nowMs: context.now(),
  })
  for (const { path, text } of result.files) {
    const file = join(workspace.root, path)
    writeText(file, withSchemaLine(text, file, workspace.root))
  }
  const pipelines = await pipelinesOf(workspace, config.name, gathering)
  return {
    drift,
    adopted: adopted.written,
    left: adopted.left.filter(({ tenant }) => tenant === config.name),
    made,
    imported: result.files,
    notImported: [...result.troubles, ...result.skipped],
    ...(pipelines && { pipelines }),
  }
}

/** What `ddac pipeline pull --check` says, where the tenant's pipelines were pulled once. */
async function pipelinesOf(
  workspace: Workspace,
  name: string,
  { context, globals, top }: Gathering,
): Promise<TenantNight['pipelines']> {
  if (!workspace.pipelines.some(({ pulled }) => pulled?.tenant === name)) return undefined
  try {
    const tenant = await openTenant(workspace, name, context, globals)
    const definitions = await tenant.pipelines.list().finally(() => tenant.close())
    const pulls = pullPipelines(workspace, definitions, {
      tenant: name,
      at: isoText(context.now()),
      sources: [],
      folder: join(workspace.root, 'pipelines'),
      cwd: top,
    })
    const isMoved = pulls.some(({ action }) => action !== 'same' && action !== 'new')
    const tests = isMoved ? await changedVerdicts(workspace, pulledWorkspace(workspace, pulls), top) : []
    return { tenant: name, pipelines: pulls, tests }
  } catch (error) {
    if (!(error instanceof WorldError) || error.code === 'interrupted') throw error
    return { unknown: error.message }
  }
}
