import { partOf, textOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { anyText, filterShape } from '../shape-parts'

/** A pipeline inside of another: its filter is asked when it is reached (docs, Pipelines > Nested pipelines). */
export const nestedPipeline: ProcessorKind = {
  type: 'pipeline',
  fields: {
    description: { shape: anyText, nullable: true, about: 'More for the reader.' },
    tags: { shape: { kind: 'list', item: { kind: 'text' } }, about: 'Tags of the pipeline itself.' },
    filter: { shape: filterShape, about: 'Which logs pass it; without it all do.' },
    processors: {
      shape: { kind: 'list', item: { kind: 'json' } },
      about: 'What is done, in order.',
    },
    ocsf: { shape: { kind: 'json' }, about: 'Of the public integrations: whether it makes OCSF of the log.' },
  },
  compile: (definition, { filter, steps }) => {
    const matches = filter(['filter', 'query'], textOf(partOf(definition, 'filter'), 'query'))
    const run = steps('processors')
    return (log, context) => {
      if (matches(log)) run(log, context)
    }
  },
}
