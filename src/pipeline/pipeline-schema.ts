import type { Fields, MapShape, Shape } from '../shape/shape'
import { shapeSchema } from '../shape/shape-schema'
import { otherSpellings } from './api-form'
import { pipelineShape, processorShape } from './pipeline-shape'
import { processorKinds } from './processor-table'

/** JSON Schema of `*.pipeline.yaml`, for completion and hover text in editors: either spelling of each key. */
export function pipelineJsonSchema(): object {
  const pipeline = withLists(shapeSchema(inBothSpellings(pipelineShape)))
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Log pipeline',
    anyOf: [
      { $ref: '#/definitions/pipeline' },
      { type: 'object', required: ['pipeline'], properties: { pipeline: { $ref: '#/definitions/pipeline' } } },
    ],
    definitions: {
      pipeline,
      processor: {
        type: 'object',
        required: ['type'],
        properties: { type: { type: 'string', description: 'Which processor it is.' } },
        allOf: processorKinds.map((kind) => ({
          if: { properties: { type: { const: kind.type } } },
          // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
          then: withLists(shapeSchema(inBothSpellings(processorShape(kind)))),
        })),
      },
    },
  }
}

/** The lists of processors refer to what a processor is. */
function withLists(schema: Readonly<Record<string, unknown>>): object {
  const properties = { ...(schema['properties'] as Readonly<Record<string, object>>) }
  for (const key of ['processors', 'mappers']) {
    const list = properties[key]
    if (list !== undefined) properties[key] = { ...list, items: { $ref: '#/definitions/processor' } }
  }
  return { ...schema, properties }
}

/** A key that has two spellings is demanded of neither: reading tells of one that is missing. */
function inBothSpellings(shape: MapShape): MapShape {
  const fields: Record<string, Fields[string]> = {}
  for (const [key, field] of Object.entries(shape.fields)) {
    const { required, ...rest } = field
    const others = otherSpellings(key)
    const made = { ...rest, shape: innerSpellings(field.shape), ...(required && others.length === 0 && { required }) }
    for (const name of [key, ...others]) fields[name] = made
  }
  return { ...shape, fields }
}

function innerSpellings(shape: Shape): Shape {
  if (shape.kind === 'map') return inBothSpellings(shape)
  return shape.kind === 'list' ? { ...shape, item: innerSpellings(shape.item) } : shape
}
