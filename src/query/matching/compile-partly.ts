import { unreachable } from '../../diagnostic/unreachable'
import type { LogEvent } from '../../event/log-event'
import type { Field, Query } from '../query'
import { compileQuery, type Predicate } from './compile-query'

/** Whether an event has all that decides what a field, by its number, finds. */
export type KnowsField = (field: number) => boolean

/** A test on an event of which only part is known: undefined where the rest decides. */
export type PartlyPredicate = (event: LogEvent, knows: KnowsField) => boolean | undefined

/**
 * Turns a query into a test on events that are known in part. Each clause is decided as `compileQuery` does; `numberOf`
 * numbers the fields.
 */
export function compilePartly(query: Query, numberOf: (field: Field) => number): PartlyPredicate {
  switch (query.kind) {
    case 'everything':
      return () => true
    case 'not': {
      const inner = compilePartly(query.query, numberOf)
      return (event, knows) => {
        const known = inner(event, knows)
        return known === undefined ? undefined : !known
      }
    }
    case 'and':
      return decidedBy(
        false,
        query.queries.map((inner) => compilePartly(inner, numberOf)),
      )
    case 'or':
      return decidedBy(
        true,
        query.queries.map((inner) => compilePartly(inner, numberOf)),
      )
    case 'clause':
    case 'cidr': {
      const field = numberOf(query.field)
      let matches: Predicate | undefined
      return (event, knows) => {
        if (!knows(field)) return undefined
        matches ??= compileQuery(query)
        return matches(event)
      }
    }
    default:
      return unreachable(query)
  }
}

/** Of several one that answers `decisive` decides; where none does, all have to be known. */
function decidedBy(decisive: boolean, parts: readonly PartlyPredicate[]): PartlyPredicate {
  return (event, knows) => {
    let isKnown = true
    for (const part of parts) {
      const answer = part(event, knows)
      if (answer === decisive) return decisive
      isKnown &&= answer !== undefined
    }
    return isKnown ? !decisive : undefined
  }
}
