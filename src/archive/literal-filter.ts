/** Literals that a query needs: the raw text of a log that it matches holds at least one of each list. */
export type NeededLiterals = readonly (readonly string[])[]

/** So many different searches in one text cost about as much as parsing it; one search for all of them does not. */
const mostLists = 32
/** Longer patterns are no longer compiled well by the engine. */
const longestPattern = 20_000

/**
 * A test on the raw text of a log: false only if none of the queries can match the log. Undefined where no such test
 * can be given, or none that is cheaper than parsing.
 */
export function compileLiteralFilter(queries: readonly NeededLiterals[]): ((text: string) => boolean) | undefined {
  const lists = new Map<string, readonly string[]>()
  const keysByQuery: string[][] = []
  for (const query of queries) {
    const searched = searchableLists(query)
    if (searched.length === 0) return undefined
    for (const list of searched) lists.set(JSON.stringify(list), list)
    keysByQuery.push(searched.map((list) => JSON.stringify(list)))
  }
  if (lists.size > mostLists) return oneSearch(keysByQuery, lists)
  const order = [...lists.keys()]
  const tests = [...lists.values()].map((list) => (text: string) => list.some((literal) => text.includes(literal)))
  const wanted = keysByQuery.map((keys) => keys.map((key) => order.indexOf(key)))
  return (text) => someQuery(wanted, tests, text) || text.includes('\\u')
}

/** A list of texts of which a log needs one, and whether the log at hand has it. */
interface ProbedList {
  readonly literals: readonly string[]
  probedAt: number
  isThere: boolean
}

/** Asks of one raw log after the other whether it may match single queries; each list is searched once for a log. */
export class TextProbe {
  private readonly lists = new Map<string, ProbedList>()
  private at = 0

  /** What a query needs, as `mayMatch` takes it. */
  prepare(query: NeededLiterals): readonly ProbedList[] {
    return searchableLists(query).map((literals) => {
      const key = JSON.stringify(literals)
      const list = this.lists.get(key) ?? { literals, probedAt: 0, isThere: false }
      this.lists.set(key, list)
      return list
    })
  }

  /** Those of the queries that may match a log. */
  possible<Query extends { readonly needs: readonly ProbedList[] }>(
    queries: readonly Query[],
    textOf: () => string,
  ): readonly Query[] {
    this.at += 1
    let text: string | undefined
    const isThere = (list: ProbedList): boolean => {
      if (list.probedAt !== this.at) {
        text ??= textOf()
        const written = text
        list.isThere = list.literals.some((literal) => written.includes(literal))
        list.probedAt = this.at
      }
      return list.isThere
    }
    const found = queries.filter(({ needs }) => needs.every(isThere))
    return found.length < queries.length && text?.includes('\\u') ? queries : found
  }
}

function searchableLists(query: NeededLiterals): readonly (readonly string[])[] {
  return query.map((list) => list.map(searchable)).filter((list) => list.length > 0 && !list.includes(''))
}

/**
 * One search for the most telling list of each query at once: an alternation of plain texts, which never looks at a
 * place of the text more than once for each of them.
 */
function oneSearch(
  keysByQuery: readonly (readonly string[])[],
  lists: ReadonlyMap<string, readonly string[]>,
): ((text: string) => boolean) | undefined {
  const uses = new Map<string, number>()
  for (const key of keysByQuery.flat()) uses.set(key, (uses.get(key) ?? 0) + 1)
  const shortest = (key: string): number => Math.min(...(lists.get(key) ?? []).map(({ length }) => length))
  const literals = new Set<string>()
  for (const keys of keysByQuery) {
    // What few queries need tells more than what all of them do, and a long text more than a short one.
    const [best = ''] = keys.toSorted((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0) || shortest(b) - shortest(a))
    for (const literal of lists.get(best) ?? []) literals.add(literal)
  }
  const pattern = [...literals].sort().map(escaped).join('|')
  if (pattern.length > longestPattern) return undefined
  const search = new RegExp(pattern)
  return (text) => search.test(text) || text.includes('\\u')
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** Each list is searched at most once for a text, however many queries need it. */
function someQuery(
  wanted: readonly (readonly number[])[],
  tests: readonly ((text: string) => boolean)[],
  text: string,
): boolean {
  const known: (boolean | undefined)[] = new Array(tests.length)
  return wanted.some((lists) =>
    lists.every((list) => {
      known[list] ??= tests[list]?.(text) ?? true
      return known[list]
    }),
  )
}

/**
 * The longest stretch of a literal that JSON writes as it is. Quotes, backslashes, slashes and control characters may be
 * escaped; escapes by code (`\u0061`) are looked for apart.
 */
function searchable(literal: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes
  const parts = literal.split(/[\u0000-\u001f\u007f"\\/]/)
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}
