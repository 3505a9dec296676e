import { unreachable } from '../diagnostic/unreachable'
import { meantKey, namesOf } from './meant-key'
import type { MapShape, Shape } from './shape'

type Schema = Record<string, unknown>

/** Whether a key that a map does not know is a mistake there, kept, or a mistake where it is known what was meant. */
type UnknownKeys = 'kept' | 'mistakes' | 'misplaced'

/**
 * A shape as JSON Schema (draft 7), for completion, hover text and checking in editors. It refuses nothing that reading
 * takes, but for keys without a value, of which reading warns.
 */
export function shapeSchema(shape: Shape, unknownKeys: UnknownKeys = 'kept'): Schema {
  return schemaOf(shape, { root: shape, unknownKeys, names: unknownKeys === 'misplaced' ? namesIn(shape) : [] })
}

interface Making {
  readonly root: Shape
  readonly unknownKeys: UnknownKeys
  /** Under which somebody may write a field, anywhere. */
  readonly names: readonly string[]
}

function schemaOf(shape: Shape, making: Making): Schema {
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
        items: schemaOf(shape.item, making),
        ...(most !== undefined && { maxItems: most }),
      }
    }
    case 'map':
      return mapSchema(shape, making)
    case 'named':
      return { type: 'object', additionalProperties: schemaOf(shape.item, making) }
    case 'written':
      return { ...shape.schema }
    default:
      return unreachable(shape)
  }
}

function mapSchema(map: MapShape, making: Making): Schema {
  const { fields } = map
  const written = Object.entries(fields).filter(([, field]) => !field.setByDatadog)
  const misplaced = making.names.filter((name) => !Object.hasOwn(fields, name) && isMisplaced(name, map, making.root))
  const required = written.flatMap(([key, field]) => (field.required ? [key] : []))
  return {
    type: 'object',
    properties: Object.fromEntries(
      written.map(([key, { shape, about, nullable, deprecated }]) => [
        key,
        {
          description: about,
          ...(deprecated && { deprecationMessage: deprecated }),
          ...(nullable ? { anyOf: [schemaOf(shape, making), { type: 'null' }] } : schemaOf(shape, making)),
        },
      ]),
    ),
    ...(required.length > 0 && { required }),
    ...(making.unknownKeys === 'mistakes' && { additionalProperties: false }),
    ...(misplaced.length > 0 && { propertyNames: { not: { enum: misplaced } } }),
  }
}

/** Whether a map has a field by another name, or a file has it elsewhere: told of its top alone, for brevity. */
function isMisplaced(name: string, map: MapShape, root: Shape): boolean {
  const meant = meantKey(root, map, name, '')
  return meant !== undefined && (meant.field !== undefined || map === root)
}

/** Fields of a file and of whatever it holds, by the names that they have here and elsewhere. */
function namesIn(root: Shape): readonly string[] {
  const names = new Set<string>()
  const seen = new Set<Shape>()
  const waiting = [root]
  for (let shape = waiting.pop(); shape; shape = waiting.pop()) {
    if (seen.has(shape)) continue
    seen.add(shape)
    if (shape.kind === 'list' || shape.kind === 'named') waiting.push(shape.item)
    if (shape.kind !== 'map') continue
    for (const [name, field] of Object.entries(shape.fields)) {
      for (const one of namesOf(name, field)) names.add(one)
      waiting.push(field.shape)
    }
  }
  return [...names].sort()
}
