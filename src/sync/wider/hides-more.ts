import type { Json } from '../../json/json'
import { asText } from '../../json/json-text'
import { implies } from '../../query/never-matches'
import { parseQuery } from '../../query/parse-query'
import type { FieldChange } from '../../wire/differences'

/** What the queries of a suppression look at. */
const looksAt = {
  suppression_query: 'signal',
  data_exclusion_query: 'log',
  // A rule has many tags of a key, as a signal may have many sources.
  rule_query: 'signal',
} as const

type QueryField = keyof typeof looksAt

/**
 * Whether a changed query of a suppression may find something that it did not find before: false only where it is proved that
 * it does not. Undefined for a field that is no query.
 */
export function findsMore({ path, before, after }: FieldChange): boolean | undefined {
  return isQueryField(path) ? mayFindMore(before, after, path) : undefined
}

/** Whether it is proved that a changed query finds nothing that it did not find before, and is another. */
export function findsLess({ path, before, after }: FieldChange): boolean {
  return isQueryField(path) && !mayFindMore(before, after, path) && mayFindMore(after, before, path)
}

function mayFindMore(before: Json | undefined, after: Json | undefined, field: QueryField): boolean {
  const [old, now] = [asText(before)?.trim() ?? '', asText(after)?.trim() ?? '']
  // A query that is not there finds nothing; a scope is always there.
  if (now === '' && field !== 'rule_query') return false
  if (old === '' && field !== 'rule_query') return true
  const [wide, narrow] = [parseQuery(old).query, parseQuery(now).query]
  return !wide || !narrow || !implies(narrow, wide, looksAt[field])
}

function isQueryField(path: string): path is QueryField {
  return Object.hasOwn(looksAt, path)
}
