import { sourcesOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { usualSources } from '../shape-parts'
import { textOfValue } from '../working-log'
import { firstOf } from './attribute-remapper'

/**
 * Makes an attribute the message of the log; the first in a pipeline that finds a source decides (docs, Processors > Log
 * message remapper). The source goes (observed in the public tests).
 */
export const messageRemapper: ProcessorKind = {
  type: 'message-remapper',
  fields: { sources: usualSources('msg') },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition, 'msg')
    // Whether one before it decided keeps its source.
    touches([...from, 'message'], ['message', ...from], [])
    return (log) => {
      const found = firstOf(log, from)
      if (found === undefined || !log.decides('message')) return
      log.message = textOfValue(found.value)
      log.at.remove(found.path)
    }
  },
}
