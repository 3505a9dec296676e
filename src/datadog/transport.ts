import { WorldError } from '../diagnostic/world-error'
import type { Credentials } from './credentials'
import { pathOf, type Route } from './routes'
import { hideSecrets, holdsSecret, type Secret } from './secret'

/** One request: a route of the closed list, with its id, its query parameters and its body as wire JSON. */
export interface ApiRequest {
  readonly route: Route
  readonly id?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * What came back: status, headers in lower case, and the body to the letter. It is data and is never changed; what of it
 * goes into a message passes `hide` first.
 */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** Takes the keys that this request carried out of a text that will be printed. */
  hide(text: string): string
  /** Whether the body holds a key of this request. Such data can be neither printed nor written down. */
  readonly holdsKey: boolean
}

/** Carries one request to the tenant and back, once. Throws a `network` WorldError when no whole answer comes. */
export type Send = (request: ApiRequest) => Promise<Answer>

interface TransportOptions {
  /** For messages. */
  readonly tenant: string
  readonly baseUrl: string
  readonly credentials?: Credentials
  readonly timeoutMs: number
}

/**
 * Sends through the official client's configuration, authentication and transport, which are loaded on first use. Only
 * the client's common package is loaded: its models would cost seconds and drop keys that they do not know. Redirects
 * are not followed: a key goes to the named host alone.
 */
export function openTransport(options: TransportOptions): Send {
  const secrets = secretsOf(options.credentials)
  let client: Promise<ReadyClient> | undefined
  return async (request) => {
    client ??= loadClient(options)
    return sendOnce(await client, request, options, secrets)
  }
}

type ReadyClient = Awaited<ReturnType<typeof loadClient>>

async function loadClient({ baseUrl, credentials }: TransportOptions) {
  // The file is named in full: a folder cannot be imported dynamically.
  const client = await import('@datadog/datadog-api-client/dist/packages/datadog-api-client-common/index.js')
  const configuration = client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(baseUrl, {}),
    // Empty values stop the client from taking keys out of the environment by itself.
    authMethods: {
      apiKeyAuth: credentials?.kind === 'keys' ? credentials.apiKey.reveal() : '',
      appKeyAuth: credentials?.kind === 'keys' ? credentials.appKey.reveal() : '',
      ...(credentials?.kind === 'bearer' && { AuthZ: { accessToken: credentials.token.reveal() } }),
    },
    fetch: fetchWithoutThrowing,
  })
  return { configuration, methods: client.HttpMethod }
}

async function sendOnce(
  { configuration, methods }: ReadyClient,
  request: ApiRequest,
  options: TransportOptions,
  secrets: readonly Secret[],
): Promise<Answer> {
  const { route } = request
  const context = configuration.getServer('').makeRequestContext(pathOf(route, request.id), methods[route.method])
  for (const [name, value] of Object.entries(request.query ?? {})) context.setQueryParam(name, value, '')
  context.setHeaderParam('Accept', 'application/json')
  context.setHeaderParam('X-Datadog-Managed-By', 'iac')
  if (request.body !== undefined) {
    context.setHeaderParam('Content-Type', 'application/json')
    context.setBody(JSON.stringify(request.body))
  }
  for (const method of Object.values(configuration.authMethods)) method?.applySecurityAuthentication(context)
  const hide = (text: string): string => hideSecrets(text, secrets)
  const abort = new AbortController()
  context.setHttpConfig({ signal: abort.signal })
  const timer = setTimeout(() => abort.abort(), options.timeoutMs)
  try {
    const response = await configuration.httpApi.send(context)
    const text = await response.body.text()
    return {
      status: response.httpStatusCode,
      headers: response.headers,
      text,
      hide,
      holdsKey: holdsSecret(text, secrets),
    }
  } catch (error) {
    const reason = abort.signal.aborted ? `no answer within ${options.timeoutMs / 1000} s` : reasonOf(error)
    throw new WorldError(
      error instanceof EndlessBody ? 'bad-answer' : 'network',
      `could not ${route.does} in tenant "${options.tenant}" at ${new URL(options.baseUrl).host}: ${hide(reason)}`,
      "Check the connection, a proxy in the way, and the tenant's site; then run the command again.",
    )
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Fetches, and hands a failure over as an answer whose body cannot be read. The client would write a rejected fetch,
 * with its stack, to stderr before passing it on.
 */
async function fetchWithoutThrowing(
  url: string,
  init: RequestInit,
): Promise<Pick<Response, 'status' | 'headers' | 'text'>> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual' })
    return { status: response.status, headers: response.headers, text: () => boundedText(response) }
  } catch (error) {
    return { status: 0, headers: new Headers(), text: () => Promise.reject(error) }
  }
}

/** Many times what a page of a hundred of the longest rules takes. */
const largestBody = 64 * 1024 * 1024

class EndlessBody extends Error {
  override readonly message = `the answer is larger than ${largestBody / 1024 / 1024} MiB`
}

/** The body as text. Reading stops where no honest answer goes on, so that a hostile one cannot fill the memory. */
async function boundedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > largestBody) throw new EndlessBody()
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** The innermost cause's own words. Errors of fetch say only "fetch failed". */
function reasonOf(error: unknown): string {
  let innermost = error as Told | undefined
  for (let depth = 0; depth < 8; depth++) {
    const next = innermost?.errors?.[0] ?? innermost?.cause
    if (next === undefined) break
    innermost = next
  }
  return innermost?.message || innermost?.code || 'the request failed'
}

/** What errors tell of themselves and their causes. Those of `fetch` may come from another realm, so no class is asked. */
interface Told {
  readonly message?: string
  readonly code?: string
  readonly cause?: Told
  readonly errors?: readonly Told[]
}

function secretsOf(credentials: Credentials | undefined): readonly Secret[] {
  if (!credentials) return []
  return credentials.kind === 'keys' ? [credentials.apiKey, credentials.appKey] : [credentials.token]
}
