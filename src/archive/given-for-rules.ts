import type { CompiledRules } from '../detect/compile-rules'
import { fieldsAsked } from '../detect/fields-asked'
import { looksAt } from '../event/enrichment/enrich'
import type { GivenOfLogs, RawProcessing } from '../event/given'

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
