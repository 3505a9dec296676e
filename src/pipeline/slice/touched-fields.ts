import { reservedField, unquotedPath } from '../../event/attribute-path'
import { nameOfField } from '../../query/field-named'
import type { Query } from '../../query/query'
import { clausesIn } from '../../query/walk-query'
import type { AttributePath } from '../attribute-path'

/** A field of a log that a processor touches: an attribute, all of them, or what stands beside them. */
export type Touch = AttributePath | Exclude<Touched, AttributeName>

/** The same by its name: `@a.b` an attribute, `attributes` all of them, `all` these and what stands beside them. */
export type Touched = AttributeName | 'attributes' | 'all' | 'tags' | 'time' | OfficialField

type AttributeName = `@${string}`
type OfficialField = 'message' | 'service' | 'status' | 'host' | 'source' | 'trace_id' | 'span_id'

export function touchedField(touch: Touch): Touched {
  return typeof touch === 'string' ? touch : `@${touch.keys.join('.')}`
}

/** The fields that a query asks of a log. */
export function fieldsOfQuery(query: Query): readonly Touched[] {
  return clausesIn(query).map(({ clause: { field } }) => touchedByName(nameOfField(field)))
}

/** A field under the name that queries write: `@a.b`, a reserved one, else the key of a tag. */
export function touchedByName(name: string): Touched {
  if (name.startsWith('@')) return `@${unquotedPath(name.slice(1))}`
  if (name.startsWith('#')) return 'attributes'
  if (name === '*') return 'all'
  if (name === '') return 'message'
  const field = reservedField(name) ?? 'tags'
  return field === 'timestamp' ? 'time' : field
}

/** Whether a change of one field may be seen in the other: they are one, or one is part of the other. */
export function isTouching(one: Touched, other: Touched): boolean {
  if (one === other || one === 'all' || other === 'all') return true
  if (!isAttribute(one) || !isAttribute(other)) return false
  return one === 'attributes' || other === 'attributes' || isInside(one, other) || isInside(other, one)
}

/**
 * The paths above both of two attributes. Who writes one of them makes an object of what stands there, and of a list
 * that means that the other is gone.
 */
export function pathsAboveBoth(one: Touched, other: Touched): readonly string[] {
  if (!one.startsWith('@') || !other.startsWith('@')) return []
  const [keys, others] = [one.slice(1).split('.'), other.slice(1).split('.')]
  let shared = 0
  while (shared < Math.min(keys.length, others.length) - 1 && keys[shared] === others[shared]) shared += 1
  return Array.from({ length: shared }, (_, at) => keys.slice(0, at + 1).join('.'))
}

function isAttribute(field: Touched): boolean {
  return field === 'attributes' || field.startsWith('@')
}

function isInside(inner: string, outer: string): boolean {
  return inner.startsWith(outer) && inner.charAt(outer.length) === '.'
}
