import type { DistinctQuery } from '../detect/candidate-index'
import type { CompiledRules } from '../detect/compile-rules'
import { attributesNeeded } from '../detect/lookups-asked'
import { looksAt } from '../event/enrichment/enrich'
import type { GivenOfLogs, RawProcessing } from '../event/given'
import { isCollection } from '../json/json-object'
import { nameOfField } from '../query/field-named'
import { clausesIn } from '../query/walk-query'

/**
 * What is said of logs that are shown to some rules and to nobody else: pipelines then make of a log what rules name, and
 * all the rest only of those of which somebody looks at more (`event.complete`).
 */
export function givenForRules(rules: CompiledRules): (given: GivenOfLogs | undefined) => GivenOfLogs | undefined {
  let asked: readonly string[] | undefined
  const known = new Map<RawProcessing, RawProcessing>()
  return (given) => {
    if (given?.processing === undefined) return given
    asked ??= fieldsNamed(rules.rules)
    const { processing, enrichment } = given
    const some = known.get(processing) ?? processing.only(enrichment ? [...asked, ...looksAt] : asked)
    known.set(processing, some)
    return { ...given, processing: some }
  }
}

/** The same for logs that no other than some queries can match, which are the same list each time. */
export function givenForQueries({
  rules,
}: CompiledRules): (
  given: GivenOfLogs | undefined,
) => (candidates: readonly DistinctQuery[]) => GivenOfLogs | undefined {
  const known = new Map<RawProcessing, Map<readonly DistinctQuery[], RawProcessing>>()
  const processingFor = (processing: RawProcessing, candidates: readonly DistinctQuery[]): RawProcessing => {
    const some = known.get(processing) ?? new Map<readonly DistinctQuery[], RawProcessing>()
    known.set(processing, some)
    const found = some.get(candidates)
    if (found !== undefined || some.size >= mostKnown) return found ?? processing
    const asking = new Set(candidates.flatMap(({ refs }) => refs.map(({ rule }) => rule)))
    const made = processing.only(fieldsNamed(rules.filter((_, index) => asking.has(index))))
    some.set(candidates, made)
    return made
  }
  return (given) => {
    // What is looked up is asked of each log.
    if (given?.processing === undefined || given.enrichment !== undefined) return () => given
    const { processing } = given
    const told = new Map<readonly DistinctQuery[], GivenOfLogs>()
    return (candidates) => {
      const found = told.get(candidates) ?? { ...given, processing: processingFor(processing, candidates) }
      if (told.size < mostKnown) told.set(candidates, found)
      return found
    }
  }
}

/** So many sets of queries have pipelines of their own. */
const mostKnown = 256

/**
 * The fields that rules may look at of a log, by the first keys of their paths: whatever a rule names anywhere but in what it
 * tells, so that no list of what each method reads has to be kept beside it, and what a method looks at by itself.
 */
function fieldsNamed(rules: CompiledRules['rules']): readonly string[] {
  const fields = new Set(['tags'])
  for (const { rule, selectors } of rules) {
    for (const { query, index } of selectors) {
      for (const { clause } of clausesIn(query)) fields.add(firstKeyOf(nameOfField(clause.field)))
      for (const path of attributesNeeded(rule, rule.queries[index] ?? {})) fields.add(firstKeyOf(`@${path}`))
    }
    const { name: _, message: __, tags: ___, ...read } = rule
    for (const text of textsIn(read)) for (const name of namesIn(text)) fields.add(name)
  }
  return [...fields]
}

/** All texts of a value, however deep. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (isCollection(value)) for (const inner of Object.values(value)) yield* textsIn(inner)
}

/** What a text may name: attributes of a query, or one field; where signs are escaped, it may be any. */
function namesIn(text: string): readonly string[] {
  if (text.includes('\\')) return ['*']
  const named = [...text.matchAll(/@("?)([^\s:."'(){}[\],|]*)/g)].map(([, quote, key]) => (quote ? '*' : `@${key}`))
  // A field that stands alone may have any sign in its name.
  if (text.startsWith('@')) named.push(firstKeyOf(text))
  return /^[\w$.-]{1,200}$/.test(text) ? [...named, text, firstKeyOf(`@${text}`)] : named
}

function firstKeyOf(name: string): string {
  if (!name.startsWith('@')) return name
  return name.includes('"') ? '*' : (name.split('.', 1)[0] ?? name)
}
