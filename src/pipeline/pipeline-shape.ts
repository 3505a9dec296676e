import type { MapShape } from '../shape/shape'
import type { ProcessorKind } from './processor-kind'
import { nestedPipeline } from './processors/nested-pipeline'
import { anyText, processorFields } from './shape-parts'

/** A pipeline, whose filter and processors are those of one that stands in another. */
export const pipelineShape: MapShape = {
  kind: 'map',
  what: 'a pipeline',
  fields: {
    id: { shape: anyText, about: 'The id that the tenant knows it by.' },
    type: { shape: { kind: 'choice', of: ['pipeline'] }, about: 'Always pipeline.' },
    name: { shape: { kind: 'text', nonEmpty: true }, required: true, about: 'What people read in the tenant.' },
    is_enabled: { shape: { kind: 'flag' }, about: 'false switches it off.' },
    is_read_only: { shape: { kind: 'flag' }, about: "true for Datadog's own integrations." },
    ...nestedPipeline.fields,
  },
}

const known = new Map<ProcessorKind | undefined, MapShape>()

/** What a processor looks like; without a kind, what any has. */
export function processorShape(kind: ProcessorKind | undefined): MapShape {
  const there = known.get(kind)
  if (there !== undefined) return there
  const what = kind === undefined ? 'a processor' : kind.type === 'pipeline' ? 'a nested pipeline' : `a ${kind.type}`
  const made: MapShape = { kind: 'map', what, fields: { ...processorFields, ...kind?.fields } }
  known.set(kind, made)
  return made
}
