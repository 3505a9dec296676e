import { terminal } from '../../medium/terminal-text'
import { evaluationMistakes } from '../../workspace/checking/evaluation-mistakes'
import type { WorkspaceAt } from '../../workspace/revision/workspace-at'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { tellDiagnostics } from '../write-diagnostics'

/** Tells what of the commit is not as it seems: mistakes in its files, another place, or none at all. */
export function tellBase(
  { workspace: before, commit, movedFrom, asToday }: WorkspaceAt,
  ref: string,
  { config }: Workspace,
  context: CliContext,
  globals: GlobalOptions,
): void {
  const { stderr } = context
  const name = ref === commit ? ref.slice(0, 10) : `${ref} (${commit.slice(0, 10)})`
  const say = (text: string): void => {
    if (!globals.quiet) stderr.write(terminal`${text}\n`)
  }
  if (before === undefined) {
    say(`${name} has no workspace: every rule counts as added`)
    return
  }
  if (movedFrom !== undefined) say(`${name} has the workspace in ${movedFrom}`)
  if (asToday.length > 0) say(`${asToday.join(', ')}: kept by Git LFS, so taken as it is today`)
  const [tenant] = globals.tenants
  if (tenant !== undefined && config.tenants.has(tenant) && !before.config.tenants.has(tenant)) {
    say(`${name} has no tenant ${tenant}: every rule counts as added`)
  }
  const mistakes = evaluationMistakes(before)
  if (mistakes.length === 0) return
  stderr.write(terminal`${name} has mistakes, and what they are in is not compared:\n`)
  tellDiagnostics(mistakes, context, globals)
}
