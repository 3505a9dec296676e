import { unreachable } from '../diagnostic/unreachable'
import { unquotedPath } from '../event/attribute-path'
import { workedOut } from '../event/known-profiles'
import { readNumber } from './number-literal'
import type { Clause, Query, Value } from './query'
import { sourcesAskedBy } from './sources-asked'

/** Texts of which at least one is needed. */
type OneOf = readonly string[]

/** Shorter texts stand in almost every log. */
const shortestLiteral = 3

/**
 * What the raw JSON text of a log must contain for the log to match: one text of each list. An empty answer means that
 * every log has to be looked at. The texts are runs of ASCII letters, digits, `-`, `_` and `.`, which JSON writes as
 * they are; a producer that escapes such characters (`\u0041` for `A`) would be missed, and none is known. Only values
 * of attributes are used that `isCopied` says the log has, so no reserved field, no tag and no name of an attribute. Letter case counts, so free text is not used either.
 */
export function requiredLiterals(query: Query, isCopied: IsCopied = isCopiedByReading): readonly OneOf[] {
  return literalsOf(query, undefined, isCopied)
}

/** Whether texts in an attribute by its path all stand in the log: one of these sources, if they are named. */
type IsCopied = (path: string, sources: readonly string[] | undefined) => boolean

/** Whether reading a log copies what stands in an attribute, and never makes it up; of one that passes no pipeline. */
export function isCopiedByReading(path: string, sources: readonly string[] | undefined): boolean {
  return !isMadeUp(path, workedOut(sources))
}

function literalsOf(query: Query, sources: readonly string[] | undefined, isCopied: IsCopied): readonly OneOf[] {
  switch (query.kind) {
    case 'everything':
    case 'not':
    case 'cidr':
      return []
    case 'clause': {
      const literal = literalOf(query, sources, isCopied)
      return literal === undefined ? [] : [[literal]]
    }
    case 'and':
      return literalsOfAll(query.queries, sources ?? sourcesAskedBy(query), isCopied)
    case 'or': {
      const branches = query.queries.map((branch) => mostTelling(literalsOf(branch, sources, isCopied)))
      return branches.every((branch) => branch !== undefined) ? [[...new Set(branches.flat())]] : []
    }
    default:
      return unreachable(query)
  }
}

function literalsOfAll(
  queries: readonly Query[],
  sources: readonly string[] | undefined,
  isCopied: IsCopied,
): readonly OneOf[] {
  return queries.flatMap((query) => literalsOf(query, sources, isCopied))
}

/** The list that lets the fewest logs pass, as far as one can tell without logs: long texts, few alternatives. */
function mostTelling(lists: readonly OneOf[]): OneOf | undefined {
  const shortest = (list: OneOf): number => list.reduce((least, { length }) => Math.min(least, length), Infinity)
  return lists.reduce<OneOf | undefined>(
    (best, list) => (best === undefined || shortest(list) > shortest(best) ? list : best),
    undefined,
  )
}

function literalOf(
  { field, value }: Clause,
  sources: readonly string[] | undefined,
  isCopied: IsCopied,
): string | undefined {
  if (field.kind !== 'attribute') return undefined
  const path = unquotedPath(field.path)
  if (!isCopied(path, sources)) return undefined
  const runs = textsOf(value).flatMap((text) => text.match(/[A-Za-z0-9._-]+/g) ?? [])
  const [longest] = runs.filter((run) => run.length >= shortestLiteral && !isPartOfNumber(run)).sort(byLength)
  return longest
}

function textsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'term':
    case 'phrase':
      // A number may be written in many ways: 1, 1.0, 1e0.
      return readNumber(value.text) === undefined ? [value.text] : []
    case 'wildcard':
      return value.pattern.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    default:
      return []
  }
}

function byLength(a: string, b: string): number {
  return b.length - a.length
}

/** Wildcards also match numbers as we would print them, which need not be as the log has them. */
function isPartOfNumber(run: string): boolean {
  return /^[0-9.eE-]+$/.test(run) || 'Infinity'.includes(run)
}

/**
 * Attributes whose values a log need not contain as text: they are worked out from others, or from what lies outside
 * of the log, by a profile or by Datadog's processing.
 */
function isMadeUp(path: string, workedOutOfRecord: ReadonlySet<string>): boolean {
  return [...workedOutOfRecord, ...madeUp].some(
    (made) => path === made || path.startsWith(`${made}.`) || made.startsWith(`${path}.`),
  )
}

const madeUp = [
  'level',
  'status',
  'timestamp',
  'evt.outcome',
  'evt.category',
  'usr',
  'network.client.geoip',
  'http.useragent_details',
  'http.url_details',
  'threat_intel',
]
