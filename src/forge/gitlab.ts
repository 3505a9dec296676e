import { WorldError } from '../diagnostic/world-error'
import { asObject, isObjectList } from '../json/json-object'
import { asText } from '../json/json-text'
import type { Comments } from './comments'
import { answerOf, checkedAddress, checkedToken, type Environment, sender, settingOf } from './sending'

/**
 * The notes below merge requests of the project that a runner names: CI_API_V4_URL, CI_PROJECT_ID, and GITLAB_TOKEN, since
 * a job's own token may write none. Throws a `configuration` WorldError where one is missing.
 */
export function gitlabComments(env: Environment): Comments {
  const hint = 'A job of GitLab has it; the token is an access token of the project with the scope api.'
  const [api, project, token] = ['CI_API_V4_URL', 'CI_PROJECT_ID', 'GITLAB_TOKEN'].map((name) =>
    settingOf(env, name, hint),
  ) as [string, string, string]
  if (!/^\d+$/.test(project)) throw new WorldError('configuration', 'CI_PROJECT_ID is not a number')
  const base = checkedAddress(api, 'CI_API_V4_URL', 'https://gitlab.com/api/v4')
  const send = sender(base, { 'private-token': checkedToken(token, 'GITLAB_TOKEN') })
  const help = 'Give GITLAB_TOKEN the scope api and a role that may write notes.'
  const below = async (method: string, path: string, body?: object): Promise<unknown> => {
    const whole = `/projects/${project}/merge_requests/${path}`
    return answerOf(await send(method, whole, body), { forge: 'GitLab', method, path: whole, help })
  }
  return {
    headOf: async (pull) => asText(asObject(await below('GET', `${pull}`))?.sha),
    ownWriter: async () => {
      const user = asObject(
        await answerOf(await send('GET', '/user'), { forge: 'GitLab', method: 'GET', path: '/user', help }),
      )
      return (writer) => asText(asObject(writer)?.username) === asText(user?.username)
    },
    page: async (pull, page) => {
      const listed = await below('GET', `${pull}/notes?sort=asc&per_page=100&page=${page}`)
      if (!isObjectList(listed)) throw new WorldError('bad-answer', 'GitLab answers no list of notes')
      return listed.map(({ id, body, author }) => ({ id, body, writer: author }))
    },
    create: async (pull, body) => void (await below('POST', `${pull}/notes`, { body })),
    update: async (pull, id, body) => void (await below('PUT', `${pull}/notes/${id}`, { body })),
  }
}
