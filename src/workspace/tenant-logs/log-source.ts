import type { JsonObject } from '../../json/json'

/** A search over the logs of a tenant. Both ends are within, as far as the tenant has it so. */
export interface LogSearch {
  /** In Datadog's search syntax. */
  readonly query: string
  readonly fromMs: number
  readonly toMs: number
  /** The latest come first; otherwise the earliest. */
  readonly isLatestFirst?: boolean
}

/** Part of an answer: things as the API shows them, and where the next part begins; none after the last. */
export interface Page {
  readonly items: readonly JsonObject[]
  readonly next?: string
  /** What the tenant said beside its answer, such as that an index is unknown. */
  readonly warnings: readonly string[]
}

/** How many more requests of a kind the tenant takes before it begins to count anew. */
export interface Quota {
  readonly limit: number
  readonly remaining: number
  readonly resetMs: number
  readonly periodMs: number
}

/**
 * The logs and signals of a tenant. Every call throws `WorldError` for trouble on the way; a part that the tenant could
 * not search whole is such a trouble, never a short answer.
 */
export interface LogSource {
  readonly tenant: string
  /** Where it is, as `OpenTenant` remembers it: logs of two tenants are never kept as those of one. */
  readonly host: string
  count(search: LogSearch): Promise<number>
  /** A page of logs, the earliest first; as many as come at once unless fewer are asked for. */
  logs(search: LogSearch, cursor?: string, limit?: number): Promise<Page>
  /** A page of signals, in the order that is asked for. */
  signals(search: LogSearch, cursor?: string): Promise<Page>
  /** Undefined where there is none of that id. */
  signal(id: string): Promise<JsonObject | undefined>
  /** What the last answer said of requests like it; undefined where it said nothing. */
  quota(): Quota | undefined
}

/** So many logs come with one request at most (docs, API > Search logs). */
export const logsOnPage = 1000
