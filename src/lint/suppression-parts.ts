import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import { compileSuppression } from '../suppression/compile-suppression'
import type { Suppression } from '../suppression/suppression'
import type { RuleParts } from './rule-parts'

/** A suppression with its queries read once, and the rules of the workspace that are in its scope. */
export interface SuppressionParts {
  readonly kind: 'suppression'
  readonly suppression: Suppression
  readonly suppressionQuery: Query | undefined
  readonly dataExclusionQuery: Query | undefined
  readonly ruleQuery: Query | undefined
  readonly scope: readonly RuleParts[]
}

/** Mistakes in the queries are told where the file is read, and not again here. */
export function readSuppressionParts(suppression: Suppression, rules: readonly RuleParts[]): SuppressionParts {
  const read = (key: 'suppressionQuery' | 'dataExclusionQuery' | 'ruleQuery'): Query | undefined =>
    suppression[key]?.trim() ? searchIn(suppression, key).query : undefined
  const { appliesTo } = compileSuppression(suppression)
  return {
    kind: 'suppression',
    suppression,
    suppressionQuery: read('suppressionQuery'),
    dataExclusionQuery: read('dataExclusionQuery'),
    ruleQuery: read('ruleQuery'),
    scope: rules.filter(({ rule }) => appliesTo(rule)),
  }
}
