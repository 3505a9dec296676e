import type { JsonObject } from '../../json/json'
import type { Reply } from './api-error'
import { pageOf } from './request'

/** What the histories of rules and of suppressions have in common. */
interface History {
  readonly id: string
  readonly type: string
  /** Every version, the oldest first. */
  readonly versions: readonly JsonObject[]
  /** What is told of one version, given the one before it. */
  readonly tell: (version: JsonObject, before: JsonObject | undefined) => JsonObject
}

/**
 * A page of versions, keyed by their numbers (observed). Ten unless asked otherwise, as wherever the API has pages; that
 * the newest come first is assumed.
 */
export function historyReply({ id, type, versions, tell }: History, query: URLSearchParams): Reply {
  const told = versions.map((version, index) => [String(version.version), tell(version, versions[index - 1])] as const)
  const { items } = pageOf(told.reverse(), query, { size: 10, largest: 100 })
  const attributes = { count: versions.length, data: Object.fromEntries(items) }
  return { status: 200, body: { data: { id, type, attributes } } }
}
