import { isUndecided } from '../diagnostic/standing'
import { readLog } from '../event/read-log'
import { compileQuery as compileParsed } from '../query/matching/compile-query'
import { parseQuery } from '../query/parse-query'

/** A log in the form that needs no knowledge of where it came from. A missing time counts as the epoch. */
export interface Log {
  /** ISO 8601, or epoch milliseconds. */
  readonly timestamp?: string | number
  readonly message?: string
  readonly service?: string
  readonly status?: string
  readonly host?: string
  readonly source?: string
  /** Each `key:value`. */
  readonly tags?: readonly string[]
  /** What queries ask for with an `@`. */
  readonly attributes?: object
}

/** Turns a query into a test on one log. Throws a `SyntaxError` for a query that cannot be read, or not be decided. */
export function compileQuery(text: string): (log: Log) => boolean {
  const { query, problems } = parseQuery(text)
  if (!query || problems.some(({ code }) => isUndecided(code)))
    throw new SyntaxError(problems.map(({ code, message, start }) => `${code} at ${start}: ${message}`).join('; '))
  const matches = compileParsed(query)
  return (log) => {
    // Only a log with `attributes` is told apart from a raw record of some other shape.
    // With an id at hand, none is worked out from its content.
    const read = readLog({ ...log, attributes: log.attributes ?? {} }, { defaultTimeMs: 0, defaultId: 'log' })
    return 'event' in read && matches(read.event)
  }
}
