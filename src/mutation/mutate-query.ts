import type { ParsedQuery } from '../query/parse-query'
import { printQuery } from '../query/print-query'
import type { Query, Value } from '../query/query'
import type { TextMutation } from './mutation'

/**
 * Each clause dropped and negated, each alternative of an OR dropped, bounds of comparisons moved over their edge, and
 * wildcards widened or made exact. A query that cannot be read has no mutations.
 */
export function mutateQuery({ query }: ParsedQuery): readonly TextMutation[] {
  if (!query) return []
  const original = printQuery(query)
  return changesOf(query, (changed) => changed).map(({ whole, ...rest }): TextMutation => {
    const printed = printQuery(whole)
    const isSame = printed === original
    return { ...rest, text: printed, ...(isSame && { equivalentBecause: 'the query stays the same' }) }
  })
}

type Change = Omit<TextMutation, 'text'> & { readonly whole: Query }

/** The changes within `query`; `put` makes the whole query with something else in its place. */
function changesOf(query: Query, put: (changed: Query) => Query): readonly Change[] {
  const range = { start: query.start, end: query.end }
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.queries.flatMap((part, index) => {
        const others = query.queries.filter((_, other) => other !== index)
        const [only] = others
        const without: Query = others.length === 1 && only ? only : { ...query, queries: others }
        const replaced = (changed: Query) => put({ ...query, queries: query.queries.with(index, changed) })
        return [dropped(query.kind, part, put(without), others), ...changesOf(part, replaced)]
      })
    case 'not': {
      const shown = printQuery(query)
      const negated: Change = {
        description: `the negation of ${shown} is lifted`,
        caughtBy: `a log that all else matches and ${printQuery(query.query)} does not`,
        range,
        whole: put(query.query),
      }
      // Negating what is inside would be the same change again.
      return [
        negated,
        ...changesOf(query.query, (inner) => put({ ...query, query: inner })).filter(
          ({ description }) => !description.endsWith('is negated'),
        ),
      ]
    }
    case 'clause': {
      const negation: Change = {
        description: `the clause ${printQuery(query)} is negated`,
        caughtBy: `a log that matches ${printQuery(query)}`,
        range,
        whole: put({ kind: 'not', query, ...range }),
      }
      const values = otherValues(query.value).map(({ value, description, caughtBy }) => {
        const changed = { ...query, value }
        return {
          description: `${printQuery(query)} ${description} ${printQuery(changed)}`,
          caughtBy,
          range,
          whole: put(changed),
        }
      })
      return [negation, ...values]
    }
    case 'cidr': {
      const shown = printQuery(query)
      const negation: Change = {
        description: `the clause ${shown} is negated`,
        caughtBy: `a log that matches ${shown}`,
        range,
        whole: put({ kind: 'not', query, ...range }),
      }
      return [negation]
    }
    default:
      return []
  }
}

function dropped(kind: 'and' | 'or', part: Query, whole: Query, others: readonly Query[]): Change {
  const shown = printQuery(part)
  const isRepeated = others.some((other) => printQuery(other) === shown)
  const what = kind === 'and' ? 'clause' : 'alternative'
  const caughtBy =
    kind === 'and' ? `a log that the other clauses match and ${shown} does not` : `a log that only ${shown} matches`
  return {
    description: `the ${what} ${shown} is dropped`,
    caughtBy,
    range: { start: part.start, end: part.end },
    whole,
    ...(isRepeated && { equivalentBecause: `${shown} stands there twice` }),
  }
}

interface OtherValue {
  readonly value: Value
  readonly description: string
  readonly caughtBy: string
}

function otherValues(value: Value): readonly OtherValue[] {
  if (value.kind === 'comparison') {
    const { operator, bound } = value
    const other = ({ '>': '>=', '>=': '>', '<': '<=', '<=': '<' } as const)[operator]
    return [
      { value: { ...value, operator: other }, description: 'becomes', caughtBy: `a log with exactly ${bound.text}` },
    ]
  }
  if (value.kind !== 'wildcard') return []
  return wildcardsWithout(value)
}

/** A star at an end is what makes a value open there: without it the value must end. */
function wildcardsWithout(value: Value & { readonly kind: 'wildcard' }): readonly OtherValue[] {
  const { pattern } = value
  const ends = pattern.length > 1 ? [...new Set([0, pattern.length - 1])] : []
  return ends.flatMap((index) => {
    if (pattern[index]?.kind !== 'run') return []
    const rest = pattern.filter((_, other) => other !== index)
    const [only] = rest
    const { start, end } = value
    const narrowed: Value =
      rest.length === 1 && only?.kind === 'text'
        ? { kind: 'term', text: only.text, start, end }
        : { ...value, pattern: rest }
    const caughtBy = 'a log whose value goes on where the star stands'
    return [{ value: narrowed, description: 'is narrowed to', caughtBy }]
  })
}
