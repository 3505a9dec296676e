import type { Path } from '../diagnostic/diagnostic'
import type { RuleParts } from './rule-parts'

/** Every field that a rule names outside of its queries: to group, count, join or look up by it. */
export function* fieldsNamed(rule: RuleParts['rule']): Iterable<{ readonly field: string; readonly path: Path }> {
  const lists = ['groupByFields', 'distinctFields', 'metrics', 'correlatedByFields'] as const
  for (const [index, query] of rule.queries.entries()) {
    for (const key of lists) {
      for (const [at, field] of (query[key] ?? []).entries()) yield { field, path: ['queries', index, key, at] }
    }
  }
  for (const [at, field] of (rule.groupSignalsBy ?? []).entries()) yield { field, path: ['groupSignalsBy', at] }
  for (const [at, { logFieldPath }] of (rule.referenceTables ?? []).entries()) {
    yield { field: logFieldPath, path: ['referenceTables', at, 'logFieldPath'] }
  }
}
