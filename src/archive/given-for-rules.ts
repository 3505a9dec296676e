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
    asked ??= fieldsNamed(rules)
    const { processing, enrichment } = given
    const some = known.get(processing) ?? processing.only(enrichment ? [...asked, ...looksAt] : asked)
    known.set(processing, some)
    return { ...given, processing: some }
  }
}

/**
 * The fields that rules may look at of a log, by the first keys of their paths: whatever a rule names anywhere but in what it
 * tells, so that no list of what each method reads has to be kept beside it, and what a method looks at by itself.
 */
function fieldsNamed({ rules }: CompiledRules): readonly string[] {
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

/** What a text may name: attributes of a query, or one field. */
function namesIn(text: string): readonly string[] {
  const named = [...text.matchAll(/@("?)([^\s:."'(){}[\],|]*)/g)].map(([, quote, key]) => (quote ? '*' : `@${key}`))
  return /^[\w$.-]{1,200}$/.test(text) ? [...named, text, firstKeyOf(`@${text}`)] : named
}

function firstKeyOf(name: string): string {
  if (!name.startsWith('@')) return name
  return name.includes('"') ? '*' : (name.split('.', 1)[0] ?? name)
}
