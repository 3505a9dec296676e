import { lookedUp } from '../event/enrichment/enrich'
import { nameOfField } from '../query/field-named'
import { clausesIn } from '../query/walk-query'
import { searchIn } from '../rule/read-once'
import type { CompiledRules } from './compile-rules'
import type { CompiledRule, Selector } from './compiled-rule'
import { attributesNeeded } from './lookups-asked'

/**
 * The fields that decide which queries of any rule match a log, under the names that queries write. Of a log that none
 * matches nothing else is looked at, but for what could not be looked up.
 */
export function fieldsAsked({ rules }: CompiledRules): readonly string[] {
  return [...new Set(rules.flatMap((rule) => rule.selectors.flatMap((selector) => fieldsOf(rule, selector))))]
}

function fieldsOf({ rule }: CompiledRule, { query, index }: Selector): readonly string[] {
  const written = rule.queries[index] ?? {}
  const extension = 'customQueryExtension' in written ? searchIn(written, 'customQueryExtension').query : undefined
  const searched = [query, ...(extension === undefined ? [] : [extension])].flatMap(clausesIn)
  const joined = (rule.referenceTables ?? []).map(({ logFieldPath }) => logFieldPath)
  const needed = attributesNeeded(rule, written).filter((path) => lookedUp.some((name) => path.startsWith(name)))
  return [
    ...searched.map(({ clause: { field } }) => nameOfField(field)),
    ...joined,
    ...needed.map((path) => `@${path}`),
  ]
}
