import { WorldError } from '../diagnostic/world-error'
import { asObject } from '../json/json-object'
import { asText } from '../json/json-text'
import type { Comments } from './comments'
import { answerOf, checkedAddress, checkedToken, type Environment, objectsIn, sender, settingOf } from './sending'

/** A repository on GitHub, to which calls are made with the token of the environment. */
export interface Github {
  /** Whose repository it is. */
  readonly owner: string
  /** Sends one request below the repository; answers its JSON. Throws a WorldError for any refusal. */
  send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>
  /** Who the token is, where it may ask; a runner's own token may not. */
  login(): Promise<string | undefined>
}

/**
 * Connects to the repository that a runner names: GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN. Throws a
 * `configuration` WorldError where one is missing, or the token would go unencrypted over a network.
 */
export function connectGithub(env: Environment): Github {
  const hint = 'A step of a GitHub workflow has it; the token goes into its env.'
  const [api, repository, token] = ['GITHUB_API_URL', 'GITHUB_REPOSITORY', 'GITHUB_TOKEN'].map((name) =>
    settingOf(env, name, hint),
  ) as [string, string, string]
  if (!/^[\w-][\w.-]*\/[\w.-]+$/.test(repository))
    throw new WorldError('configuration', 'GITHUB_REPOSITORY is not OWNER/NAME')
  const base = checkedAddress(api, 'GITHUB_API_URL', 'https://api.github.com')
  const send = sender(base, {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${checkedToken(token, 'GITHUB_TOKEN')}`,
    'x-github-api-version': '2022-11-28',
  })
  return {
    owner: repository.replace(/\/.*/, ''),
    send: async (method, path, body) => {
      const answer = await send(method, `/repos/${repository}${path}`, body)
      return answerOf(answer, { forge: 'GitHub', method, path, help: helpFor(method, path) })
    },
    login: async () => {
      const answer = await send('GET', '/user')
      const user: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined
      return asText(asObject(user)?.login)
    },
  }
}

/** Tells whether somebody who wrote a text is who we are now: anybody may write our marker. */
export async function githubWriter(github: Github): Promise<(user: unknown) => boolean> {
  const login = await github.login()
  return (user) => {
    const { login: name, type } = asObject(user) ?? {}
    return login === undefined ? type === 'Bot' : name === login
  }
}

/** The comments below its pull requests. */
export function githubComments(github: Github): Comments {
  return {
    headOf: async (pull) => {
      const { head } = asObject(await github.send('GET', `/pulls/${pull}`)) ?? {}
      return asText(asObject(head)?.sha)
    },
    ownWriter: () => githubWriter(github),
    page: async (pull, page) => {
      const listed = await github.send('GET', `/issues/${pull}/comments?per_page=100&page=${page}`)
      return objectsIn(listed, 'GitHub').map(({ id, body, user }) => ({ id, body, writer: user }))
    },
    create: async (pull, body) => void (await github.send('POST', `/issues/${pull}/comments`, { body })),
    update: async (_, id, body) => void (await github.send('PATCH', `/issues/comments/${id}`, { body })),
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
