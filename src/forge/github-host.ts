import { asObject, isObjectList } from '../json/json-object'
import { asText, isText, textIn } from '../json/json-text'
import { markdown } from '../medium/markdown-text'
import { type Github, githubWriter } from './github'
import type { Commit, Host, NewCommit } from './host'
import { numberOf, objectsIn, textOf } from './sending'

/** A repository on GitHub, whose branches are written through its API for git's own objects. */
export function githubHost(github: Github): Host {
  return {
    name: 'GitHub',
    proposal: 'pull request',
    ofJobs: markdown` GitHub runs no checks for what a workflow opened: close and reopen this to have them.`,
    endOf: async (branch) => {
      const refs = objectsIn(await github.send('GET', `/git/matching-refs/heads/${branch}`), 'GitHub')
      const ref = refs.find((each) => each.ref === `refs/heads/${branch}`)
      const sha = asText(asObject(ref?.object)?.sha)
      return sha === undefined ? undefined : commitOf(github, sha)
    },
    commit: (...all) => writeCommit(github, ...all),
    deleteBranch: async (branch) => void (await github.send('DELETE', `/git/refs/heads/${branch}`)),
    proposals: async (branch, state) => {
      const head = encodeURIComponent(`${github.owner}:${branch}`)
      const sorted = '&sort=updated&direction=desc&per_page=30'
      const listed = objectsIn(await github.send('GET', `/pulls?state=${state}&head=${head}${sorted}`), 'GitHub')
      return listed.map(({ number, body, merged_at: mergedAt }) => ({
        number: numberOf(number, 'GitHub'),
        body: textIn(body),
        isMerged: isText(mergedAt),
      }))
    },
    propose: async (head, told) => {
      const base = asText(asObject(await github.send('GET', ''))?.default_branch) ?? 'main'
      const made = asObject(await github.send('POST', '/pulls', { ...told, head, base }))
      return numberOf(made?.number, 'GitHub')
    },
    changeProposal: async (number, { isClosed, ...told }) =>
      void (await github.send('PATCH', `/pulls/${number}`, { ...told, ...(isClosed && { state: 'closed' }) })),
    issues: async (page) => {
      const sorted = '&sort=updated&direction=desc&per_page=100'
      const listed = objectsIn(await github.send('GET', `/issues?state=open${sorted}&page=${page}`), 'GitHub')
      return listed.map(({ number, body, user, pull_request: isPull }) => ({
        number: numberOf(number, 'GitHub'),
        // Its issues have pull requests among them.
        body: isPull ? '' : textIn(body),
        writer: user,
      }))
    },
    openIssue: async (told) => numberOf(asObject(await github.send('POST', '/issues', told))?.number, 'GitHub'),
    changeIssue: async (number, { isClosed, body }) => {
      const closed = isClosed && { state: 'closed', state_reason: 'completed' }
      await github.send('PATCH', `/issues/${number}`, { body, ...closed })
    },
    ownWriter: () => githubWriter(github),
  }
}

async function writeCommit(
  github: Github,
  branch: string,
  isNew: boolean,
  { base, message, files }: NewCommit,
): Promise<void> {
  const ground = asObject(asObject(await github.send('GET', `/git/commits/${base}`))?.tree)
  const entries = files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text }))
  const tree = shaIn(await github.send('POST', '/git/trees', { base_tree: shaIn(ground), tree: entries }))
  const sha = shaIn(await github.send('POST', '/git/commits', { message, tree, parents: [base] }))
  if (isNew) await github.send('POST', '/git/refs', { ref: `refs/heads/${branch}`, sha })
  else await github.send('PATCH', `/git/refs/heads/${branch}`, { sha, force: true })
}

async function commitOf(github: Github, sha: string): Promise<Commit> {
  const commit = asObject(await github.send('GET', `/git/commits/${sha}`))
  const parents = isObjectList(commit?.parents) ? commit.parents.map((parent) => parent.sha).filter(isText) : []
  return { message: textIn(commit?.message), parents }
}

function shaIn(answer: unknown): string {
  return textOf(asObject(answer)?.sha, 'GitHub')
}
