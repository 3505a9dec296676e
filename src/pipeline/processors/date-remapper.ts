import type { Json } from '../../json/json'
import { sourcesOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { readLogDate } from '../read-log-date'
import { sources } from '../shape-parts'
import { firstOf } from './attribute-remapper'

/**
 * Makes an attribute the time of the log (docs, Processors > Log date remapper); of several the last one counts. The
 * source stays. A value that is missing or cannot be read gives the moment of arrival (observed in the public tests).
 */
export const dateRemapper: ProcessorKind = {
  type: 'date-remapper',
  fields: { sources },
  compile: (definition, { touches }) => {
    const from = sourcesOf(definition)
    touches(from, ['time'])
    return (log, { nowMs, arrivedMs }) => {
      log.remappedMs = readFirst(firstOf(log, from)?.value, nowMs) ?? arrivedMs
    }
  },
}

function readFirst(value: Json | undefined, nowMs: number): number | undefined {
  return value === undefined ? undefined : readLogDate(value, nowMs)
}
