import { WorldError } from '../diagnostic/world-error'
import type { JsonObject } from '../json/json'
import { isObjectList } from '../json/json-object'
import { isText } from '../json/json-text'

export type Environment = Readonly<Record<string, string | undefined>>

/** How long an answer may take. */
const timeoutMs = 30_000

/** A variable that must be there. */
export function settingOf(env: Environment, name: string, help: string): string {
  const value = env[name]?.trim()
  if (value) return value
  throw new WorldError('configuration', `${name} is not set`, help)
}

/** A token that can stand in a header. */
export function checkedToken(token: string, name: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new WorldError('configuration', `${name} holds what no token has`)
}

/** The address of an API, to which a token goes encrypted, or not over a network. */
export function checkedAddress(address: string, name: string, usual: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLoopback = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  if (!url || !isSafe || url.username !== '' || url.search !== '') {
    throw new WorldError('configuration', `${name} is no address to which a token may go`, `Give ${usual}.`)
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** Sends requests below an address, all with these headers. Throws a `network` WorldError where none answers. */
export function sender(base: string, headers: Readonly<Record<string, string>>) {
  return async (method: string, path: string, body?: object): Promise<Response> => {
    try {
      return await fetch(`${base}${path}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'user-agent': 'ddac', ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      })
    } catch {
      // The cause may quote the request.
      throw new WorldError('network', `no answer came from ${new URL(base).host}`, 'Run it again.')
    }
  }
}

/** The JSON of an answer. Throws a WorldError for a refusal; what was sent stands in none. */
export async function answerOf(
  answer: Response,
  {
    forge,
    method,
    path,
    help,
  }: { readonly forge: string; readonly method: string; readonly path: string; readonly help: string },
): Promise<unknown> {
  if (answer.ok) return answer.json().catch(() => undefined)
  const isForbidden = answer.status === 401 || answer.status === 403
  throw new WorldError(
    isForbidden ? 'forbidden' : 'rejected',
    `${forge} refuses to ${method} ${path.replace(/\?.*/, '')} (${answer.status})`,
    isForbidden ? help : undefined,
  )
}

/** A list that was answered. */
export function objectsIn(answer: unknown, forge: string): readonly JsonObject[] {
  if (isObjectList(answer)) return answer
  throw new WorldError('bad-answer', `${forge} answers no list`)
}

/** The number by which something is named on. */
export function numberOf(answer: unknown, forge: string): number {
  if (typeof answer === 'number') return answer
  throw new WorldError('bad-answer', `${forge} answers without the number that was asked for`)
}

/** Whether a text is the hash of a commit. */
export function isCommit(text: unknown): text is string {
  return isText(text) && /^[0-9a-f]{7,64}$/.test(text)
}

/** A hash or a name that was asked for. */
export function textOf(answer: unknown, forge: string): string {
  if (typeof answer === 'string') return answer
  throw new WorldError('bad-answer', `${forge} answers without the text that was asked for`)
}
