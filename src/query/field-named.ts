import type { TextRange } from '../diagnostic/span'
import { reservedField } from '../event/attribute-path'
import type { Field } from './query'

/** The field that an unescaped name stands for: `@path`, `#calculated`, a reserved name or its alias, else a tag key. */
export function fieldNamed(name: string, range: TextRange): Field {
  const { start, end } = range
  if (name.startsWith('@')) return { kind: 'attribute', path: name.slice(1), start, end }
  if (name === '_default_') return { kind: 'default', start, end }
  if (name.startsWith('#')) return { kind: 'calculated', name: name.slice(1), start, end }
  const reserved = reservedField(name)
  if (reserved !== undefined) return { kind: 'reserved', name: reserved, start, end }
  return { kind: 'tag', key: name, start, end }
}

/** The name under which users write a field; empty for the default field. */
export function nameOfField(field: Field): string {
  switch (field.kind) {
    case 'default':
      return ''
    case 'everywhere':
      return '*'
    case 'attribute':
      return `@${field.path}`
    case 'reserved':
      return field.name
    case 'tag':
      return field.key
    case 'calculated':
      return `#${field.name}`
  }
}
