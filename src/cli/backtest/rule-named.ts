import { WorldError } from '../../diagnostic/world-error'
import type { Draft } from '../../rule/rule'
import { nearestName } from '../../shape/nearest-name'
import type { Workspace } from '../../workspace/workspace'

/** A rule by its id, among those of a tenant. Throws a `not-found` WorldError for what is no rule that could be read. */
export function ruleNamed(id: string, workspace: Workspace, rules: readonly Draft[]): Draft {
  const rule = rules.find((each) => each.id === id)
  if (rule) return rule
  if (workspace.rules.some(({ draft }) => draft?.id === id)) {
    throw new WorldError('not-found', `the rule "${id}" has a mistake`, 'ddac validate shows it; mend its file first.')
  }
  const near = nearestName(
    id,
    rules.flatMap((each) => each.id ?? []),
  )
  const help = near ? `Did you mean ${near}?` : 'ddac validate lists the files.'
  throw new WorldError('not-found', `the workspace has no rule "${id}"`, help)
}
