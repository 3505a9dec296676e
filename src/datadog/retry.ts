import { WorldError } from '../diagnostic/world-error'
import type { Answer, ApiRequest, Send } from './transport'

/** The world's time and chance, so that tests can stand still. */
export interface Pace {
  sleep(milliseconds: number): Promise<void>
  /** A number from 0 to 1, 1 excluded. */
  random(): number
}

/** Told before each wait, for progress on stderr. */
export interface RetryNotice {
  readonly does: string
  readonly reason: string
  readonly waitMs: number
}

interface RetryOptions {
  readonly pace: Pace
  /** How often one request is sent at most. */
  readonly attempts: number
  readonly onRetry?: (notice: RetryNotice) => void
}

export const realPace: Pace = {
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
}

const longestRateLimitWaitMs = 60_000
const firstBackoffMs = 500
const longestBackoffMs = 20_000

/**
 * Sends until an answer comes that another try would not better. 429 is tried again for every route, because the
 * tenant did nothing; 5xx and network trouble only where the route is safe to repeat. A create that ends with
 * `network` or a 5xx may have been carried out: its caller looks before it tries again. Concurrent writes of different
 * suppressions are known to meet 409, so a suppression write without a version is tried again on 409.
 */
export function withRetries(send: Send, { pace, attempts, onRetry }: RetryOptions): Send {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await outcomeOf(send, request)
      const reason = reasonToRetry(request, outcome)
      if (reason === undefined || attempt >= attempts) {
        if (outcome instanceof WorldError) throw outcome
        return outcome
      }
      const waitMs = waitFor(outcome, attempt, pace)
      onRetry?.({ does: request.route.does, reason, waitMs })
      await pace.sleep(waitMs)
    }
  }
}

async function outcomeOf(send: Send, request: ApiRequest): Promise<Answer | WorldError> {
  try {
    return await send(request)
  } catch (error) {
    if (error instanceof WorldError) return error
    throw error
  }
}

function reasonToRetry({ route, body }: ApiRequest, outcome: Answer | WorldError): string | undefined {
  if (outcome instanceof WorldError) {
    return outcome.code === 'network' && route.retry === 'safe' ? 'no answer' : undefined
  }
  if (outcome.status === 429) return 'too many requests (429)'
  if (outcome.status >= 500 && route.retry === 'safe') return `the server failed (${outcome.status})`
  if (outcome.status === 409 && isSuppressionWrite(route.path, route.method) && !namesVersion(body)) {
    return 'another write was under way (409)'
  }
  return undefined
}

function isSuppressionWrite(path: string, method: string): boolean {
  return method !== 'GET' && /\/suppressions(\/\{id\})?$/.test(path)
}

function namesVersion(body: unknown): boolean {
  return (JSON.stringify(body) ?? '').includes('"version":')
}

/** 429 waits as long as the tenant says, at most a minute; anything else backs off exponentially. Both are jittered. */
function waitFor(outcome: Answer | WorldError, attempt: number, pace: Pace): number {
  const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1))
  const jittered = Math.round(backoffMs * (0.5 + pace.random() / 2))
  if (outcome instanceof WorldError || outcome.status !== 429) return jittered
  const resetSeconds = Number.parseFloat(outcome.headers['x-ratelimit-reset'] ?? '')
  if (!Number.isFinite(resetSeconds) || resetSeconds < 0) return jittered
  return Math.round(Math.min(longestRateLimitWaitMs, resetSeconds * 1000) + pace.random() * 250)
}
