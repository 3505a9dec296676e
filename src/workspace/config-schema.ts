import { shapeSchema } from '../shape/shape-schema'
import { configShape } from './config-shape'

/** JSON Schema (draft 7) of `ddac.yaml`, for completion, hover text and checking in editors. */
export function workspaceJsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The workspace of ddac',
    ...shapeSchema(configShape, 'mistakes'),
  }
}
