import { sourcesOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { sources } from '../shape-parts'
import { textOfValue } from '../working-log'
import { firstOf } from './attribute-remapper'

/** Makes an attribute the service of the log; the first in a pipeline that finds a source decides (docs, Processors > Service remapper). */
export const serviceRemapper: ProcessorKind = {
  type: 'service-remapper',
  fields: { sources },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition)
    touches(from, ['service'])
    return (log) => {
      const found = firstOf(log, from)
      if (found !== undefined && log.decides('service')) log.service = textOfValue(found.value)
    }
  },
}
