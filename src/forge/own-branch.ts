import { WorldError } from '../diagnostic/world-error'
import { asObject, isObjectList } from '../json/json-object'
import { asText, isText, textIn } from '../json/json-text'
import type { Github } from './github'

/** A branch that holds one commit of ours. */
export interface OwnBranch {
  readonly name: string
  /** Stands in the message of the commit, and tells it from those of people and of other workspaces. */
  readonly mark: string
}

/** What stands at the end of a branch: nothing, a commit of ours, or what somebody else put there. */
export type BranchEnd =
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly tree: string; readonly parent: string }
  | { readonly kind: 'theirs' }

/** A file as it shall be. */
interface WrittenFile {
  readonly path: string
  readonly text: string
}

/** Looks at the end of a branch. */
export async function endOf(github: Github, { name, mark }: OwnBranch): Promise<BranchEnd> {
  const refs = await github.send('GET', `/git/matching-refs/heads/${name}`)
  if (!isObjectList(refs)) throw new WorldError('bad-answer', 'GitHub answers no list of branches')
  const ref = refs.find((each) => each.ref === `refs/heads/${name}`)
  const sha = asText(asObject(ref?.object)?.sha)
  if (sha === undefined) return { kind: 'none' }
  const commit = await commitOf(github, sha)
  const [parent, ...more] = commit.parents
  if (!commit.message.trimEnd().endsWith(mark) || parent === undefined || more.length > 0) return { kind: 'theirs' }
  return { kind: 'ours', tree: commit.tree, parent }
}

/**
 * Makes a branch one commit on `base` that has these files. Answers whether anything was written: a branch that is just so
 * stays, so that nothing runs for it anew.
 */
export async function writeBranch(
  github: Github,
  branch: OwnBranch,
  end: BranchEnd,
  { base, title, files }: { readonly base: string; readonly title: string; readonly files: readonly WrittenFile[] },
): Promise<boolean> {
  const ground = await commitOf(github, base)
  const entries = files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text }))
  const tree = shaIn(await github.send('POST', '/git/trees', { base_tree: ground.tree, tree: entries }))
  if (end.kind === 'ours' && end.tree === tree && end.parent === base) return false
  const message = `${title}\n\n${branch.mark}`
  const sha = shaIn(await github.send('POST', '/git/commits', { message, tree, parents: [base] }))
  if (end.kind === 'none') await github.send('POST', '/git/refs', { ref: `refs/heads/${branch.name}`, sha })
  else await github.send('PATCH', `/git/refs/heads/${branch.name}`, { sha, force: true })
  return true
}

async function commitOf(github: Github, sha: string) {
  const commit = asObject(await github.send('GET', `/git/commits/${sha}`))
  const parents = isObjectList(commit?.parents) ? commit.parents.map((parent) => parent.sha).filter(isText) : []
  return { tree: shaIn(commit?.tree), message: textIn(commit?.message), parents }
}

function shaIn(answer: unknown): string {
  const sha = asText(asObject(answer)?.sha)
  if (sha === undefined) throw new WorldError('bad-answer', 'GitHub answers without the hash that was asked for')
  return sha
}
