import { reservedField } from '../event/attribute-path'
import { sameJson } from '../json/canonical-json'
import { printQuery } from '../query/print-query'
import type { Clause, Field, PatternPart, Query } from '../query/query'

/** What a proposed suppression asks of one field of a signal. */
export interface Asked {
  /** As queries write it: `@usr.id`, `host`, `env`. */
  readonly field: string
  readonly value: string
  /** The value may go on from here; absent where it is meant as a whole. */
  readonly isBeginning?: boolean
}

/** A value as people call it: of an ARN the user, the role or the session. */
export function shortValue(value: string): string {
  const [last = value] = value.startsWith('arn:')
    ? value
        .split(/[:/]/)
        .filter((part) => part !== '')
        .slice(-1)
    : [value]
  return last
}

/** Ways in which a signal can match; each asks for all of its parts. */
export type Alternatives = readonly (readonly Asked[])[]

/** The query that asks for one of the alternatives; what all of them ask for stands once. */
export function queryOf(alternatives: Alternatives): string {
  const [first = [], ...others] = alternatives.map((asked) => asked.map(clauseOf))
  const isShared = (clause: Clause): boolean =>
    others.every((clauses) => clauses.some((each) => sameJson(each, clause)))
  const shared = others.length === 0 ? first : first.filter(isShared)
  const rest = [first, ...others].map((clauses) => clauses.filter((each) => !shared.some((one) => sameJson(one, each))))
  // Where one of them asks for nothing more, the others ask for too much.
  const differs = rest.every((clauses) => clauses.length > 0)
  const either = differs
    ? [
        joined(
          'or',
          rest.map((clauses) => joined('and', clauses)),
        ),
      ]
    : []
  return printQuery(joined('and', [...shared, ...either]))
}

const nowhere = { start: 0, end: 0 }

function joined(kind: 'and' | 'or', queries: readonly Query[]): Query {
  const [only] = queries
  if (only === undefined) return { kind: 'everything', ...nowhere }
  return queries.length === 1 ? only : { kind, queries, ...nowhere }
}

function clauseOf({ field, value, isBeginning }: Asked): Clause {
  const pattern: readonly PatternPart[] = [{ kind: 'text', text: value }, { kind: 'run' }]
  return {
    kind: 'clause',
    field: fieldOf(field),
    value: isBeginning ? { kind: 'wildcard', pattern, ...nowhere } : { kind: 'phrase', text: value, ...nowhere },
    ...nowhere,
  }
}

function fieldOf(written: string): Field {
  if (written.startsWith('@')) return { kind: 'attribute', path: written.slice(1), ...nowhere }
  const name = reservedField(written)
  return name === undefined ? { kind: 'tag', key: written, ...nowhere } : { kind: 'reserved', name, ...nowhere }
}
