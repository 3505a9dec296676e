import { WorldError } from '../diagnostic/world-error'
import { asText } from '../json/json-text'

/** A repository on GitHub, to which calls are made with the token of the environment. */
export interface Github {
  /** Whose repository it is. */
  readonly owner: string
  /** Sends one request below the repository; answers its JSON. Throws a WorldError for any refusal. */
  send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>
  /** Who the token is, where it may ask; a runner's own token may not. */
  login(): Promise<string | undefined>
}

/** How long an answer may take. */
const timeoutMs = 30_000

/**
 * Connects to the repository that a runner names: GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN. Throws a
 * `configuration` WorldError where one is missing, or the token would go unencrypted over a network.
 */
export function connectGithub(env: Readonly<Record<string, string | undefined>>): Github {
  const [api, repository, token] = ['GITHUB_API_URL', 'GITHUB_REPOSITORY', 'GITHUB_TOKEN'].map((name) => {
    const value = env[name]?.trim()
    if (value) return value
    throw new WorldError(
      'configuration',
      `${name} is not set`,
      'A step of a GitHub workflow has it; the token goes into its env.',
    )
  }) as [string, string, string]
  if (!/^[\w-][\w.-]*\/[\w.-]+$/.test(repository))
    throw new WorldError('configuration', 'GITHUB_REPOSITORY is not OWNER/NAME')
  if (!/^[\x21-\x7e]+$/.test(token)) throw new WorldError('configuration', 'GITHUB_TOKEN holds what no token has')
  const base = checkedAddress(api)
  const send = async (method: string, url: string, body?: object): Promise<Response> => {
    try {
      return await fetch(url, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${token}`,
          'user-agent': 'ddac',
          'x-github-api-version': '2022-11-28',
        },
        ...(body && { body: JSON.stringify(body) }),
      })
    } catch {
      // The cause may quote the request.
      throw new WorldError('network', `no answer came from ${new URL(base).host}`, 'Run it again.')
    }
  }
  return {
    owner: repository.replace(/\/.*/, ''),
    send: async (method, path, body) => {
      const answer = await send(method, `${base}/repos/${repository}${path}`, body)
      if (answer.ok) return answer.json().catch(() => undefined)
      const help = helpFor(method, path)
      const isForbidden = answer.status === 401 || answer.status === 403
      throw new WorldError(
        isForbidden ? 'forbidden' : 'rejected',
        `GitHub refuses to ${method} ${path.replace(/\?.*/, '')} (${answer.status})`,
        isForbidden ? help : undefined,
      )
    },
    login: async () => {
      const answer = await send('GET', `${base}/user`)
      const user: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined
      const { login } = (user ?? {}) as { readonly login?: unknown }
      return asText(login)
    },
  }
}

/** What a token lacks that is refused. */
function helpFor(method: string, path: string): string {
  if (path.startsWith('/git/')) return 'Give the job permissions: { contents: write }.'
  if (path.startsWith('/issues') && !path.includes('comments')) return 'Give the job permissions: { issues: write }.'
  if (path === '/pulls' && method === 'POST') {
    return 'Give the job permissions: { pull-requests: write }, and in the settings of the repository, Actions, General, allow GitHub Actions to create pull requests.'
  }
  return 'Give the job permissions: { pull-requests: write }; a pull request of Dependabot has none.'
}

function checkedAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLoopback = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  if (!url || !isSafe || url.username !== '' || url.search !== '') {
    throw new WorldError(
      'configuration',
      'GITHUB_API_URL is no address to which a token may go',
      'Give https://api.github.com.',
    )
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
