import { isoTime } from '../../../diagnostic/times'
import { readTime } from '../../../event/event-time'
import type { LogEvent } from '../../../event/log-event'
import type { JsonObject } from '../../../json/json'
import { asObject, listIn, objectsIn } from '../../../json/json-object'
import { asText } from '../../../json/json-text'
import { compileQuery } from '../../../query/matching/compile-query'
import { parseQuery } from '../../../query/parse-query'
import { readSpan } from '../../../testing/moments'
import { logsBetween } from '../../run-evaluator'
import { plainError, type Reply } from '../api-error'
import type { EmulatorRequest } from '../request'

const [usualPage, largestPage] = [10, 1000]

/** `POST /api/v2/logs/events/search`: the logs that match, a page at a time (docs, API > Search logs). */
export function searchLogs({ body, ...request }: EmulatorRequest): Reply {
  const { filter, page, sort } = asObject(body) ?? {}
  return pageOfLogs(request, { filter: asObject(filter) ?? {}, page: asObject(page) ?? {}, sort })
}

/** `GET /api/v2/logs/events`: the same with the search in the address. */
export function listLogs({ query, ...request }: EmulatorRequest): Reply {
  const at = (name: string): string | undefined => query.get(name) ?? undefined
  const filter = { query: at('filter[query]'), from: at('filter[from]'), to: at('filter[to]') }
  const [cursor, limit] = [at('page[cursor]'), at('page[limit]')]
  return pageOfLogs(request, {
    filter,
    page: { cursor, ...(limit !== undefined && { limit: Number(limit) }) },
    sort: at('sort'),
  })
}

/**
 * `POST /api/v2/logs/analytics/aggregate`: how many logs match. Other functions than a count of all, and groups, are not
 * built.
 */
export function aggregateLogs({ body, store, nowMs }: EmulatorRequest): Reply {
  const { compute, filter, group_by: groups } = asObject(body) ?? {}
  const computes = objectsIn(compute)
  const isCount = computes.every(({ aggregation, type = 'total' }) => aggregation === 'count' && type === 'total')
  if (!isCount || listIn(groups).length > 0) {
    return plainError(
      501,
      'Not built',
      'The emulator counts all logs that match; it knows no other function and no group',
    )
  }
  const found = matching({ store, nowMs }, asObject(filter) ?? {})
  if ('status' in found) return found
  const counts = Object.fromEntries(computes.map((_, index) => [`c${index}`, found.logs.length]))
  const buckets = found.logs.length === 0 ? [] : [{ by: {}, computes: counts }]
  return { status: 200, body: { data: { buckets }, meta: { elapsed: 1, request_id: 'emulator', status: 'done' } } }
}

type Tenant = Pick<EmulatorRequest, 'store' | 'nowMs'>

interface Search {
  readonly filter: Readonly<Record<string, unknown>>
  readonly page: Readonly<Record<string, unknown>>
  readonly sort: unknown
}

function pageOfLogs(tenant: Tenant, { filter, page, sort }: Search): Reply {
  const { cursor, limit = usualPage } = page
  if (!Number.isInteger(limit) || Number(limit) < 1 || Number(limit) > largestPage) {
    return plainError(400, `Invalid page limit: it must be from 1 to ${largestPage}`)
  }
  const found = matching(tenant, filter)
  if ('status' in found) return found
  const direction = sort === 'timestamp' ? 1 : -1
  const sorted = [...found.logs].sort((a, b) => direction * inOrder(a, b))
  const after = cursor === undefined ? undefined : readCursor(cursor)
  if (cursor !== undefined && after === undefined) return plainError(400, 'Invalid page cursor')
  const left = after === undefined ? sorted : sorted.filter((log) => direction * inOrder(log, after) > 0)
  const data = left.slice(0, Number(limit))
  const last = data.at(-1)
  const next = left.length > data.length && last ? { page: { after: cursorOf(last) } } : {}
  return {
    status: 200,
    body: { data: data.map(logResource), meta: { elapsed: 1, request_id: 'emulator', status: 'done', ...next } },
  }
}

function matching(
  { store, nowMs }: Tenant,
  { query = '*', from = 'now-15m', to = 'now' }: Search['filter'],
): { readonly logs: readonly LogEvent[] } | Reply {
  const parsed = parseQuery(asText(query) || '*').query
  const [fromMs, toMs] = [momentIn(from, nowMs), momentIn(to, nowMs)]
  if (!parsed) return plainError(400, 'Invalid query')
  if (fromMs === undefined || toMs === undefined) return plainError(400, 'Invalid time')
  return { logs: logsBetween(store.read(), fromMs, toMs).filter(compileQuery(parsed)) }
}

/** A time, or date math such as `now-15m`. */
function momentIn(written: unknown, nowMs: number): number | undefined {
  const [math, sign, span = ''] = /^now(?:([-+])(\d{1,6}[smhd]))?$/.exec(asText(written) ?? '') ?? []
  if (math === undefined) return readTime(written)
  return nowMs + (sign === '-' ? -1 : 1) * (readSpan(span) ?? 0)
}

function inOrder(a: Pick<LogEvent, 'timeMs' | 'id'>, b: Pick<LogEvent, 'timeMs' | 'id'>): number {
  return a.timeMs - b.timeMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** The cursor names the last log of its page, so that logs that come later do not move what is left. */
function cursorOf({ timeMs, id }: LogEvent): string {
  return Buffer.from(JSON.stringify([timeMs, id])).toString('base64url')
}

function readCursor(cursor: unknown): Pick<LogEvent, 'timeMs' | 'id'> | undefined {
  const text = Buffer.from(asText(cursor) ?? '', 'base64url').toString('utf8')
  const [, timeMs, id] = /^\[(-?\d+),"([^"]*)"\]$/.exec(text) ?? []
  return timeMs === undefined || id === undefined ? undefined : { timeMs: Number(timeMs), id }
}

/** A log as the search shows it; what a log is of stands among its tags. */
function logResource({ id, timeMs, source, tags, attributes, message, service, status, host }: LogEvent): JsonObject {
  return {
    id,
    type: 'log',
    attributes: {
      timestamp: isoTime(timeMs),
      status: status ?? 'info',
      ...(message !== undefined && { message }),
      ...(service !== undefined && { service }),
      ...(host !== undefined && { host }),
      tags: [...(source === undefined ? [] : [`source:${source}`]), ...tags],
      attributes,
    },
  }
}
