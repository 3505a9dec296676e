import type { Pace, RetryNotice } from './retry'
import type { Answer, ApiRequest, Send } from './transport'

interface LimitOptions {
  readonly pace: Pick<Pace, 'sleep'>
  /** Told before the first wait for a limit, for progress on stderr. */
  readonly onWait?: (notice: RetryNotice) => void
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}

/** How many requests a limit still lets through, and when it counts anew. */
interface Window {
  left: number
  readonly opensAtMs: number
  isTold: boolean
}

/** A tenant that names a longer time is asked again after this one. */
const longestWaitMs = 60_000

/**
 * Sends as many requests at once as come, as long as the tenant's own count allows it: `X-RateLimit-Remaining` of an
 * answer says how many more may come until `X-RateLimit-Reset`, and `X-RateLimit-Name` which routes count together
 * (documented). Where none is left, those that come wait for the reset instead of being refused one by one. A tenant that
 * counts nothing holds nobody up.
 */
export function withinLimits(send: Send, { pace, onWait, now = () => performance.now() }: LimitOptions): Send {
  const limitOfRoute = new Map<string, string>()
  const windows = new Map<string, Window>()
  const underway = new Map<string, number>()
  const limitOf = ({ route }: ApiRequest): string => limitOfRoute.get(routeKey(route)) ?? routeKey(route)
  const count = (limit: string, change: 1 | -1): number => {
    const flying = (underway.get(limit) ?? 0) + change
    underway.set(limit, flying)
    return flying
  }
  // Who was refused has waited for the reset before it comes again.
  const refused = new WeakSet<ApiRequest>()
  const opened = async (request: ApiRequest): Promise<void> => {
    if (refused.delete(request)) windows.delete(limitOf(request))
    for (;;) {
      const limit = limitOf(request)
      const window = windows.get(limit)
      if (!window || window.left > 0) return
      const waitMs = Math.min(longestWaitMs, window.opensAtMs - now())
      if (waitMs > 0) {
        if (!window.isTold) onWait?.({ does: request.route.does, reason: 'no more requests for now', waitMs })
        window.isTold = true
        await pace.sleep(waitMs)
      }
      if (windows.get(limit) === window) windows.delete(limit)
    }
  }
  return async (request) => {
    await opened(request)
    const sentUnder = limitOf(request)
    const window = windows.get(sentUnder)
    if (window) window.left -= 1
    count(sentUnder, 1)
    let answer: Answer
    try {
      answer = await send(request)
    } finally {
      count(sentUnder, -1)
    }
    const { name, remaining, resetMs } = limitsIn(answer)
    if (answer.status === 429) refused.add(request)
    if (name !== undefined) limitOfRoute.set(routeKey(request.route), name)
    if (remaining === undefined || resetMs === undefined) return answer
    const limit = limitOf(request)
    const before = windows.get(limit)
    // What is under way was sent before the tenant counted.
    const left = remaining - Math.max(underway.get(limit) ?? 0, underway.get(sentUnder) ?? 0)
    windows.set(limit, { left, opensAtMs: now() + resetMs, isTold: left <= 0 && (before?.isTold ?? false) })
    return answer
  }
}

function routeKey({ method, path }: ApiRequest['route']): string {
  return `${method} ${path}`
}

function limitsIn({ status, headers }: Answer) {
  const seconds = countIn(headers['x-ratelimit-reset'])
  const left = countIn(headers['x-ratelimit-remaining'])
  const name = headers['x-ratelimit-name']
  return {
    ...(name && { name: `limit ${name}` }),
    ...(seconds !== undefined && { resetMs: seconds * 1000 }),
    // Who is refused for the rate has none left, whatever the count says.
    ...(status === 429 ? { remaining: 0 } : left !== undefined && { remaining: left }),
  }
}

function countIn(written: string | undefined): number | undefined {
  const count = Number.parseFloat(written ?? '')
  return Number.isFinite(count) && count >= 0 ? count : undefined
}
