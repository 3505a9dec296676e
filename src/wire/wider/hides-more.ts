import type { Json } from '../../json/json'
import { asText } from '../../json/json-text'
import { implies } from '../../query/never-matches'
import { parseQuery } from '../../query/parse-query'
import type { FieldChange } from '../differences'

/** What the queries of a suppression look at. */
const looksAt = {
  suppression_query: 'signal',
  data_exclusion_query: 'log',
  // A rule has many tags of a key, as a signal may have many sources.
  rule_query: 'signal',
} as const

type QueryField = keyof typeof looksAt

/**
 * Whether a changed field by itself lets a suppression hide more from a moment on, as far as that is not ruled out, and how.
 * Without one, at any time.
 */
export function hidesMoreBy(
  { path, before, after }: FieldChange,
  sinceMs = Number.NEGATIVE_INFINITY,
): 'wider' | 'longer' | 'on' | undefined {
  const since = (dateMs: number): number => Math.max(dateMs, sinceMs)
  if (path === 'enabled') return after === true ? 'on' : undefined
  if (path === 'expiration_date') return since(endOf(after)) > since(endOf(before)) ? 'longer' : undefined
  if (path === 'start_date') return since(startOf(after)) < since(startOf(before)) ? 'longer' : undefined
  return isQueryField(path) && mayFindMore(before, after, path) ? 'wider' : undefined
}

/** The same of hiding less, where that is shown. */
export function hidesLessBy({
  path,
  before,
  after,
}: FieldChange): 'narrower' | 'shorter' | 'later' | 'off' | undefined {
  if (path === 'enabled') return after === false ? 'off' : undefined
  if (path === 'expiration_date') return endOf(after) < endOf(before) ? 'shorter' : undefined
  if (path === 'start_date') return startOf(after) > startOf(before) ? 'later' : undefined
  const isNarrower = isQueryField(path) && !mayFindMore(before, after, path) && mayFindMore(after, before, path)
  return isNarrower ? 'narrower' : undefined
}

/** False only where it is proved that a changed query finds nothing that it did not find before. */
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

/** Without an end it goes on for ever, and without a start it acts from the beginning. */
function endOf(date: Json | undefined): number {
  return typeof date === 'number' ? date : Number.POSITIVE_INFINITY
}

function startOf(date: Json | undefined): number {
  return typeof date === 'number' ? date : Number.NEGATIVE_INFINITY
}
