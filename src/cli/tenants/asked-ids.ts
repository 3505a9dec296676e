import { WorldError } from '../../diagnostic/world-error'
import { isList } from '../../json/json-object'
import { isSlug } from '../../rule/slug'
import { nearestName } from '../../shape/nearest-name'
import type { Plan } from '../../sync/plan/plan'
import type { Workspace } from '../../workspace/workspace'
import type { SyncOptions } from './plan-tenant'

/**
 * Throws a `usage` WorldError where an option that takes ids was given something else. A saved plan behind such an option
 * would be one of its ids.
 */
export function refuseNoIds({ adopt, createBeside }: Pick<SyncOptions, 'adopt' | 'createBeside'>): void {
  for (const [option, ids] of [['--adopt', adopt] as const, ['--create-beside', createBeside] as const]) {
    const odd = isList(ids) ? ids.find((id) => !isSlug(id)) : undefined
    if (odd === undefined) continue
    const help = odd.endsWith('.json')
      ? `A saved plan stands before the options, and is applied as it was made: ddac apply ${odd}. Give ${option} to the plan that saves it.`
      : `Write the id of each file after it, or ${option} alone for all.`
    throw new WorldError('usage', `${option} takes ids, and ${odd} is none`, help)
  }
}

/**
 * Throws a `not-found` WorldError for an id that neither git nor the tenant knows: a slip of the pen must not look like
 * a thing without changes.
 */
export function refuseUnknownIds(
  { target = [], adopt, createBeside }: Partial<Pick<SyncOptions, 'target' | 'adopt' | 'createBeside'>>,
  { rules, suppressions, overrides }: Workspace,
  { changes, unmanaged }: Pick<Plan, 'changes' | 'unmanaged'>,
): void {
  const inGit = [
    ...rules.map(({ draft }) => draft),
    ...suppressions.map(({ suppression }) => suppression),
    ...overrides.map(({ override }) => override),
  ].flatMap((each) => each?.id ?? [])
  const known = new Set([...inGit, ...[...changes, ...unmanaged].flatMap(({ id }) => id ?? [])])
  const asked = [...target, ...(isList(adopt) ? adopt : []), ...(isList(createBeside) ? createBeside : [])]
  const unknown = asked.find((id) => !known.has(id))
  if (unknown === undefined) return
  const near = nearestName(unknown, known)
  const help = near ? `Did you mean ${near}?` : 'Name the id of a rule, suppression or override.'
  throw new WorldError('not-found', `neither the workspace nor the tenant has a "${unknown}"`, help)
}
