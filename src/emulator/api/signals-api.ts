import type { LogEvent } from '../../event/log-event'
import type { JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { textIn } from '../../json/json-text'
import { compileQuery } from '../../query/matching/compile-query'
import { parseQuery } from '../../query/parse-query'
import { presentSignals, type SignalResource } from '../run-evaluator'
import { plainError, type Reply } from './api-error'
import { attributesIn, type EmulatorRequest } from './request'

/** `GET /api/v2/security_monitoring/signals`: evaluated anew from the logs that were sent, a page at a time. */
export function listSignals({ query, store }: EmulatorRequest): Reply {
  return pageOfSignals(presentSignals(store.read()), searchOf(query))
}

/** `POST /api/v2/security_monitoring/signals/search`: the same with the filter in the body. */
export function searchSignals({ body, store }: EmulatorRequest): Reply {
  return pageOfSignals(presentSignals(store.read()), searchIn(body))
}

export function getSignal({ parameters, store }: EmulatorRequest): Reply {
  const found = presentSignals(store.read()).find(({ id }) => id === parameters.id)
  return found ? { status: 200, body: { data: found } } : plainError(404, 'Not found')
}

const triageStates: readonly unknown[] = ['open', 'archived', 'under_review']
const archiveReasons: readonly unknown[] = [
  'none',
  'false_positive',
  'testing_or_maintenance',
  'remediated',
  'investigated_case_opened',
  'true_positive_benign',
  'true_positive_malicious',
  'other',
]

/** `PATCH /api/v2/security_monitoring/signals/{id}/state`: what triage says of a signal. */
export function setSignalState({ parameters, body, store }: EmulatorRequest): Reply {
  const id = parameters.id ?? ''
  if (!presentSignals(store.read()).some((signal) => signal.id === id)) return plainError(404, 'Not found')
  const { state, archive_reason = 'none', archive_comment = '' } = attributesIn(body) ?? {}
  if (!triageStates.includes(state)) return plainError(400, 'invalid_argument(state)')
  if (!archiveReasons.includes(archive_reason)) return plainError(400, 'invalid_argument(archive_reason)')
  const triage = { state: textIn(state), archive_reason, archive_comment }
  store.commit([{ collection: 'triages', id, value: { id, ...triage } }])
  return { status: 200, body: { data: { id, type: 'signal_metadata', attributes: triage } } }
}

/** The search that the parameters of an address ask for. */
export function searchOf(query: URLSearchParams): SignalSearch {
  return {
    query: query.get('filter[query]'),
    from: query.get('filter[from]'),
    to: query.get('filter[to]'),
    sort: query.get('sort'),
    cursor: query.get('page[cursor]'),
    limit: query.get('page[limit]'),
  }
}

/** The search that a body asks for, as the signal searches write it. */
export function searchIn(body: unknown): SignalSearch {
  const { filter, page, sort } = asObject(body) ?? {}
  const { query, from, to } = asObject(filter) ?? {}
  const { cursor, limit } = asObject(page) ?? {}
  return { query, from, to, sort, cursor, limit }
}

interface SignalSearch {
  readonly query?: unknown
  readonly from?: unknown
  readonly to?: unknown
  readonly sort?: unknown
  readonly cursor?: unknown
  readonly limit?: unknown
}

/** Filters, sorts and cuts a page out of signals; the cursor is a position (its form is the server's own business). */
export function pageOfSignals(signals: readonly SignalResource[], search: SignalSearch): Reply {
  const { query } = parseQuery(textIn(search.query))
  if (!query) return plainError(400, 'Invalid query')
  const matches = compileQuery(query)
  const from = Date.parse(textIn(search.from))
  const to = Date.parse(textIn(search.to))
  const found = signals.filter((signal) => {
    const at = Date.parse(signal.attributes.timestamp)
    return !(at < from) && !(at > to) && matches(asEvent(signal))
  })
  found.sort((a, b) => (a.attributes.timestamp < b.attributes.timestamp ? -1 : 1))
  if (search.sort === '-timestamp') found.reverse()
  const start = Math.max(0, Number.parseInt(textIn(search.cursor), 10) || 0)
  const limit = Math.min(1000, Math.max(1, Number(search.limit ?? 10) || 10))
  const data = found.slice(start, start + limit)
  const next = start + limit < found.length ? String(start + limit) : undefined
  return { status: 200, body: { data, meta: { status: 'done', page: next === undefined ? {} : { after: next } } } }
}

function asEvent({ id, attributes }: SignalResource): LogEvent {
  const { custom, message, tags, timestamp, host, service } = attributes
  return {
    id,
    timeMs: Date.parse(timestamp),
    message,
    status: String(custom.status),
    ...(host !== undefined && { host }),
    ...(service[0] !== undefined && { service: service[0] }),
    // A rule's `source:` tag is how signals are searched by source.
    tags: [...tags, `status:${String(custom.status)}`],
    attributes: custom as JsonObject,
  }
}
