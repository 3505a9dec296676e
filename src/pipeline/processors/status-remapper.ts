import { statusOf } from '../../event/mapping/log-status'
import { sourcesOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { sources } from '../shape-parts'
import { firstOf } from './attribute-remapper'

/**
 * Makes an attribute the status of the log (docs, Processors > Log status remapper): of all pipelines that a log passes the
 * first one that finds a source decides. The source stays.
 */
export const statusRemapper: ProcessorKind = {
  type: 'status-remapper',
  fields: { sources },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition)
    touches(from, ['status'])
    return (log) => {
      const found = firstOf(log, from)
      if (found !== undefined && log.decides('status')) log.status = statusOf(found.value)
    }
  },
}
