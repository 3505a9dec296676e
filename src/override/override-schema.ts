import { shapeSchema } from '../shape/shape-schema'
import { overrideKeys, overrideShape, twoForms } from './override-shape'

/** JSON Schema of `*.override.yaml`, for completion and hover text in editors. */
export function overrideJsonSchema(): object {
  const { properties, ...schema } = shapeSchema(overrideShape())
  const described = properties as Readonly<Record<string, { readonly description: string }>>
  const both = Object.entries(twoForms).map(([key, { whole, named }]) => [
    key,
    {
      description: described[key]?.description,
      anyOf: [shapeSchema(whole), { ...shapeSchema(named), minProperties: 1 }],
    },
  ])
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Override of default rules',
    ...schema,
    properties: { ...described, ...Object.fromEntries(both), severity: { ...described['severity'], minProperties: 1 } },
    allOf: [
      { oneOf: [{ required: ['rule'] }, { required: ['ruleQuery'] }] },
      { anyOf: overrideKeys.map((key) => ({ required: [key] })) },
    ],
  }
}
