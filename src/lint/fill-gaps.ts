import type { Path } from '../diagnostic/diagnostic'
import { isCollection } from '../json/json-object'
import type { Rule } from '../rule/rule'

/** The texts that the items of these lists cannot be without. */
const neededTexts: readonly (readonly [list: Path, keys: readonly string[]])[] = [
  [
    ['options', 'sequenceDetectionOptions', 'steps'],
    ['name', 'condition'],
  ],
  [
    ['options', 'sequenceDetectionOptions', 'stepTransitions'],
    ['parent', 'child'],
  ],
  [['options', 'thirdPartyRuleOptions', 'rootQueries'], ['query']],
  [['filters'], ['action', 'query']],
  [['referenceTables'], ['tableName', 'columnName', 'logFieldPath', 'ruleQueryName']],
  [['calculatedFields'], ['name', 'expression']],
]

/**
 * A rule with mistakes, as it could be read, may lack texts that the types promise, or all queries and cases. The texts
 * are empty in the answer, so that all the rest can still be checked, and `gaps` are the places of what is missing, of
 * which reading the file has told.
 */
export function fillGaps(draft: Rule): { readonly rule: Rule; readonly gaps: readonly Path[] } {
  const gaps: Path[] = (['queries', 'cases'] as const).filter((key) => draft[key].length === 0).map((key) => [key])
  let rule: unknown = draft
  for (const [list, keys] of neededTexts) {
    rule = changeAt(rule, list, (items) =>
      Array.isArray(items) ? items.map((item, at) => filled(item, keys, [...list, at], gaps)) : items,
    )
  }
  return gaps.length === 0 ? { rule: draft, gaps } : { rule: rule as Rule, gaps }
}

function filled(item: unknown, keys: readonly string[], path: Path, gaps: Path[]): unknown {
  const known = item as Readonly<Record<string, unknown>>
  const missing = keys.filter((key) => typeof known[key] !== 'string')
  gaps.push(...missing.map((key) => [...path, key]))
  return { ...known, ...Object.fromEntries(missing.map((key) => [key, ''])) }
}

function changeAt(value: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (!isCollection(value) || !Object.hasOwn(value, key)) return value
  const inner = (value as Readonly<Record<string | number, unknown>>)[key]
  return { ...value, [key]: changeAt(inner, rest, change) }
}
