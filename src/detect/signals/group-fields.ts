import { reservedField } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import type { CompiledRule } from '../compiled-rule'
import { scalarText } from '../scalar-text'
import type { SignalState } from './signal-state'
import type { ToldOfRule } from './told-of-rule'

/** The group of a signal: each name that a query gives to a field, with the value. */
export function groupFieldsOf(
  { groupFields }: CompiledRule,
  values: SignalState['values'],
): readonly { readonly field: string; readonly value: string }[] {
  const fields: { readonly field: string; readonly value: string }[] = []
  for (const [position, value] of values.entries()) {
    if (value === undefined) continue
    for (const field of groupFields[position] ?? []) fields.push({ field, value })
  }
  return fields
}

/** The event with one value at a field, in place of all that it had there. */
export function withField(event: LogEvent, field: string, value: string, told: ToldOfRule): LogEvent {
  const present = told.read(field, event)
  if (present.length === 1 && scalarText(present[0]) === value) return event
  if (field.startsWith('@')) return { ...event, attributes: withAttribute(event.attributes, field.slice(1), value) }
  switch (reservedField(field)) {
    case 'host':
      return { ...event, host: value, others: { ...event.others, host: [] } }
    case 'service':
      return { ...event, service: value, others: { ...event.others, service: [] } }
    case 'source':
      return { ...event, source: value, others: { ...event.others, source: [] } }
    case undefined:
      return {
        ...event,
        tags: [...event.tags.filter((tag) => !tag.startsWith(`${field}:`)), `${field}:${value}`.toLowerCase()],
      }
    default:
      return event
  }
}

/** Puts a value where the path leads; a key that holds dots itself is found before nesting is made. */
function withAttribute(object: JsonObject, path: string, value: string): JsonObject {
  if (!path.includes('.') || Object.hasOwn(object, path)) return withKey(object, path, value)
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const inner = Object.hasOwn(object, path.slice(0, dot)) ? object[path.slice(0, dot)] : undefined
    if (isJsonObject(inner))
      return withKey(object, path.slice(0, dot), withAttribute(inner, path.slice(dot + 1), value))
  }
  const dot = path.indexOf('.')
  return withKey(object, path.slice(0, dot), withAttribute({}, path.slice(dot + 1), value))
}

function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== key), [key, value]])
}
