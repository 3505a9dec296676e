import { unreachable } from '../diagnostic/unreachable'
import { nameOfField } from './field-named'
import type { Bound, Clause, Field, PatternPart, Query, RangeEnd, Value } from './query'

/**
 * The text of a query, with no more parentheses than its shape needs; values of one field are gathered as
 * `field:(a OR b)`. Reading the text gives the same tree again.
 */
export function printQuery(query: Query): string {
  return print(query, 'alone')
}

/** What stands around a part: nothing, an OR, an AND, or a negation. */
type Around = 'alone' | 'or' | 'and' | 'not'

function print(query: Query, around: Around): string {
  switch (query.kind) {
    case 'everything':
      return '*'
    case 'clause':
      return printClause(query)
    case 'cidr':
      return `CIDR(${[nameOfField(query.field), ...query.blocks.map(({ text }) => text)].map(escapeArgument).join(', ')})`
    case 'not': {
      const inner = `-${print(query.query, 'not')}`
      return around === 'not' ? `(${inner})` : inner
    }
    case 'and':
    case 'or': {
      // AND within OR could stand bare, but Datadog does not document which of the two is stronger.
      const needsParentheses = around !== 'alone'
      const field = query.kind === 'or' || needsParentheses ? sharedField(query) : undefined
      if (field !== undefined) return `${printField(field)}:(${printValues(query, 'alone')})`
      const text = query.queries.map((inner) => print(inner, query.kind)).join(query.kind === 'or' ? ' OR ' : ' ')
      return needsParentheses ? `(${text})` : text
    }
    default:
      return unreachable(query)
  }
}

/** The field that all clauses of a part ask about, when they can be written as one group of values. */
function sharedField(query: Query): Field | undefined {
  let shared: Field | undefined
  const pending: Query[] = [query]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'and' || next.kind === 'or') for (const inner of next.queries) pending.push(inner)
    else if (next.kind === 'not') pending.push(next.query)
    else if (next.kind !== 'clause' || next.value.kind === 'exists' || next.field.kind === 'default') return undefined
    else if (shared === undefined) shared = next.field
    else if (nameOfField(shared) !== nameOfField(next.field)) return undefined
  }
  return shared
}

function printValues(query: Query, around: Around): string {
  switch (query.kind) {
    case 'clause':
      return printValue(query.value, 'in-group')
    case 'not': {
      const inner = `-${printValues(query.query, 'not')}`
      return around === 'not' ? `(${inner})` : inner
    }
    case 'and':
    case 'or': {
      const text = query.queries.map((inner) => printValues(inner, query.kind)).join(query.kind === 'or' ? ' OR ' : ' ')
      return around === 'alone' ? text : `(${text})`
    }
    default:
      throw new Error(`a ${query.kind} query has no place in a group of values`)
  }
}

function printClause({ field, value }: Clause): string {
  if (value.kind === 'exists') return `_exists_:${escapeWord(nameOfField(field), 'name')}`
  if (field.kind === 'default') return printValue(value, 'in-group')
  return `${printField(field)}:${printValue(value, 'after-colon')}`
}

function printField(field: Field): string {
  return field.kind === 'everywhere' ? '*' : escapeWord(nameOfField(field), 'name')
}

/** A value may look like an operator right after a colon, but not where clauses stand. */
type Position = 'after-colon' | 'in-group' | 'name'

function printValue(value: Value, position: Position): string {
  switch (value.kind) {
    case 'term':
      return escapeWord(value.text, position)
    case 'phrase':
      return quote(value.text)
    case 'wildcard':
      return value.pattern.map((part, index) => printPart(part, index === 0)).join('')
    case 'any':
      return '*'
    case 'exists':
      throw new Error('presence is a clause of its own')
    case 'comparison':
      return value.operator + printBound(value.bound)
    case 'range': {
      const { lower, upper } = value
      return `${lower.included ? '[' : '{'}${printEnd(lower)} TO ${printEnd(upper)}${upper.included ? ']' : '}'}`
    }
    default:
      return unreachable(value)
  }
}

function printPart(part: PatternPart, isFirst: boolean): string {
  if (part.kind === 'text') return escapeCharacters(part.text, isFirst)
  return part.kind === 'run' ? '*' : '?'
}

function printEnd({ bound }: RangeEnd): string {
  if (bound === undefined) return '*'
  return bound.text === '*' ? '"*"' : printBound(bound)
}

function printBound({ text }: Bound): string {
  return /^[\p{L}\p{N}_.-]+$/u.test(text) ? text : quote(text)
}

/** Escapes a text so that it is read as one word. */
function escapeWord(text: string, position: Position): string {
  if (position === 'in-group' && /^(AND|OR|NOT|CIDR)$/.test(text)) return `\\${text}`
  return escapeCharacters(text, true)
}

const special = new Set('()[]{}":!?*\\>< \t\r\n\u201c\u201d')

function escapeCharacters(text: string, isFirst: boolean): string {
  let escaped = isFirst && /^(&&|\|\|)/.test(text) ? '\\' : ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (special.has(character) || (isFirst && at === 0 && character === '-')) escaped += '\\'
    escaped += character
  }
  return escaped
}

/** An argument of CIDR ends at a comma too. */
function escapeArgument(text: string): string {
  return /[,()" \t\r\n\\\u201c\u201d]/.test(text) ? quote(text) : text
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
