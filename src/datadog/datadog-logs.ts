import { isoTime } from '../diagnostic/times'
import type { JsonObject } from '../json/json'
import { asObject, isList, objectsIn } from '../json/json-object'
import { asNumber, isText } from '../json/json-text'
import type { LogSearch, LogSource, Page, Quota } from '../workspace/tenant-logs/log-source'
import { logsOnPage } from '../workspace/tenant-logs/log-source'
import { incomplete } from './answer-error'
import { Call } from './call'
import { type ConnectOptions, sendingTo } from './datadog-remote'
import { type Route, routes } from './routes'
import type { Send } from './transport'

/** How often a search that ran out of time is asked for again. */
const searchAttempts = 3

/** The logs and signals of a tenant through Datadog's search (docs, API > Logs > Search logs, Aggregate events). */
export function connectLogs(options: ConnectOptions & { readonly host: string }): LogSource {
  const { tenant, host } = options
  let quota: Quota | undefined
  const sending = sendingTo(options)
  const send: Send = async (request) => {
    const answer = await sending(request)
    quota = quotaIn(answer.headers)
    return answer
  }
  const call = new Call(tenant, send)

  /** A search that runs out of time answers what it has found until then. */
  async function whole<T extends { readonly isCut: boolean }>(
    route: Route,
    body: JsonObject,
    read: (value: unknown) => T | undefined,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const answer = await call.one({ route, body }, read)
      if (!answer.isCut) return answer
      if (attempt >= searchAttempts)
        throw incomplete(tenant, route, 'the tenant ran out of time; ask for a shorter stretch')
    }
  }

  const page = async (
    route: Route,
    search: LogSearch,
    cursor: string | undefined,
    limit = logsOnPage,
  ): Promise<Page> => {
    const body = {
      filter: filterOf(search),
      sort: search.isLatestFirst ? '-timestamp' : 'timestamp',
      page: { limit, ...(cursor !== undefined && { cursor }) },
    }
    const { items, next, warnings } = await whole(route, body, asPage)
    return { items, warnings, ...(next !== undefined && { next }) }
  }

  return {
    tenant,
    host,
    count: async (search) => {
      const body = { compute: [{ aggregation: 'count', type: 'total' }], filter: filterOf(search) }
      return (await whole(routes.countLogs, body, asCount)).count
    },
    logs: (search, cursor, limit) => page(routes.searchLogs, search, cursor, limit),
    signals: (search, cursor) => page(routes.searchSignals, search, cursor),
    signal: (id) => call.oneOrNone({ route: routes.getSignal, id }, (value) => asObject(asObject(value)?.data)),
    quota: () => quota,
  }
}

function filterOf({ query, fromMs, toMs }: LogSearch): JsonObject {
  return { query, from: isoTime(fromMs), to: isoTime(toMs) }
}

function asPage(value: unknown): (Page & { readonly isCut: boolean }) | undefined {
  const { data, meta } = asObject(value) ?? {}
  if (!isList(data)) return undefined
  const items = objectsIn(data)
  // What is no log or signal must not be kept as one, nor pass for a tenant without any.
  if (items.length < data.length || !items.every(({ id }) => isText(id))) return undefined
  const { after } = asObject(asObject(meta)?.page) ?? {}
  return { items, ...told(meta), ...(isText(after) && { next: after }) }
}

function asCount(value: unknown): { readonly count: number; readonly isCut: boolean } | undefined {
  const { data, meta } = asObject(value) ?? {}
  const buckets = asObject(data)?.buckets
  if (!isList(buckets)) return undefined
  const [bucket] = objectsIn(buckets)
  const count = bucket === undefined ? 0 : asNumber(Object.values(asObject(bucket.computes) ?? {})[0])
  return count === undefined ? undefined : { count, isCut: told(meta).isCut }
}

function told(meta: unknown): { readonly isCut: boolean; readonly warnings: readonly string[] } {
  const { status, warnings } = asObject(meta) ?? {}
  const texts = objectsIn(warnings).map(({ title, detail, code }) => [title, detail, code].find(isText) ?? 'a warning')
  return { isCut: status === 'timeout', warnings: texts }
}

/** The headers of rate limits (docs, API > Rate limits): seconds, and counts of requests. */
function quotaIn(headers: Readonly<Record<string, string>>): Quota | undefined {
  const at = (name: string): number => Number.parseFloat(headers[`x-ratelimit-${name}`] ?? '')
  const [limit, remaining, reset, period] = [at('limit'), at('remaining'), at('reset'), at('period')]
  if (!(limit > 0) || !(remaining >= 0) || !(reset >= 0)) return undefined
  return { limit, remaining, resetMs: reset * 1000, periodMs: (period > 0 ? period : reset) * 1000 }
}
