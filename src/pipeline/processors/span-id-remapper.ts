import { sourcesOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { usualSources } from '../shape-parts'
import { textOfValue } from '../working-log'
import { firstOf } from './attribute-remapper'

/** A span id has 64 bits, in decimal or hexadecimal digits (docs, Correlate Logs and Traces). */
const spanId = /^(?:\d{1,20}|[0-9a-f]{16})$/i

/**
 * Makes an attribute the span id of the log (API, LogsSpanRemapper). The source goes, and what is no span id with it
 * (observed: tests of the public Vercel pipeline).
 */
export const spanIdRemapper: ProcessorKind = {
  type: 'span-id-remapper',
  fields: { sources: usualSources('dd.span_id') },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition, 'dd.span_id')
    touches(from, ['span_id', ...from])
    return (log) => {
      const found = firstOf(log, from)
      if (found === undefined) return
      const text = textOfValue(found.value)
      if (spanId.test(text)) log.spanId = text
      log.at.remove(found.path)
    }
  },
}
