import type { CompiledRules } from '../detect/compile-rules'
import type { CompiledRule, Selector } from '../detect/compiled-rule'
import { attributesNeeded } from '../detect/lookups-asked'
import { lookedUp, looksAt } from '../event/enrichment/enrich'
import type { GivenOfLogs, RawProcessing } from '../event/given'
import { nameOfField } from '../query/field-named'
import { clausesIn } from '../query/walk-query'
import { searchIn } from '../rule/read-once'

/**
 * What is said of logs that are shown to some rules and to nobody else: pipelines then make of a log what decides whether
 * a query matches it, and all the rest only of those that one does.
 */
export function givenForRules(rules: CompiledRules): (given: GivenOfLogs | undefined) => GivenOfLogs | undefined {
  const asked = fieldsAsked(rules)
  const known = new Map<RawProcessing, RawProcessing>()
  return (given) => {
    if (given?.processing === undefined) return given
    const { processing, enrichment } = given
    const some = known.get(processing) ?? processing.only(enrichment ? [...asked, ...looksAt] : asked)
    known.set(processing, some)
    return { ...given, processing: some }
  }
}

/**
 * The fields that decide which queries of any rule match a log, under the names that queries write. Of a log that none
 * matches nothing else is looked at, but for what could not be looked up.
 */
function fieldsAsked({ rules }: CompiledRules): readonly string[] {
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
