import { sourcesOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { usualSources } from '../shape-parts'
import { textOfValue } from '../working-log'
import { firstOf } from './attribute-remapper'

/** Makes an attribute the span id of the log (API, LogsSpanRemapper). The source goes (observed in the public tests). */
export const spanIdRemapper: ProcessorKind = {
  type: 'span-id-remapper',
  fields: { sources: usualSources('dd.span_id') },
  compile: (definition) => {
    const from = sourcesOf(definition, 'dd.span_id')
    return (log) => {
      const found = firstOf(log, from)
      if (found === undefined) return
      log.spanId = textOfValue(found.value)
      log.at.remove(found.path)
    }
  },
}
