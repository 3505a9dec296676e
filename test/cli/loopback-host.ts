import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface User {
  readonly login: string
  readonly type: string
}
export interface Commit {
  readonly message: string
  readonly tree: { readonly sha: string }
  readonly parents: readonly { readonly sha: string }[]
}
/** A pull or merge request, or an issue. */
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

export type Sent = Readonly<Record<string, unknown>>
export type Answer = readonly [number, unknown]

/** The commit on which nights stand. */
const first = 'f1'.repeat(20)

/** What a repository holds, wherever it is. */
export abstract class LoopbackHost {
  readonly writes: string[] = []
  readonly refs = new Map<string, string>([['refs/heads/main', first]])
  readonly commits = new Map<string, Commit>()
  readonly trees = new Map<string, ReadonlyMap<string, string>>([['t0', new Map()]])
  readonly things: Thing[] = []
  head = 'abc1234def'
  status = 200
  #server: Server | undefined

  protected abstract answer(request: IncomingMessage, body: Sent): Answer

  /** The address at which it listens. */
  protected async listen(): Promise<string> {
    this.#server = createServer(async (request, response) => {
      let text = ''
      for await (const part of request) text += part
      const [status, body] = this.answer(request, text === '' ? {} : JSON.parse(text))
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(status === 204 || request.method === 'HEAD' ? undefined : JSON.stringify(body))
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
}
