import { unreachable } from '../diagnostic/unreachable'
import type { Fields, Shape } from './shape'

type Schema = Record<string, unknown>

/** Whether a key that a map does not know is a mistake there, or kept. */
type UnknownKeys = 'kept' | 'mistakes'

/**
 * A shape as JSON Schema (draft 7), for completion, hover text and checking in editors. It refuses nothing that reading
 * takes, but for keys without a value, of which reading warns.
 */
export function shapeSchema(shape: Shape, unknownKeys: UnknownKeys = 'kept'): Schema {
  switch (shape.kind) {
    case 'text':
      return { type: 'string', ...(shape.nonEmpty && { pattern: '\\S' }) }
    case 'choice':
      // A word that came later is taken with a warning; the known ones are what editors offer.
      if (shape.mayGrow) return { anyOf: [{ enum: [...shape.of] }, { type: 'string', pattern: '\\S' }] }
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
    case 'list': {
      const most = shape.mayGrow ? shape.most : (shape.max ?? shape.most)
      return {
        type: 'array',
        items: shapeSchema(shape.item, unknownKeys),
        ...(most !== undefined && { maxItems: most }),
      }
    }
    case 'map':
      return mapSchema(shape.fields, unknownKeys)
    case 'named':
      return { type: 'object', additionalProperties: shapeSchema(shape.item, unknownKeys) }
    case 'written':
      return { ...shape.schema }
    default:
      return unreachable(shape)
  }
}

function mapSchema(fields: Fields, unknownKeys: UnknownKeys): Schema {
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
          ...(nullable
            ? { anyOf: [shapeSchema(shape, unknownKeys), { type: 'null' }] }
            : shapeSchema(shape, unknownKeys)),
        },
      ]),
    ),
    ...(required.length > 0 && { required }),
    ...(unknownKeys === 'mistakes' && { additionalProperties: false }),
  }
}
