import { groupByOf } from '../detect/compile-selector'
import { engineOf } from '../detect/methods/all-methods'
import { sureAttributes } from '../detect/signals/sure-attributes'
import { methodOf } from '../rule/methods/method-of'
import type { RuleParts } from './rule-parts'

/** Whether an attribute of logs, by its path without `@`, is surely on a rule's signals. */
export function sureOnSignals(parts: RuleParts): (path: string) => boolean {
  const before = known.get(parts)
  if (before) return before
  const isSure = sureAnew(parts)
  known.set(parts, isSure)
  return isSure
}

const known = new WeakMap<RuleParts, (path: string) => boolean>()

function sureAnew({ rule, templates }: RuleParts): (path: string) => boolean {
  const searches = engineOf(rule)?.searches?.(rule) ?? []
  return sureAttributes({
    groupFields: [...rule.queries.flatMap(groupByOf), ...searches.flatMap(({ groupFields }) => groupFields)],
    references: templates.flatMap(({ references }) => references),
    adds: methodOf(rule).adds,
  })
}
