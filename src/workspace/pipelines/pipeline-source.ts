import type { JsonObject } from '../../json/json'

/** A tenant's log pipelines, Datadog's own integrations among them. */
export interface PipelineSource {
  readonly tenant: string
  /** All of them as the API writes them, in the order in which logs pass them. A listing that fails is thrown. */
  list(): Promise<readonly JsonObject[]>
}
