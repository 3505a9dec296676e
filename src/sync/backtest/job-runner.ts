import type { JsonObject } from '../../json/json'

/** How far a job of a tenant is. */
export interface JobState {
  /** In the tenant's own word: `pending` right after it was made (observed). */
  readonly status: string
  /** From 0 to 1, where the tenant tells it. */
  readonly progress?: number
}

/** The historical jobs of a tenant: its own engine over logs that it still has. Every call throws `WorldError` for trouble. */
export interface JobRunner {
  readonly tenant: string
  /** Answers the id of the new job. */
  start(definition: JsonObject): Promise<string>
  state(id: string): Promise<JobState>
  /** One that is over is let be. */
  cancel(id: string): Promise<void>
  /** A page of the signals that a job found, as the API shows them; `next` is where another one begins. */
  signals(id: string, cursor?: string): Promise<{ readonly items: readonly JsonObject[]; readonly next?: string }>
}
