import { type Reach, reachAttribute, reachReserved, reachTag } from '../../event/attribute-path'
import type { Field } from '../query'

/**
 * The values of a field in an event. A calculated field stands among the attributes under its whole name, `#` included;
 * whoever computes it puts it there. The default field and `*` stand for the message.
 */
export function reachField(field: Field): Reach {
  switch (field.kind) {
    case 'attribute':
      return reachAttribute(field.path)
    case 'calculated': {
      const key = `#${field.name}`
      return (event, test) => {
        const value = Object.hasOwn(event.attributes, key) ? event.attributes[key] : undefined
        return value !== undefined && value !== null && test(value)
      }
    }
    case 'reserved':
      return reachReserved(field.name)
    case 'tag':
      return reachTag(field.key)
    case 'default':
    case 'everywhere':
      return reachReserved('message')
  }
}
