import { WorldError } from '../diagnostic/world-error'
import { asObject } from '../json/json-object'
import { asText } from '../json/json-text'
import type { Comments } from './comments'
import { answerOf, checkedAddress, checkedToken, type Environment, objectsIn, sender, settingOf } from './sending'

/** A project on GitLab, to which calls are made with the token of the environment. */
export interface Gitlab {
  /** Its number. */
  readonly project: number
  /** Sends one request below the project; answers its JSON. Throws a WorldError for any refusal. */
  send(method: Method, path: string, body?: object): Promise<unknown>
  /** The same, and undefined where there is no such thing. */
  find(method: 'GET' | 'HEAD', path: string): Promise<{ readonly json: unknown } | undefined>
  /** Tells who of the writers the token is. */
  ownWriter(): Promise<(writer: unknown) => boolean>
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'

/**
 * Connects to the project that a runner names: CI_API_V4_URL, CI_PROJECT_ID, and GITLAB_TOKEN, since a job's own token may
 * write neither notes nor merge requests. Throws a `configuration` WorldError where one is missing.
 */
export function connectGitlab(env: Environment): Gitlab {
  const hint = 'A job of GitLab has it; the token is an access token of the project with the scope api.'
  const [api, project, token] = ['CI_API_V4_URL', 'CI_PROJECT_ID', 'GITLAB_TOKEN'].map((name) =>
    settingOf(env, name, hint),
  ) as [string, string, string]
  if (!/^\d+$/.test(project)) throw new WorldError('configuration', 'CI_PROJECT_ID is not a number')
  const base = checkedAddress(api, 'CI_API_V4_URL', 'https://gitlab.com/api/v4')
  const send = sender(base, { 'private-token': checkedToken(token, 'GITLAB_TOKEN') })
  const answered = (method: string, path: string, answer: Response): Promise<unknown> =>
    answerOf(answer, { forge: 'GitLab', method, path, help: helpFor(path.replace(`/projects/${project}`, '')) })
  return {
    project: Number(project),
    send: async (method, path, body) => {
      const whole = `/projects/${project}${path}`
      return answered(method, whole, await send(method, whole, body))
    },
    find: async (method, path) => {
      const whole = `/projects/${project}${path}`
      const answer = await send(method, whole)
      return answer.status === 404 ? undefined : { json: await answered(method, whole, answer) }
    },
    ownWriter: async () => {
      const user = asObject(await answered('GET', '/user', await send('GET', '/user')))
      return (writer) => asText(asObject(writer)?.username) === asText(user?.username)
    },
  }
}

/** The notes below its merge requests. */
export function gitlabComments(gitlab: Gitlab): Comments {
  return {
    headOf: async (pull) => asText(asObject(await gitlab.send('GET', `/merge_requests/${pull}`))?.sha),
    ownWriter: gitlab.ownWriter,
    page: async (pull, page) => {
      const listed = await gitlab.send('GET', `/merge_requests/${pull}/notes?sort=asc&per_page=100&page=${page}`)
      return objectsIn(listed, 'GitLab').map(({ id, body, author }) => ({ id, body, writer: author }))
    },
    create: async (pull, body) =>
      void (await gitlab.send('POST', `/merge_requests/${pull}/notes`, { body: withoutActions(body) })),
    update: async (pull, id, body) =>
      void (await gitlab.send('PUT', `/merge_requests/${pull}/notes/${id}`, { body: withoutActions(body) })),
  }
}

/** GitLab takes a line that begins with a slash for an action, such as `/merge`, which then is done as whoever writes it. */
export function withoutActions(text: string): string {
  return text.replace(/^(\s*)\//gm, '$1&#47;')
}

/** What a token lacks that is refused. */
function helpFor(path: string): string {
  const [what, role] = path.startsWith('/repository')
    ? ['write the branch', 'Developer']
    : path.startsWith('/merge_requests?') || path === '/merge_requests'
      ? ['open merge requests', 'Developer']
      : path.startsWith('/issues')
        ? ['open issues, where the project has them', 'Reporter']
        : ['write notes', 'Reporter']
  return `Give GITLAB_TOKEN the scope api and a role that may ${what}: ${role} or more.`
}
