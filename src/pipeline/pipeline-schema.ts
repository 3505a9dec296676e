import type { Fields, MapShape, Shape } from '../shape/shape'
import { shapeSchema } from '../shape/shape-schema'
import { otherSpellings } from './api-form'
import { pipelineShape, processorShape } from './pipeline-shape'
import { processorKinds } from './processor-table'
import { pipelineTestShape } from './samples/read-pipeline-tests'

/** JSON Schema of `*.pipeline.yaml`, for completion and hover text in editors: either spelling of each key. */
export function pipelineJsonSchema(): object {
  const { properties } = withLists(shapeSchema(inBothSpellings(pipelineShape)))
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Log pipeline',
    type: 'object',
    properties: {
      ...properties,
      pipeline: {
        type: 'object',
        description: 'The pipeline, where other things stand beside it.',
        properties,
        required: ['name'],
      },
      pulled: {
        type: 'object',
        description: 'Written by pull: where the pipeline comes from.',
        properties: {
          at: { type: 'string', description: 'When.' },
          tenant: { type: 'string', description: 'From which tenant.' },
          order: { type: 'integer', description: 'Its place among the pipelines of the tenant.' },
          digest: { type: 'string', description: 'Of its definition then.' },
        },
      },
    },
    anyOf: [{ required: ['name'] }, { required: ['pipeline'] }],
    definitions: {
      processor: {
        type: 'object',
        required: ['type'],
        properties: { type: { type: 'string', minLength: 1, description: 'Which processor it is.' } },
        allOf: processorKinds.map((kind) => ({
          if: { properties: { type: { const: kind.type } } },
          // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
          then: withLists(shapeSchema(inBothSpellings(processorShape(kind)))),
        })),
      },
    },
  }
}

/** JSON Schema of `*.pipeline-test.yaml`. */
export function pipelineTestJsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Tests of a log pipeline',
    ...shapeSchema(pipelineTestShape),
  }
}

/** The lists of processors refer to what a processor is. */
function withLists(schema: Readonly<Record<string, unknown>>): {
  readonly properties: Readonly<Record<string, object>>
} {
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
