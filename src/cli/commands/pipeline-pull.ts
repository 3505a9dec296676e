import { resolve, sep } from 'node:path'
import { isoText } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { pullJson, pullText } from '../../report/pipelines/pull-report'
import { changedVerdicts, pulledWorkspace } from '../../workspace/pipelines/changed-verdicts'
import { type PulledPipeline, pullPipelines } from '../../workspace/pipelines/pull-pipelines'
import { editText, removeFile, writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { refuseUnread } from '../refuse-unread'
import { withTenant } from '../tenants/tenant-logs'

/** `ddac pipeline pull`: the tenant's own pipelines as files. With `--check` nothing is written, and 1 says that they moved. */
export async function pipelinePull(
  context: CliContext,
  globals: GlobalOptions,
  options: { readonly source?: readonly string[]; readonly out: string; readonly check?: boolean },
): Promise<number> {
  const format = formatFrom(globals, 'pipeline pull')
  const workspace = openWorkspace(context, globals)
  refuseUnread(workspace, 'files that may hold pipelines of the tenant cannot be read', 'pipelines')
  const folder = resolve(workspace.root, options.out)
  if (folder !== workspace.root && !folder.startsWith(workspace.root + sep)) {
    throw new WorldError('usage', `--out ${options.out} lies outside of the workspace`, 'Name a folder in it.')
  }
  return withTenant(workspace, context, globals, async ({ remote: { tenant }, pipelines: source }) => {
    const definitions = await source.list()
    if (definitions.length === 0 && workspace.pipelines.some((file) => file.pulled?.tenant === tenant)) {
      const help = 'Nothing is taken away for an empty list. If it is right, delete the files.'
      throw new WorldError('not-found', `${tenant} has no log pipelines, and the workspace has some of it`, help)
    }
    const pipelines = pullPipelines(workspace, definitions, {
      tenant,
      at: isoText(context.now()),
      sources: options.source ?? [],
      folder,
      cwd: context.cwd,
    })
    const isMoved = pipelines.some(({ action }) => action !== 'same')
    const after = isMoved ? pulledWorkspace(workspace, pipelines) : workspace
    const tests = isMoved ? await changedVerdicts(workspace, after, context.cwd) : []
    if (!options.check) for (const pipeline of pipelines) carryOut(pipeline)
    const outcome = { tenant, pipelines, tests }
    context.stdout.write(format === 'json' ? pullJson(outcome) : pullText(outcome, makePainter(globals.colour)))
    return options.check && isMoved ? exitCodes.no : exitCodes.yes
  })
}

/** What the tenant has no more is taken away; what a person changed stays. */
function carryOut({ action, path, file, before, text }: PulledPipeline): void {
  if (text !== undefined && before !== undefined) editText(path, before, text, file)
  else if (text !== undefined) writeText(path, text, file)
  else if (action === 'gone') removeFile(path, file)
}
