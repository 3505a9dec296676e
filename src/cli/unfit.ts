import type { Diagnostic } from '../diagnostic/diagnostic'
import { terminal } from '../medium/terminal-text'
import { checkWorkspace } from '../workspace/checking/check-workspace'
import { hasErrors, type Workspace } from '../workspace/workspace'
import type { CliContext } from './context'
import type { GlobalOptions } from './global-options'
import { tellDiagnostics } from './write-diagnostics'

/**
 * Whether a workspace has mistakes that keep it from being laid beside a tenant; they are then told, with what was not
 * done for them. A rule whose file cannot be read must not look like one whose file is gone. `isMended` spares what the command
 * itself is about to mend.
 */
export async function isUnfit(
  workspace: Workspace,
  context: CliContext,
  globals: GlobalOptions,
  left = 'Nothing was asked of the tenant',
  isMended: (mistake: Diagnostic) => boolean = () => false,
): Promise<boolean> {
  const diagnostics = await context.busy(() => checkWorkspace(workspace, context))
  const errors = diagnostics.filter((one) => one.severity === 'error' && !isMended(one))
  if (!hasErrors(errors)) return false
  tellDiagnostics(errors, context, globals)
  context.stderr.write(terminal`${left}: mend these mistakes first.\n`)
  return true
}
