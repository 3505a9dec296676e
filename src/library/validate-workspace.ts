import { type DiagnosticsReport, diagnosticsReport } from '../report/diagnostics-json'
import { checkWorkspace } from '../workspace/checking/check-workspace'
import { type Workspace, wholeOf } from './load-workspace'

/** How a workspace is looked at. */
export interface ValidateOptions {
  /** The time by which suppressions have ended, in epoch milliseconds; now, if it is not given. */
  readonly nowMs?: number
}

/**
 * Everything that is wrong or doubtful in a workspace, or in the one in a folder: what `ddac validate --format json`
 * prints. It is valid if `summary.errors` is 0. Throws where there is no workspace.
 */
export async function validateWorkspace(
  workspace: string | Workspace,
  options: ValidateOptions = {},
): Promise<DiagnosticsReport> {
  const now = () => options.nowMs ?? Date.now()
  return diagnosticsReport(await checkWorkspace(wholeOf(workspace), { cwd: process.cwd(), policy: true, now }))
}
