import { WorldError } from '../diagnostic/world-error'
import type { JsonObject } from '../json/json'
import { asObject, isList } from '../json/json-object'
import { asNumber } from '../json/json-text'
import type { RemoteProblem, RemoteVersion } from '../sync/remote'
import { badAnswer, errorForAnswer, incomplete, keyInAnswer } from './answer-error'
import { problemsInBody } from './error-bodies'
import type { Route } from './routes'
import type { Answer, ApiRequest, Send } from './transport'

const pageSize = 100
/** Many times what any organisation has: 50,000 things. */
const mostPages = 500

/** Answers in the shapes that the port promises; whatever else comes is thrown. */
export class Call {
  constructor(
    private readonly tenant: string,
    private readonly send: Send,
  ) {}

  async one<T>(request: ApiRequest, read: Reader<T>): Promise<T> {
    const answer = await this.succeed(request)
    return this.promised(request.route, answer, read(parsed(answer.text)))
  }

  async oneOrNone<T>(request: ApiRequest, read: Reader<T>): Promise<T | undefined> {
    const answer = await this.send(request)
    if (this.isMissing(request.route, answer)) return undefined
    this.checked(request.route, answer)
    return this.promised(request.route, answer, read(parsed(answer.text)))
  }

  /**
   * An update that names the version it is meant for. When the answer to a first try is lost, the second try meets its
   * own success as a conflict: if the thing is one version on and holds what was sent, the update is done.
   */
  async unlessDone<T extends { readonly version: number }>(
    request: ApiRequest,
    read: Reader<T>,
    version: unknown,
    readWhatIsThere: () => Promise<T | undefined>,
  ): Promise<T> {
    try {
      return await this.one(request, read)
    } catch (error) {
      if (!(error instanceof WorldError && error.code === 'conflict' && typeof version === 'number')) throw error
      const now = await readWhatIsThere()
      if (now?.version !== version + 1) throw error
      return now
    }
  }

  /** A thing that is already gone counts as deleted. */
  async nothing(request: ApiRequest): Promise<void> {
    const answer = await this.send(request)
    if (!this.isMissing(request.route, answer)) this.empty(request.route, answer)
  }

  async verdict(request: ApiRequest): Promise<readonly RemoteProblem[]> {
    const answer = await this.send(request)
    if (answer.status === 400) {
      const problems = problemsInBody(answer.text)
      if (problems.length === 0) throw errorForAnswer(this.tenant, request.route, answer)
      return problems.map(({ message, target }) => ({
        message: answer.hide(message),
        ...(target !== undefined && { target: answer.hide(target) }),
      }))
    }
    this.empty(request.route, answer)
    return []
  }

  /**
   * Whether the tenant says that there is no such thing, which it does with a reason (observed). What stands between may
   * answer 404 for itself: a page of a proxy, or an answer that repeats the keys, tells nothing of what is there.
   */
  private isMissing(route: Route, answer: Answer): boolean {
    if (answer.status !== 404) return false
    if (answer.holdsKey) throw keyInAnswer(this.tenant, route)
    if (problemsInBody(answer.text).length === 0) throw badAnswer(this.tenant, route, answer)
    return true
  }

  /** A yes has no body. A page of a proxy in its place must not pass for one. */
  private empty(route: Route, answer: Answer): void {
    this.checked(route, answer)
    if (!['', '{}'].includes(answer.text.trim())) throw badAnswer(this.tenant, route, answer)
  }

  async list<T>(request: ApiRequest, read: Reader<T>): Promise<readonly T[]> {
    const answer = await this.succeed(request)
    const items = this.items(request.route, answer)
    const total = totalOf(answer)
    if (items.length < total) throw incomplete(this.tenant, request.route, `${items.length} of ${total} came`)
    return items.map((item) => this.promised(request.route, answer, read(item)))
  }

