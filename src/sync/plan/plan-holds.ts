import type { Circle } from '../../rule/reference-order'
import type { PlanProblem } from './plan'
import { guardCode } from './plan-deletions'
import type { FlawedFile } from './wanted-state'
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
