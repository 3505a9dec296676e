import { pathOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'

/** Takes an attribute away (docs, Processors > Exclude attribute processor). Official fields and tags cannot be. */
export const excludeAttribute: ProcessorKind = {
  type: 'exclude-attribute',
  fields: {
    attribute_to_exclude: {
      shape: { kind: 'text', nonEmpty: true },
      required: true,
      about: 'The attribute to remove.',
    },
  },
  compile: (definition, { touches }) => {
    const path = pathOf(definition, 'attribute_to_exclude')
    touches([], [path])
    return (log) => log.at.remove(path)
  },
}
