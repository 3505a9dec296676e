import type { Revision } from '../../rule/tenant/identity-tags'
import type { Comparison } from '../comparable'
import type { Origin } from './plan'

/**
 * Tells where a difference comes from: git's content against what git had at the last apply, the tenant's against what
 * it had then. Undefined when neither has moved: then the difference is the tenant's own rewriting, seen and accepted
 * at the last apply. Without a revision tag nobody knows, which counts as both.
 */
export function originOf(comparison: Comparison, revision: Revision | undefined): Origin | undefined {
  if (!revision) return 'both'
  const { wantedHash, actualHash, wholeHash } = comparison
  // What a person changed and an apply left in place is still no wish of git.
  const stored = (revision.keeps ? undefined : revision.stored) ?? revision.wanted
  const inGit = wantedHash !== revision.wanted
  // A field that nobody knows and git no longer mentions was still part of what the tenant stored.
  const inTenant = actualHash !== stored && wholeHash !== stored
  if (inGit) return inTenant ? 'both' : 'git'
  return inTenant ? 'tenant' : undefined
}
