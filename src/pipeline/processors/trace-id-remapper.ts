import { sourcesOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { usualSources } from '../shape-parts'
import { textOfValue } from '../working-log'
import { firstOf } from './attribute-remapper'

/** Makes an attribute the trace id of the log (docs, Processors > Trace remapper). The source goes (observed in the public tests). */
export const traceIdRemapper: ProcessorKind = {
  type: 'trace-id-remapper',
  fields: { sources: usualSources('dd.trace_id') },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition, 'dd.trace_id')
    touches(from, ['trace_id', ...from])
    return (log) => {
      const found = firstOf(log, from)
      if (found === undefined) return
      log.traceId = textOfValue(found.value)
      log.at.remove(found.path)
    }
  },
}
