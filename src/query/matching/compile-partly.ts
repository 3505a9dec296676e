import { unreachable } from '../../diagnostic/unreachable'
import type { LogEvent } from '../../event/log-event'
import type { Field, Query } from '../query'
import { compileQuery, type Predicate } from './compile-query'

/** Whether an event has all that decides what a field, by its number, finds. */
export type KnowsField = (field: number) => boolean

/** A query of which some clauses are still to be answered. */
export interface PartlyQuery {
  /** The same for what is left of a query in the same way, and for no other rest of it. */
  readonly text: string
  /** The fields that its clauses ask for, by number. */
  readonly fields: readonly number[]
  /** Asks it of an event of which only part is known: what is left where the rest decides. */
  readonly ask: (event: LogEvent, knows: KnowsField) => boolean | PartlyQuery
}

/**
 * Turns a query into one that is asked step by step, as more of an event becomes known. Each clause is decided as
 * `compileQuery` does; `numberOf` numbers the fields.
 */
export function compilePartly(query: Query, numberOf: (field: Field) => number): boolean | PartlyQuery {
  let clauses = 0
  const compile = (part: Query): boolean | PartlyQuery => {
    switch (part.kind) {
      case 'everything':
        return true
      case 'not':
        return negated(compile(part.query))
      case 'and':
        return joined(false, part.queries.map(compile))
      case 'or':
        return joined(true, part.queries.map(compile))
      case 'clause':
      case 'cidr': {
        clauses += 1
        return clauseOf(part, numberOf(part.field), `${clauses}`)
      }
      default:
        return unreachable(part)
    }
  }
  return compile(query)
}

function clauseOf(clause: Query, field: number, text: string): PartlyQuery {
  let matches: Predicate | undefined
  const asked: PartlyQuery = {
    text,
    fields: [field],
    ask: (event, knows) => {
      if (!knows(field)) return asked
      matches ??= compileQuery(clause)
      return matches(event)
    },
  }
  return asked
}

function negated(inner: boolean | PartlyQuery): boolean | PartlyQuery {
  if (typeof inner === 'boolean') return !inner
  const asked: PartlyQuery = {
    text: `-${inner.text}`,
    fields: inner.fields,
    ask: (event, knows) => {
      const left = inner.ask(event, knows)
      return left === inner ? asked : negated(left)
    },
  }
  return asked
}

/** Of several one that answers `decisive` decides; where none does, all have to be known. */
function joined(decisive: boolean, all: readonly (boolean | PartlyQuery)[]): boolean | PartlyQuery {
  if (all.includes(decisive)) return decisive
  const parts = all.filter((part) => typeof part !== 'boolean')
  const [only] = parts
  if (only === undefined) return !decisive
  if (parts.length === 1) return only
  const asked: PartlyQuery = {
    text: `(${parts.map(({ text }) => text).join(decisive ? '|' : ' ')})`,
    fields: [...new Set(parts.flatMap(({ fields }) => fields))],
    ask: (event, knows) => {
      const left: (boolean | PartlyQuery)[] = []
      let isSame = true
      for (const part of parts) {
        const answer = part.ask(event, knows)
        if (answer === decisive) return decisive
        isSame &&= answer === part
        left.push(answer)
      }
      return isSame ? asked : joined(decisive, left)
    },
  }
  return asked
}
