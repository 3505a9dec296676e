import type { MarkdownText } from '../medium/markdown-text'

/** A repository on GitHub or GitLab: a branch of ours, what is proposed from it, and issues. All that the two have otherwise. */
export interface Host {
  readonly name: 'GitHub' | 'GitLab'
  /** What it calls a branch that shall be merged. */
  readonly proposal: 'pull request' | 'merge request'
  /** What people are to know of one that a job opened, after what else is told. */
  readonly ofJobs: MarkdownText
  /** The commit at the end of a branch; undefined where there is no such branch. */
  endOf(branch: string): Promise<Commit | undefined>
  /** Makes a branch, new or not, end at one commit on `base` that has these files. */
  commit(branch: string, isNew: boolean, commit: NewCommit): Promise<void>
  deleteBranch(branch: string): Promise<void>
  /** Those from a branch of this repository that are open, or no longer; what moved last comes first. */
  proposals(branch: string, state: 'open' | 'closed'): Promise<readonly Proposal[]>
  /** Proposes to merge a branch into the one that all begin with. Answers its number. */
  propose(branch: string, told: Told): Promise<number>
  changeProposal(number: number, change: Partial<Told> & { readonly isClosed?: true }): Promise<void>
  /** A hundred open issues, or what is left; what moved last comes first. */
  issues(page: number): Promise<readonly Issue[]>
  openIssue(told: Told): Promise<number>
  changeIssue(number: number, change: { readonly body: string; readonly isClosed?: true }): Promise<void>
  /** Tells who of the writers we are: anybody may write our marker. */
  ownWriter(): Promise<(writer: unknown) => boolean>
}

/** A commit by what is asked of it. */
export interface Commit {
  readonly message: string
  readonly parents: readonly string[]
}

export interface NewCommit {
  readonly base: string
  readonly message: string
  readonly files: readonly WrittenFile[]
}

/** A file as it shall be. */
export interface WrittenFile {
  readonly path: string
  readonly text: string
}

interface Told {
  readonly title: string
  readonly body: string
}

export interface Numbered {
  readonly number: number
  readonly body: string
}

export interface Proposal extends Numbered {
  readonly isMerged: boolean
}

interface Issue extends Numbered {
  readonly writer: unknown
}
