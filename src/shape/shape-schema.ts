import { unreachable } from '../diagnostic/unreachable'
import type { Fields, Shape } from './shape'

type Schema = Record<string, unknown>

/** A shape as JSON Schema (draft 7), for completion, hover text and checking in editors. */
export function shapeSchema(shape: Shape): Schema {
  switch (shape.kind) {
    case 'text':
      return { type: 'string', ...(shape.nonEmpty && { minLength: 1 }) }
    case 'choice':
      return { type: 'string', enum: [...shape.of] }
    case 'number':
      if (shape.of) return { type: 'number', enum: [...shape.of] }
      return {
        type: shape.whole ? 'integer' : 'number',
        ...(shape.min !== undefined && { minimum: shape.min }),
        ...(shape.max !== undefined && { maximum: shape.max }),
      }
    case 'flag':
      return { type: 'boolean' }
    case 'json':
      return {}
    case 'list':
      return {
        type: 'array',
        items: shapeSchema(shape.item),
        ...(shape.max !== undefined && { maxItems: shape.max }),
      }
    case 'map':
      return mapSchema(shape.fields)
    case 'named':
      return { type: 'object', additionalProperties: shapeSchema(shape.item) }
    case 'written':
      return { ...shape.schema }
    default:
      return unreachable(shape)
  }
}

function mapSchema(fields: Fields): Schema {
  const written = Object.entries(fields).filter(([, field]) => !field.setByDatadog)
  const required = written.flatMap(([key, field]) => (field.required ? [key] : []))
  return {
    type: 'object',
    properties: Object.fromEntries(
      written.map(([key, { shape, about, nullable, deprecated }]) => [
        key,
        {
          description: about,
          ...(deprecated && { deprecationMessage: deprecated }),
          ...(nullable ? { anyOf: [shapeSchema(shape), { type: 'null' }] } : shapeSchema(shape)),
        },
      ]),
    ),
    ...(required.length > 0 && { required }),
  }
}
