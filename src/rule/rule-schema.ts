import { shapeSchema } from '../shape/shape-schema'
import { ruleShape } from './rule-shape'

/** JSON Schema (draft 7) of a rule file: completion, hover text and checking in editors. */
export function ruleJsonSchema(): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A detection rule for Datadog Cloud SIEM',
    description: "The keys of Datadog's API, with a stable id. Unknown keys are kept and sent.",
    ...shapeSchema(ruleShape),
  }
}
