import { hasDate, isoTime } from '../../diagnostic/times'
import { unreachable } from '../../diagnostic/unreachable'
import { reachTag } from '../../event/attribute-path'
import { readAddress } from '../../event/ip-address'
import type { LogEvent } from '../../event/log-event'
import type { Json } from '../../json/json'
import { readNumber } from '../number-literal'
import type { CidrClause, Clause, Field, Query, Value } from '../query'
import { blockContains } from './cidr-block'
import { equalityGroups } from './equality-groups'
import { reachField } from './field-values'
import { compileMessageTest } from './message-test'
import { compileTagTest } from './tag-test'
import { compileTextSearch } from './text-search'
import { compileValueTest } from './value-test'

/** A test on one event. */
export type Predicate = (event: LogEvent) => boolean

/** Called for each node with its compiled form; what it returns is used in its place. */
export type Decorate = (query: Query, predicate: Predicate) => Predicate

/**
 * Turns a query into a test on one event. What does not depend on the event is worked out here, once; the test itself
 * makes no garbage, save where texts have to be lower-cased or addresses read. With `decorate`, every node keeps a
 * predicate of its own for it to wrap.
 */
export function compileQuery(query: Query, decorate?: Decorate): Predicate {
  const predicate = compileNode(query, decorate)
  return decorate === undefined ? predicate : decorate(query, predicate)
}

function compileNode(query: Query, decorate: Decorate | undefined): Predicate {
  switch (query.kind) {
    case 'everything':
      return () => true
    case 'not': {
      const inner = compileQuery(query.query, decorate)
      return (event) => !inner(event)
    }
    case 'and':
      return every(query.queries.map((inner) => compileQuery(inner, decorate)))
    case 'or': {
      if (decorate !== undefined) return some(query.queries.map((inner) => compileQuery(inner, decorate)))
      const { groups, others } = equalityGroups(query.queries)
      return some([
        ...groups.map(({ field, test }) => onValues(field, test)),
        ...others.map((inner) => compileQuery(inner)),
      ])
    }
    case 'clause':
      return compileClause(query)
    case 'cidr':
      return compileCidr(query)
    default:
      return unreachable(query)
  }
}

function compileClause(clause: Clause): Predicate {
  const { field, value } = clause
  switch (field.kind) {
    case 'default':
      return compileMessage(value)
    case 'everywhere':
      return compileTextSearch(value)
    case 'tag': {
      const matches = compileTagTest(field.key, value)
      return (event) => event.tags.some(matches)
    }
    case 'reserved':
      if (field.name === 'message') return compileMessage(value)
      if (field.name === 'timestamp') return compileTimestamp(value)
      return onValues(field, compileValueTest(value))
    default:
      return onValues(field, compileValueTest(value))
  }
}

function compileMessage(value: Value): Predicate {
  if (value.kind === 'any') return () => true
  const matches = compileMessageTest(value)
  return (event) => event.message !== undefined && matches(event.message)
}

/** The event's time is epoch milliseconds to a numeric value, and ISO text in UTC to any other. */
function compileTimestamp(value: Value): Predicate {
  const matches = compileValueTest(value)
  if (boundsOf(value).every((bound) => readNumber(bound) !== undefined)) return (event) => matches(event.timeMs)
  return (event) => hasDate(event.timeMs) && matches(isoTime(event.timeMs))
}

function boundsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'term':
    case 'phrase':
      return [value.text]
    case 'comparison':
      return [value.bound.text]
    case 'range':
      return [value.lower.bound, value.upper.bound].flatMap((bound) => (bound === undefined ? [] : [bound.text]))
    case 'wildcard':
      return ['']
    default:
      return []
  }
}

function compileCidr({ field, blocks }: CidrClause): Predicate {
  const contained = blocks.map(({ text }) => blockContains(text))
  const matches = (value: Json): boolean => {
    const address = typeof value === 'string' ? readAddress(value) : undefined
    return address !== undefined && contained.some((contains) => contains(address))
  }
  if (field.kind === 'tag') {
    const reach = reachTag(field.key)
    return (event) => reach(event, matches)
  }
  return onValues(field, matches)
}

/** Whether any value of a field that holds values as they are, not running text or tags, passes a test. */
function onValues(field: Field, test: (value: Json) => boolean): Predicate {
  const reach = reachField(field)
  return (event) => reach(event, test)
}

function every(predicates: readonly Predicate[]): Predicate {
  return (event) => {
    for (const matches of predicates) {
      if (!matches(event)) return false
    }
    return true
  }
}

function some(predicates: readonly Predicate[]): Predicate {
  return (event) => {
    for (const matches of predicates) {
      if (matches(event)) return true
    }
    return false
  }
}
