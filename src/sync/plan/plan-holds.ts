import type { Circle } from '../../rule/reference-order'
import type { TenantState } from '../tenant-state'
import type { PlanProblem } from './plan'
import { guardCode } from './plan-deletions'
import type { FlawedFile, WantedState } from './wanted-state'
import type { Hold } from './withhold'

/** What a mistake that shows only beside the tenant withholds; the guard on deletions stops all instead. */
export function holdOfProblem({ kind, id, code, severity, message, help }: PlanProblem): readonly Hold[] {
  if (severity !== 'error' || code === guardCode) return []
  return [{ kind, id, reason: message, ...(help !== undefined && { remedy: help }) }]
}

/** What a circle of references withholds: all that is in it. */
export function holdsOfCircle({ members, way }: Circle<string>): readonly Hold[] {
  const reason = `it is part of a circle: ${[...way, way[0]].join(' → ')}`
  return members.map((id) => ({ kind: 'rule', id, reason, remedy: 'a rule can only count signals of rules before it' }))
}

/** What a file with mistakes withholds, where it is known what it is for. */
export function holdOfFile({ kind, id, file, mistakes, references = [] }: FlawedFile): readonly Hold[] {
  if (id === undefined) return []
  const reason = `${file} has ${mistakes === 1 ? 'a mistake' : `${mistakes} mistakes`}`
  return [{ kind, id, references, reason, remedy: 'mend the file; ddac validate draws what is wrong with it' }]
}

/** What can be planned beside a tenant of which the suppressions could not be read: rules alone. The rest is withheld. */
export function withoutUnread(
  wanted: WantedState,
  { suppressionsUnread: why }: TenantState,
): { readonly wanted: WantedState; readonly holds: readonly Hold[] } {
  if (why === undefined) return { wanted, holds: [] }
  const reason = `the tenant's suppressions were not looked at, because the key may not list them: ${why}`
  const remedy = 'give the application key security_monitoring_suppressions_read; ddac doctor shows what it has'
  const flawed = (wanted.flawed ?? []).filter(({ kind }) => kind !== 'suppression')
  return {
    wanted: { ...wanted, suppressions: [], flawed },
    holds: wanted.suppressions.map(({ id }) => ({ kind: 'suppression', id, reason, remedy })),
  }
}
