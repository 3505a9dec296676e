import type { CompiledRule } from '../../detect/compiled-rule'
import { parseQuery } from '../../query/parse-query'
import { printQuery } from '../../query/print-query'
import type { RuleQuery } from '../../rule/rule'

/** The searches that find all logs which rules look at; queries that say the same are one. */
export function queriesOfRules(rules: readonly CompiledRule[]): readonly string[] {
  const byMeaning = new Map<string, string>()
  for (const { rule, selectors } of rules) {
    for (const { index } of selectors) {
      const text = searchText(rule.queries[index])
      const meaning = meaningOf(text)
      if (!byMeaning.has(meaning)) byMeaning.set(meaning, text)
    }
  }
  return [...byMeaning.values()]
}

/** A rule's query as one search: what extends it must match, too. */
function searchText(query: RuleQuery | undefined): string {
  const [own, extension] = [query?.query?.trim() ?? '', query?.customQueryExtension?.trim() ?? '']
  if (extension === '') return own === '' ? '*' : own
  return own === '' ? extension : `(${own}) (${extension})`
}

function meaningOf(text: string): string {
  const { query } = parseQuery(text)
  return query ? printQuery(query) : text
}
