import { contentDigest } from '../json/canonical-json'
import type { Host, WrittenFile } from './host'

/** A branch that holds one commit of ours. */
export interface OwnBranch {
  readonly name: string
  /** Stands in the message of the commit, and tells it from those of people and of other workspaces. */
  readonly mark: string
}

/** What stands at the end of a branch: nothing, a commit of ours, or what somebody else put there. */
export type BranchEnd =
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly files: string; readonly parent: string }
  | { readonly kind: 'theirs' }

/** Looks at the end of a branch. */
export async function endOf(host: Host, { name, mark }: OwnBranch): Promise<BranchEnd> {
  const commit = await host.endOf(name)
  if (!commit) return { kind: 'none' }
  const { message } = commit
  const [parent, ...more] = commit.parents
  if (!message.trimEnd().endsWith(mark) || parent === undefined || more.length > 0) return { kind: 'theirs' }
  return { kind: 'ours', files: /^ddac-files: (\w+)$/m.exec(message)?.[1] ?? '', parent }
}

/**
 * Makes a branch one commit on `base` that has these files. Answers whether anything was written: a branch that is just so
 * stays, so that nothing runs for it anew.
 */
export async function writeBranch(
  host: Host,
  { name, mark }: OwnBranch,
  end: BranchEnd,
  { base, title, files }: { readonly base: string; readonly title: string; readonly files: readonly WrittenFile[] },
): Promise<boolean> {
  const digest = filesDigest(files)
  if (end.kind === 'ours' && end.files === digest && end.parent === base) return false
  const message = `${title}\n\nddac-files: ${digest}\n${mark}`
  await host.commit(name, end.kind === 'none', { base, message, files })
  return true
}

/** Tells files from others by their paths and what they hold. */
export function filesDigest(files: readonly WrittenFile[]): string {
  return contentDigest([...files.map(({ path, text }) => [path, text])], 24)
}
