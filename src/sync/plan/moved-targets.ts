import { referencesOf } from '../comparable'
import type { Holdings } from '../managed'
import type { Change } from './plan'

/** A rule whose target gets a new id in the tenant is written again, although nobody edited it. */
export function withMovedTargets(changes: readonly Change[], rules: Holdings): readonly Change[] {
  const moved = new Set(changes.filter(({ action }) => action === 'replace').map(({ id }) => id))
  return changes.map((change): Change => {
    if (change.action !== 'none' || !change.references.some((target) => moved.has(target))) return change
    const fields = referencesOf(change.body ?? {})
      .filter(({ rule }) => moved.has(rule))
      .map(({ index, rule }) => {
        const before = rules.ours.get(rule)?.[0]?.remoteId
        return { path: `queries[${index}].ruleId`, ...(before !== undefined && { before }), after: rule }
      })
    return { ...change, action: 'update', changedIn: 'git', fields, reason: 'a rule that it refers to is replaced' }
  })
}
