import type { JsonObject } from '../json/json'
import { asObject } from '../json/json-object'
import { asText, textIn, textsIn } from '../json/json-text'
import { markdown } from '../medium/markdown-text'
import { type Gitlab, withoutActions } from './gitlab'
import type { Host, NewCommit, Proposal } from './host'
import { numberOf, objectsIn, textOf } from './sending'

/** A project on GitLab, whose branches are written by its API for commits. */
export function gitlabHost(gitlab: Gitlab): Host {
  return {
    name: 'GitLab',
    proposal: 'merge request',
    ofJobs: markdown``,
    endOf: async (branch) => {
      const found = await gitlab.find('GET', `/repository/branches/${encodeURIComponent(branch)}`)
      if (!found) return undefined
      const sha = textOf(asObject(asObject(found.json)?.commit)?.id, 'GitLab')
      const commit = asObject(await gitlab.send('GET', `/repository/commits/${sha}`))
      return { message: textIn(commit?.message), parents: textsIn(commit?.parent_ids) }
    },
    commit: (branch, _, commit) => writeCommit(gitlab, branch, commit),
    deleteBranch: async (branch) =>
      void (await gitlab.send('DELETE', `/repository/branches/${encodeURIComponent(branch)}`)),
    proposals: async (branch, state) => {
      const sorted = '&order_by=updated_at&sort=desc&per_page=100'
      const asked = `state=${state === 'open' ? 'opened' : 'all'}&source_branch=${encodeURIComponent(branch)}`
      const listed = objectsIn(await gitlab.send('GET', `/merge_requests?${asked}${sorted}`), 'GitLab')
      return listed
        .filter((each) => each.source_project_id === gitlab.project && (each.state === 'opened') === (state === 'open'))
        .map(proposalOf)
    },
    propose: async (branch, { title, body }) => {
      const target = asText(asObject(await gitlab.send('GET', ''))?.default_branch) ?? 'main'
      const made = await gitlab.send('POST', '/merge_requests', {
        source_branch: branch,
        target_branch: target,
        title,
        description: withoutActions(body),
        remove_source_branch: true,
      })
      return numberOf(asObject(made)?.iid, 'GitLab')
    },
    changeProposal: async (number, change) =>
      void (await gitlab.send('PUT', `/merge_requests/${number}`, changeOf(change))),
    issues: async (page) => {
      const sorted = '&order_by=updated_at&sort=desc&per_page=100'
      const listed = objectsIn(await gitlab.send('GET', `/issues?state=opened${sorted}&page=${page}`), 'GitLab')
      return listed.map(({ iid, description, author }) => ({
        number: numberOf(iid, 'GitLab'),
        body: textIn(description),
        writer: author,
      }))
    },
    openIssue: async ({ title, body }) => {
      const made = await gitlab.send('POST', '/issues', { title, description: withoutActions(body) })
      return numberOf(asObject(made)?.iid, 'GitLab')
    },
    changeIssue: async (number, change) => void (await gitlab.send('PUT', `/issues/${number}`, changeOf(change))),
    ownWriter: gitlab.ownWriter,
  }
}

/** One call makes the commit and moves the branch, new or not. It must be told which files the base has already. */
async function writeCommit(gitlab: Gitlab, branch: string, { base, message, files }: NewCommit): Promise<void> {
  const actions: object[] = []
  for (const { path, text } of files) {
    const found = await gitlab.find('HEAD', `/repository/files/${encodeURIComponent(path)}?ref=${base}`)
    actions.push({ action: found ? 'update' : 'create', file_path: path, content: text })
  }
  await gitlab.send('POST', '/repository/commits', {
    branch,
    start_sha: base,
    force: true,
    commit_message: message,
    actions,
  })
}

function changeOf({ title, body, isClosed }: Parameters<Host['changeProposal']>[1]): object {
  return {
    ...(title !== undefined && { title }),
    ...(body !== undefined && { description: withoutActions(body) }),
    ...(isClosed && { state_event: 'close' }),
  }
}

function proposalOf({ iid, description, state }: JsonObject): Proposal {
  return { number: numberOf(iid, 'GitLab'), body: textIn(description), isMerged: state === 'merged' }
}
