import type { IncomingMessage } from 'node:http'
import { contentDigest } from '../../src/json/canonical-json'
import { type Answer, LoopbackHost, type Sent, type Thing } from './loopback-host'

const gitlabToken = 'glpat-f00dfeed'

interface Note {
  readonly id: number
  body: string
  readonly author: { readonly username: string }
}

const bot = 'project_42_bot'

/** What of GitLab is spoken to, in the words of the loopback GitHub, so that one test holds both to the same. */
export class LoopbackGitlab extends LoopbackHost {
  readonly notes: Note[] = []
  /** What main has: to write such a file is an update. */
  readonly mains = new Set<string>(['rules/a.rule.yaml'])
  /** The statuses of commits. */
  readonly statuses: {
    readonly sha: string
    readonly name: string
    readonly status: string
    readonly author: object
  }[] = []

  /** What a job's environment names. */
  async start(): Promise<Readonly<Record<string, string>>> {
    return { CI_API_V4_URL: `${await this.listen()}/api/v4`, CI_PROJECT_ID: '42', GITLAB_TOKEN: gitlabToken }
  }

  protected override answer(request: IncomingMessage, body: Sent): Answer {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '', 'http://loopback')
    if (headers['private-token'] !== gitlabToken) return [401, { sent: headers['private-token'] }]
    if (this.status !== 200) return [this.status, { message: headers['private-token'] }]
    if (url.pathname === '/api/v4/user') return [200, { username: bot }]
    const [, below] = /^\/api\/v4\/projects\/42(.*)$/.exec(url.pathname) ?? []
    if (below === undefined) return [404, {}]
    if (method !== 'GET' && method !== 'HEAD') this.writes.push(`${method} ${decodeURIComponent(below)}`)
    if (below === '') return [200, { default_branch: 'main' }]
    return (
      this.#repository(method, below, body) ??
      this.#notes(method, below, body) ??
      this.#things(method, below, body, url.searchParams) ?? [404, {}]
    )
  }

  #repository(method: string, path: string, body: Sent): Answer | undefined {
    const [, what = '', rest = ''] =
      /^\/(?:repository\/)?(branches|files|commits|statuses)(?:\/([^/]+))?/.exec(path) ?? []
    const name = decodeURIComponent(rest)
    if (what === 'branches') {
      const sha = this.refs.get(`refs/heads/${name}`)
      if (method === 'DELETE') return [this.refs.delete(`refs/heads/${name}`) ? 204 : 404, {}]
      return sha === undefined ? [404, {}] : [200, { name, commit: { id: sha } }]
    }
    if (what === 'files') return [this.mains.has(name) ? 200 : 404, {}]
    if (what === 'statuses') {
      const { name: of, state } = body as { name: string; state: string }
      this.statuses.push({ sha: name, name: of, status: state, author: { username: bot } })
      return [201, {}]
    }
    if (what !== 'commits') return undefined
    if (method === 'POST') return this.#commit(body)
    if (path.endsWith('/statuses')) return [200, this.statuses.filter(({ sha }) => sha === name)]
    const commit = this.commits.get(name)
    return [200, { id: name, message: commit?.message, parent_ids: commit?.parents.map(({ sha }) => sha) }]
  }

  /** Refuses what GitLab refuses: to create what is there, to update what is not, to write over a branch unasked. */
  #commit(body: Sent): Answer {
    const { branch, start_sha: parent, force, commit_message: message } = body as Readonly<Record<string, string>>
    const actions = body.actions as readonly { action: string; file_path: string; content: string }[]
    if (this.refs.has(`refs/heads/${branch}`) && !force) return [400, {}]
    if (actions.some(({ action, file_path: path }) => (action === 'update') !== this.mains.has(path))) return [400, {}]
    const files = new Map(actions.map((one) => [one.file_path, one.content]))
    const tree = contentDigest([...files], 40)
    const sha = contentDigest([message ?? '', tree, parent ?? ''], 40)
    this.trees.set(tree, files)
    this.commits.set(sha, { message: message ?? '', tree: { sha: tree }, parents: [{ sha: parent ?? '' }] })
    this.refs.set(`refs/heads/${branch}`, sha)
    return [201, { id: sha }]
  }

  #notes(method: string, path: string, { body }: Sent): Answer | undefined {
    const [, id] = /^\/merge_requests\/[78]\/notes(?:\/(\d+))?$/.exec(path) ?? ['']
    if (!/^\/merge_requests\/[78]\/notes/.test(path)) return undefined
    if (method === 'GET') return [200, this.notes]
    const found = this.notes.find((note) => note.id === Number(id))
    if (method === 'PUT' && found) found.body = String(body)
    else if (method === 'POST') {
      this.notes.push({ id: this.notes.length + 1, body: String(body), author: { username: bot } })
    } else return [404, {}]
    return [200, {}]
  }

  #things(method: string, path: string, body: Sent, asked: URLSearchParams): Answer | undefined {
    const [, kind, number] = /^\/(merge_requests|issues)(?:\/(\d+))?$/.exec(path) ?? []
    if (kind === undefined) return undefined
    const isPull = kind === 'merge_requests'
    if (method === 'POST') {
      const { title, description, source_branch: head, target_branch: base } = body as Record<string, string>
      const made = { title, body: description, head, base, isPull, state: 'open', user: { login: bot, type: 'Bot' } }
      this.things.push({ ...made, number: this.things.length + 20 } as Thing)
      return [201, this.#shown(this.things.at(-1) as Thing)]
    }
    if (number !== undefined) {
      const found = this.things.find((one) => one.number === Number(number) && one.isPull === isPull)
      if (method === 'GET') return [200, { sha: this.head, ...(found && this.#shown(found)) }]
      if (!found) return [404, {}]
      const { title = found.title, description = found.body, state_event: event } = body as Record<string, string>
      Object.assign(found, { title, body: description, ...(event === 'close' && { state: 'closed' }) })
      return [200, {}]
    }
    const [state, branch] = [asked.get('state'), asked.get('source_branch')]
    const listed = this.things.filter(
      (one) =>
        one.isPull === isPull && (state === 'all' || one.state === 'open') && (branch === null || one.head === branch),
    )
    const into = asked.get('target_branch')
    const shown = listed.filter(({ base }) => into === null || base === into)
    return [200, shown.map((one) => this.#shown(one)).reverse()]
  }

  #shown({ number, title, body, state, head, merged_at: mergedAt, user }: Thing): object {
    return {
      iid: number,
      title,
      description: body,
      state: mergedAt ? 'merged' : state === 'open' ? 'opened' : 'closed',
      sha: this.refs.get(`refs/heads/${head}`),
      source_branch: head,
      source_project_id: head?.startsWith('fork-') ? 43 : 42,
      author: { username: user.login },
    }
  }
}
