import { WorldError } from '../diagnostic/world-error'
import { contentDigest } from '../json/canonical-json'
import { markdown } from '../medium/markdown-text'
import type { Host, WrittenFile } from './host'
import { endOf, writeBranch } from './own-branch'

/** A suppression that somebody asked for, as it is proposed. */
export interface ToldSuppression {
  /** Whose it is: a workspace. */
  readonly key: string
  readonly id: string
  readonly title: string
  readonly commit: string
  readonly files: readonly WrittenFile[]
  readonly text: string
}

/** Proposes a suppression from a branch of its own; asked for again, the same is brought up to date. Answers what became of it. */
export async function tellSuppression(host: Host, told: ToldSuppression): Promise<string> {
  const branch = {
    name: `ddac/suppress-${told.id}`,
    mark: `ddac-suppression: ${contentDigest([told.key, told.id], 24)}`,
  }
  const end = await endOf(host, branch)
  if (end.kind === 'theirs') {
    const help = 'Merge or delete it first: nothing is written over the work of others.'
    throw new WorldError('configuration', `somebody has committed to the branch ${branch.name}`, help)
  }
  const { title, files } = told
  await writeBranch(host, branch, end, { base: told.commit, title, files })
  const body = `${told.text}\n\n${markdown`Nothing is hidden before this is merged and applied.`}${host.ofJobs}`
  const [open] = await host.proposals(branch.name, 'open')
  if (open) {
    await host.changeProposal(open.number, { title, body })
    return `${host.proposal} ${open.number}: updated`
  }
  return `${host.proposal} ${await host.propose(branch.name, { title, body })}: created`
}
