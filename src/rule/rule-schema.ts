import { shapeSchema } from '../shape/shape-schema'
import { chosenMethods, methodNamed } from './methods/method-of'
import { ruleShape } from './rule-shape'
import { isAboutConfigurations, ruleTypes } from './rule-types'

/** JSON Schema (draft 7) of a rule file: completion, hover text and checking in editors. */
export function ruleJsonSchema(): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A detection rule for Datadog Cloud SIEM',
    description: "The keys of Datadog's API, with a stable id. Unknown keys are kept and sent.",
    ...shapeSchema(ruleShape, 'misplaced'),
    if: {
      anyOf: [
        { required: ['type'], properties: { type: { enum: typesWithoutParts } } },
        {
          required: ['options'],
          properties: {
            options: {
              type: 'object',
              required: ['detectionMethod'],
              properties: { detectionMethod: { enum: methodsWithoutParts } },
            },
          },
        },
      ],
    },
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
    then: {},
    else: {
      required: ['queries', 'cases'],
      properties: { queries: { type: 'array', minItems: 1 }, cases: { type: 'array', minItems: 1 } },
    },
  }
}

/** The detection methods whose rules may lack queries and cases. */
const methodsWithoutParts = chosenMethods.filter((name) => methodNamed(undefined, name).cases === 'grades')

/** The types whose rules may lack queries and cases. */
const typesWithoutParts = Object.keys(ruleTypes).filter(
  (type) => isAboutConfigurations(type) || methodNamed(type, undefined).cases === 'grades',
)
