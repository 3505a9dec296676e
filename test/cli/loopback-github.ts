import type { IncomingMessage } from 'node:http'
import { contentDigest } from '../../src/json/canonical-json'
import { type Answer, LoopbackHost, type Sent, type Thing, type User } from './loopback-host'

export const token = 'ghs_f00dfeedf00dfeed'

interface Comment {
  readonly id: number
  body: string
  readonly user: User
}
const bot: User = { login: 'github-actions[bot]', type: 'Bot' }

/** What of GitHub is spoken to: a repository with a pull request 7 and its comments, branches, commits, pull requests and issues. */
export class LoopbackGithub extends LoopbackHost {
  readonly comments: Comment[] = []

  start(): Promise<string> {
    return this.listen()
  }

  protected override answer(request: IncomingMessage, body: Sent): Answer {
    const url = new URL(request.url ?? '', 'http://loopback')
    const path = decodeURIComponent(url.pathname)
    const { method = '', headers } = request
    if (headers.authorization !== `Bearer ${token}`) return [401, { token: headers.authorization }]
    if (path === '/user') return [403, {}]
    if (this.status !== 200) return [this.status, { message: headers.authorization }]
    if (method !== 'GET') this.writes.push(`${method} ${path}`)
    const below = path.replace('/repos/o/r', '')
    return (
      this.#git(method, below, body) ??
      this.#things(method, below, body, url.searchParams) ??
      this.#comments(method, below, body) ?? [404, {}]
    )
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
