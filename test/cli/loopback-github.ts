import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { contentDigest } from '../../src/json/canonical-json'

export const token = 'ghs_f00dfeedf00dfeed'

interface User {
  readonly login: string
  readonly type: string
}
interface Comment {
  readonly id: number
  body: string
  readonly user: User
}
export interface Commit {
  readonly message: string
  readonly tree: { readonly sha: string }
  readonly parents: readonly { readonly sha: string }[]
}
export interface Thing {
  readonly number: number
  readonly isPull: boolean
  readonly head?: string
  readonly base?: string
  title: string
  body: string
  state: string
  merged_at?: string | null
  readonly user: User
}

type Sent = Readonly<Record<string, unknown>>

const bot: User = { login: 'github-actions[bot]', type: 'Bot' }
/** The commit on which nights stand. */
const first = 'f1'.repeat(20)

/** What of GitHub is spoken to: a repository with a pull request 7 and its comments, branches, commits, pull requests and issues. */
export class LoopbackGithub {
  readonly comments: Comment[] = []
  readonly writes: string[] = []
  readonly refs = new Map<string, string>([['refs/heads/main', first]])
  readonly commits = new Map<string, Commit>()
  readonly trees = new Map<string, ReadonlyMap<string, string>>([['t0', new Map()]])
  readonly things: Thing[] = []
  head = 'abc1234def'
  status = 200
  #server: Server | undefined

  async start(): Promise<string> {
    this.#server = createServer(async (request, response) => {
      let text = ''
      for await (const part of request) text += part
      const url = new URL(request.url ?? '', 'http://loopback')
      const path = decodeURIComponent(url.pathname)
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(status === 204 ? undefined : JSON.stringify(body))
      }
      if (request.headers.authorization !== `Bearer ${token}`)
        return answer(401, { token: request.headers.authorization })
      if (path === '/user') return answer(403, {})
      if (this.status !== 200) return answer(this.status, { message: request.headers.authorization })
      const { method = '' } = request
      if (method !== 'GET') this.writes.push(`${method} ${path}`)
      const below = path.replace('/repos/o/r', '')
      const found =
        this.#git(method, below, text === '' ? {} : JSON.parse(text)) ??
        this.#things(method, below, text === '' ? {} : JSON.parse(text), url.searchParams) ??
        this.#comments(method, below, text === '' ? {} : JSON.parse(text))
      if (found === undefined) answer(404, {})
      else answer(...found)
    })
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server?.closeAllConnections()
    this.#server?.close()
  }

  /** The files that a branch has beside those of main. */
  filesOf(branch: string): Readonly<Record<string, string>> {
    const commit = this.commits.get(this.refs.get(`refs/heads/${branch}`) ?? '')
    return Object.fromEntries(this.trees.get(commit?.tree.sha ?? '') ?? [])
  }

  #git(method: string, path: string, body: Sent): [number, unknown] | undefined {
    const [, what, rest = ''] = /^\/git\/([\w-]+)\/?(.*)$/.exec(path) ?? []
    if (what === 'matching-refs') {
      const found = [...this.refs].filter(([ref]) => ref.startsWith(`refs/${rest}`))
      return [200, found.map(([ref, sha]) => ({ ref, object: { sha } }))]
    }
    if (what === 'commits' && method === 'GET') {
      // Every commit that nobody made here is one of main.
      return [200, this.commits.get(rest) ?? { message: 'x', tree: { sha: 't0' }, parents: [] }]
    }
    if (what === 'trees') {
      const files = new Map(
        (body.tree as readonly { path: string; content: string }[]).map((file) => [file.path, file.content]),
      )
      const sha = contentDigest([...files], 40)
      this.trees.set(sha, files)
      return [201, { sha }]
    }
    if (what === 'commits') {
      const { message, tree, parents } = body as { message: string; tree: string; parents: string[] }
      const sha = contentDigest([message, tree, parents], 40)
      this.commits.set(sha, { message, tree: { sha: tree }, parents: parents.map((parent) => ({ sha: parent })) })
      return [201, { sha }]
    }
    if (what !== 'refs') return undefined
    if (method === 'DELETE') return [this.refs.delete(`refs/${rest}`) ? 204 : 422, {}]
    const { ref = `refs/${rest}`, sha } = body as { ref?: string; sha: string }
    if (method === 'POST' && this.refs.has(ref)) return [422, {}]
    this.refs.set(ref, sha)
    return [method === 'POST' ? 201 : 200, {}]
  }

  #things(method: string, path: string, body: Sent, asked: URLSearchParams): [number, unknown] | undefined {
    if (path === '') return [200, { default_branch: 'main' }]
    const [, kind, number] = /^\/(pulls|issues)(?:\/(\d+))?$/.exec(path) ?? []
    if (kind === undefined) return undefined
    const isPull = kind === 'pulls'
    if (number !== undefined) {
      if (method === 'GET') return [200, { head: { sha: this.head } }]
      const found = this.things.find((one) => one.number === Number(number))
      if (found) Object.assign(found, body)
      return [found ? 200 : 404, {}]
    }
    if (method === 'POST') {
      const made = { number: this.things.length + 20, isPull, state: 'open', user: bot, ...body } as unknown as Thing
      this.things.push(made)
      return [201, made]
    }
    const listed = this.things.filter(
      (one) =>
        one.state === asked.get('state') &&
        // A list of issues has pull requests among them.
        (!isPull || (one.isPull && `o:${one.head}` === asked.get('head'))),
    )
    return [200, listed.map((one) => ({ ...one, ...(one.isPull && { pull_request: {} }) })).reverse()]
  }

  #comments(method: string, path: string, { body }: { readonly body?: string }): [number, unknown] | undefined {
    if (method === 'GET') return [200, this.comments]
    if (method === 'PATCH') {
      const found = this.comments.find(({ id }) => path.endsWith(`/issues/comments/${id}`))
      if (found) found.body = body ?? ''
      return [found ? 200 : 404, {}]
    }
    this.comments.push({ id: this.comments.length + 1, body: body ?? '', user: bot })
    return [201, {}]
  }
}
