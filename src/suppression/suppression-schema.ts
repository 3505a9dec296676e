import { shapeSchema } from '../shape/shape-schema'
import { suppressionShape } from './suppression-shape'

/** JSON Schema of `*.suppression.yaml`, for completion and hover text in editors. */
export function suppressionJsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Suppression',
    ...shapeSchema(suppressionShape, 'misplaced'),
    allOf: [
      { anyOf: [{ required: ['suppressionQuery'] }, { required: ['dataExclusionQuery'] }] },
      {
        oneOf: [
          { required: ['rules'], properties: { rules: { type: 'array', minItems: 1 } } },
          { required: ['ruleQuery'] },
        ],
      },
    ],
  }
}
