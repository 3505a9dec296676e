import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '../diagnostic/thrown'
import { WorldError } from '../diagnostic/world-error'
import { isDeeperThan } from '../json/json-object'
import { codedError, plainError, type Reply, statusError } from './api/api-error'
import { type EmulatorRoute, routeOf } from './api/emulator-routes'
import type { EmulatedOrg } from './emulated-org'
import { type Fault, faultsAt, parseFaults } from './parse-faults'
import type { RequiredKeys } from './required-keys'
import type { StateStore } from './store/state-store'

export interface HandlerOptions {
  readonly store: StateStore
  readonly now: () => number
  readonly faults: readonly Fault[]
  readonly requireKeys?: RequiredKeys
  readonly org: EmulatedOrg
  readonly stopping: AbortSignal
  /** Told after each answer. */
  readonly onAnswer?: (answer: { method: string; path: string; status: number }) => void
}

const largestBody = 16 * 1024 * 1024

/** So much of a body that is too large is read and thrown away, so that whoever sent it hears why. */
const largestDiscarded = 64 * 1024 * 1024

/** No rule or log comes near; deeper values could not be written again. */
const deepestBody = 500

/** Answers every request: never throws, never leaves one unanswered unless a fault wants it so. */
export function makeHandler(options: HandlerOptions): (request: IncomingMessage, response: ServerResponse) => void {
  let faults = options.faults
  let count = 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isFromElsewhere(request)) return send(response, plainError(403, 'Only programs of this machine may ask'))
    const base = 'http://emulator.invalid'
    if (!URL.canParse(request.url ?? '/', base)) return send(response, plainError(400, 'Invalid URL'))
    const url = new URL(request.url ?? '/', base)
    const method = request.method ?? 'GET'
    const body = await readBody(request)
    if (url.pathname === '/_emulator/faults') {
      const reply = method !== 'GET' ? setFaults(body) : { status: 200, body: { faults, requests: count } }
      return send(response, reply)
    }
    count += 1
    const number = count
    const striking = faultsAt(faults, number)
    for (const fault of striking) {
      if (fault.kind === 'slow') await delay(fault.delayMs, undefined, { signal: options.stopping })
    }
    if (striking.some((fault) => fault.kind === 'cut')) return void request.socket.destroy()
    const struck = striking.find((fault) => fault.kind === 'status')
    const reply = struck?.kind === 'status' ? faultReply(struck.status, number) : replyTo(request, method, url, body)
    if (striking.some((fault) => fault.kind === 'drop')) return void request.socket.destroy()
    send(response, reply)
    options.onAnswer?.({ method, path: url.pathname, status: reply.status })
  }

  function setFaults(body: Body): Reply {
    try {
      const sent = JSON.parse(body.text ?? '') as { faults?: unknown } | null
      faults = parseFaults(String(sent?.faults ?? ''))
      count = 0
      return { status: 200, body: { faults, requests: count } }
    } catch (error) {
      return plainError(400, error instanceof WorldError ? error.message : 'Send {"faults": "429@3,…"}')
    }
  }

  function replyTo(request: IncomingMessage, method: string, url: URL, body: Body): Reply {
    const found = routeOf(method, url.pathname)
    if ('status' in found) return found
    const { route, parameters } = found
    const refused = refusedKeys(request, route, options.requireKeys)
    if (refused) return refused
    if (body.text === undefined) return plainError(413, `Request body is larger than ${largestBody} bytes`)
    const json = parsedBody(body.text)
    if (!json) return plainError(400, 'Invalid JSON in the request body, or nested too deeply')
    const { store } = options
    const { org, requireKeys } = options
    const permissions = requireKeys?.permissions
    const run = () =>
      route.handle({
        parameters,
        query: url.searchParams,
        body: json.value,
        store,
        nowMs: options.now(),
        org,
        permissions,
      })
    return method === 'GET' ? run() : store.exclusively(run)
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || request.socket.destroyed || options.stopping.aborted) request.socket.destroy()
      else send(response, plainError(500, messageOf(error)))
    })
  }
}

/**
 * Whether a request may come from a web page: one that names another host than the machine itself reached this port by a
 * name that somebody made point here, and only browsers say an origin.
 */
function isFromElsewhere({ headers, socket }: IncomingMessage): boolean {
  if (headers.origin !== undefined) return true
  const host = headers.host
  if (host === undefined || !URL.canParse(`http://${host}`)) return true
  const { hostname } = new URL(`http://${host}`)
  const bare = hostname.replace(/^\[|\]$/g, '')
  return bare !== 'localhost' && !/^127\.\d+\.\d+\.\d+$/.test(bare) && bare !== '::1' && bare !== socket.localAddress
}

/** The body as text; no text when it was too large, in which case it was read on for a while and thrown away. */
interface Body {
  readonly text: string | undefined
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > largestDiscarded) break
    if (size <= largestBody) chunks.push(chunk as Buffer)
  }
  return { text: size > largestBody ? undefined : Buffer.concat(chunks).toString('utf8') }
}

function parsedBody(text: string): { readonly value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined }
  try {
    const value: unknown = JSON.parse(text)
    return isDeeperThan(value, deepestBody) ? undefined : { value }
  } catch {
    return undefined
  }
}

/** A missing key is 401; a wrong one, or one without the permission, is 403 (the usual forms; none is recorded). */
function refusedKeys(
  request: IncomingMessage,
  { permission, keys: asked = permission === undefined ? undefined : 'both' }: EmulatorRoute,
  keys: RequiredKeys | undefined,
): Reply | undefined {
  if (!keys || !asked) return undefined
  const apiKey = request.headers['dd-api-key']
  const appKey = asked === 'both' ? request.headers['dd-application-key'] : keys.appKey
  if (apiKey === undefined || appKey === undefined) return plainError(401, 'Unauthorized')
  if (apiKey !== keys.apiKey || appKey !== keys.appKey) return plainError(403, 'Forbidden')
  if (permission !== undefined && keys.permissions && !keys.permissions.includes(permission)) {
    return plainError(403, 'Forbidden', 'Failed permission authorization checks')
  }
  return undefined
}

/** An error on demand. It comes in one of the four observed shapes, by the number of the request. */
function faultReply(status: number, number: number): Reply {
  if (status === 429) return { ...plainError(429, 'Rate limit exceeded'), headers: rateLimitHeaders }
  const message = `Injected by the emulator: ${status}`
  const shapes: readonly (() => Reply)[] = [
    () => codedError(status, 'Injected', message),
    () => plainError(status, message),
    () => statusError(status, { title: 'Injected', detail: message }),
    () => ({ status, body: { errors: [{ title: 'Injected', detail: message }] } }),
  ]
  return shapes[number % shapes.length]?.() ?? plainError(status, message)
}

const rateLimitHeaders = {
  'x-ratelimit-limit': '60',
  'x-ratelimit-period': '60',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': '1',
  'x-ratelimit-name': 'emulator',
}

function send(response: ServerResponse, { status, body, bytes, headers }: Reply): void {
  const content = bytes ?? Buffer.from(body === undefined ? '' : JSON.stringify(body))
  response.writeHead(status, {
    ...(content.length > 0 && { 'content-type': bytes ? 'application/zip' : 'application/json' }),
    'content-length': content.length,
    ...headers,
  })
  response.end(content)
}
