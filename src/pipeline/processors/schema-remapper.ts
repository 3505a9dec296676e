import type { ProcessorKind } from '../processor-kind'
import { overrideOnConflict, preserveSource, sources, target, targetFormat } from '../shape-parts'
import { remapAttribute } from './attribute-remapper'

/** Maps the first attribute that is there to a field of the schema (API, LogsSchemaRemapper), as a remapper does. */
export const schemaRemapper: ProcessorKind = {
  type: 'schema-remapper',
  fields: {
    sources,
    target,
    target_format: targetFormat,
    preserve_source: preserveSource,
    override_on_conflict: overrideOnConflict,
  },
  compile: remapAttribute,
}
