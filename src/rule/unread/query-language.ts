import type { Draft } from '../rule'

/**
 * The language of a rule's queries where it is not that of the log search: `sql` (docs, Threshold rules in SQL), or one
 * that a later version of the API has. Its texts are no searches, and are neither read nor evaluated.
 */
export function foreignLanguage({
  queryLanguage,
  queries,
}: Pick<Draft, 'queryLanguage' | 'queries'>): string | undefined {
  return queryLanguage || queries.find((query) => query.queryLanguage)?.queryLanguage || undefined
}
