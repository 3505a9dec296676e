import { sameJson } from '../json/canonical-json'
import type { Json, JsonObject } from '../json/json'
import { isJsonObject } from '../json/json-object'
import type { ProcessorPlace } from './pipeline'
import type { Step } from './processor-kind'
import type { WorkingLog } from './working-log'

/** What one processor did to one log. */
export interface ProcessorTrace {
  readonly place: ProcessorPlace
  readonly changes: readonly FieldChange[]
}

/** What became of a field: `@a.b` an attribute, else an official field of the log; undefined where there was or is nothing. */
export interface FieldChange {
  readonly field: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/**
 * Looks at pipelines while they run, by wrapping the steps of their processors (`readPipeline`'s `decorate`). It lives as
 * long as the pipelines that it was given to.
 */
export class PipelineWatch {
  private traces: ProcessorTrace[] = []
  /** How deep a step stands in others that tell for all inside of them. */
  private inside = 0

  /** What was done since this was last asked, in order; processors that changed nothing are left out. */
  take(): readonly ProcessorTrace[] {
    const taken = this.traces
    this.traces = []
    return taken
  }

  readonly decorate = (place: ProcessorPlace, step: Step): Step => {
    // What a nested pipeline does, its processors tell.
    if (place.type === 'pipeline') return step
    return (log, run) => {
      if (this.inside > 0) return step(log, run)
      const before = stateOf(log)
      this.inside += 1
      try {
        step(log, run)
      } finally {
        this.inside -= 1
      }
      const changes = changesBetween(before, stateOf(log))
      if (changes.length > 0) this.traces.push({ place, changes })
    }
  }
}

type State = Readonly<Record<string, Json | undefined>> & { readonly attributes: JsonObject }

function stateOf(log: WorkingLog): State {
  const { message, service, status, host, traceId, spanId, tags, remappedMs } = log
  const fields = { message, service, status, host, trace_id: traceId, span_id: spanId, tags, timestamp: remappedMs }
  return { ...fields, attributes: log.at.seen() }
}

function changesBetween(
  { attributes: old, ...before }: State,
  { attributes, ...after }: State,
): readonly FieldChange[] {
  const official = Object.keys(after).flatMap((field) =>
    sameJson(before[field] ?? null, after[field] ?? null)
      ? []
      : [{ field, before: before[field], after: after[field] }],
  )
  return [...official, ...attributeChanges(old, attributes, '@')]
}

/** What differs below two objects; those that are one and the same hold no difference. */
function attributeChanges(before: JsonObject, after: JsonObject, above: string): readonly FieldChange[] {
  if (before === after) return []
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key): readonly FieldChange[] => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    const now = Object.hasOwn(after, key) ? after[key] : undefined
    if (isJsonObject(old) && isJsonObject(now)) return attributeChanges(old, now, `${above}${key}.`)
    return sameJson(old ?? null, now ?? null) && (old === undefined) === (now === undefined)
      ? []
      : [{ field: `${above}${key}`, before: old, after: now }]
  })
}
