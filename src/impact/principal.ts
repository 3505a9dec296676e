import type { Signal } from '../detect/signals/signal'
import { isText } from '../json/json-text'
import { valueAt } from '../json/value-at-path'
import { compareFields, kindOfField, principalFields } from '../suppression/field-kind'

const names = principalFields.filter((field) => kindOfField(field) === 'principal')
const addresses = principalFields.filter((field) => kindOfField(field) === 'address')

/**
 * Whom a signal is about: what it is grouped by, else what is on it where all its logs agree. Undefined where it names
 * nobody.
 */
export function principalOf({ group, attributes }: Signal): string | undefined {
  const fields = Object.keys(group)
  const inGroup =
    names.find((field) => group[field] !== undefined) ??
    fields.filter((field) => kindOfField(field) === 'principal').sort(compareFields)[0] ??
    addresses.find((field) => group[field] !== undefined)
  if (inGroup !== undefined) return group[inGroup]
  for (const field of principalFields) {
    const value = valueAt(attributes, field.slice(1).split('.'))
    if (typeof value === 'number' || (isText(value) && value !== '')) return String(value)
  }
  return group['host']
}
