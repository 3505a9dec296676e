import type { Query } from '../query/query'
import { searchIn } from '../rule/read-once'
import { rulesUnder } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'
import type { RuleParts } from './rule-parts'

/** A suppression with its queries read once, and the rules of the workspace that are in its scope. */
export interface SuppressionParts {
  readonly kind: 'suppression'
  readonly suppression: Suppression
  readonly suppressionQuery: Query | undefined
  readonly dataExclusionQuery: Query | undefined
  readonly ruleQuery: Query | undefined
  readonly intends: Query | undefined
  readonly scope: readonly RuleParts[]
}

/** Reads the suppressions of a workspace. Mistakes in their queries are told where a file is read, and not again here. */
export function readSuppressionParts(
  suppressions: readonly Suppression[],
  rules: readonly RuleParts[],
): readonly SuppressionParts[] {
  const partsOf = new Map(rules.map((parts) => [parts.rule, parts]))
  const scopeOf = rulesUnder([...partsOf.keys()])
  return suppressions.map((suppression) =>
    partsIn(
      suppression,
      scopeOf(suppression).flatMap((rule) => partsOf.get(rule) ?? []),
    ),
  )
}

function partsIn(suppression: Suppression, scope: readonly RuleParts[]): SuppressionParts {
  const read = (key: 'suppressionQuery' | 'dataExclusionQuery' | 'ruleQuery' | 'intends'): Query | undefined =>
    suppression[key]?.trim() ? searchIn(suppression, key).query : undefined
  return {
    kind: 'suppression',
    suppression,
    suppressionQuery: read('suppressionQuery'),
    dataExclusionQuery: read('dataExclusionQuery'),
    ruleQuery: read('ruleQuery'),
    intends: read('intends'),
    scope,
  }
}