  /** A list that is the whole answer, without anything around it. */
  async bareList<T>(request: ApiRequest, read: Reader<T>): Promise<readonly T[]> {
    const answer = await this.succeed(request)
    const items = parsed(answer.text)
    const list = this.promised(request.route, answer, isList(items) ? items : undefined)
    return list.map((item) => this.promised(request.route, answer, read(item)))
  }

  /**
   * Everything, page by page, or an error. The totals in the answers may count the page alone (observed), so a full page
   * is never the last, whatever they say; but a total that says more than has come is believed. Then a page that came back
   * short is asked for once more, and the next one after it. A thing that moves to a later page while we read is met
   * twice and kept once; a page with nothing new means that the tenant does not turn pages.
   */
  async pages<T extends { readonly id: string }>(route: Route, read: Reader<T>): Promise<readonly T[]> {
    const found = new Map<string, T>()
    for (let page = 0; page < mostPages; page++) {
      const before = found.size
      for (let isAgain = false; ; isAgain = true) {
        const query = { 'page[size]': String(pageSize), 'page[number]': String(page) }
        const answer = await this.succeed({ route, query })
        const items = this.items(route, answer)
        for (const item of items) {
          const thing = this.promised(route, answer, read(item))
          found.set(thing.id, thing)
        }
        const isFull = items.length >= pageSize
        const total = totalOf(answer)
        if (!isFull && found.size >= total) return [...found.values()]
        if (isFull && found.size > before) break
        if (isFull) throw badAnswer(this.tenant, route, answer)
        if (!isAgain) continue
        if (found.size === before) throw incomplete(this.tenant, route, `${found.size} of ${total} came`)
        break
      }
    }
    throw incomplete(this.tenant, route, `it does not end: ${found.size} came, and more would`)
  }

  /**
   * The versions of a thing, which the API keys by their numbers, the oldest first. Whether the tenant turns these
   * pages is not known, so a page with nothing new ends it: what was read is the history.
   */
  async history(request: ApiRequest, what: 'rule' | 'suppression'): Promise<readonly RemoteVersion[]> {
    const found = new Map<number, JsonObject>()
    for (let page = 0; ; page++) {
      const query = { 'page[size]': String(pageSize), 'page[number]': String(page) }
      const answer = await this.succeed({ ...request, query })
      const attributes = asObject(asObject(asObject(parsed(answer.text))?.data)?.attributes)
      const versions = Object.entries(this.promised(request.route, answer, asObject(attributes?.data)))
      const before = found.size
      for (const [number, told] of versions) {
        const body = this.promised(request.route, answer, asObject(asObject(told)?.[what]))
        found.set(this.promised(request.route, answer, versionNumber(number)), body)
      }
      if (versions.length < pageSize || found.size === before) break
    }
    return [...found].sort(([left], [right]) => left - right).map(([version, body]) => ({ version, body }))
  }

  private async succeed(request: ApiRequest): Promise<Answer> {
    return this.checked(request.route, await this.send(request))
  }

  private checked(route: Route, answer: Answer): Answer {
    if (answer.status < 200 || answer.status > 299) throw errorForAnswer(this.tenant, route, answer)
    if (answer.holdsKey) throw keyInAnswer(this.tenant, route)
    return answer
  }

  private items(route: Route, answer: Answer): readonly unknown[] {
    const data = asObject(parsed(answer.text))?.data
    return this.promised(route, answer, isList(data) ? data : undefined)
  }

  private promised<T>(route: Route, answer: Answer, value: T | undefined): T {
    if (value === undefined) throw badAnswer(this.tenant, route, answer)
    return value
  }
}

export type Reader<T> = (value: unknown) => T | undefined

/** How many there are, as rules (snake_case) and suppressions (camelCase) tell it; 0 where nothing is told. */
function totalOf({ text }: Answer): number {
  const page = asObject(asObject(asObject(parsed(text))?.meta)?.page)
  return asNumber(page?.total_count) ?? asNumber(page?.totalCount) ?? 0
}

function versionNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
