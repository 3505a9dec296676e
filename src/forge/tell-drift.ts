import { WorldError } from '../diagnostic/world-error'
import { contentDigest } from '../json/canonical-json'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../medium/markdown-text'
import type { Host, Numbered, WrittenFile } from './host'
import { type BranchEnd, endOf, filesDigest, type OwnBranch, writeBranch } from './own-branch'
import { outdated } from './own-text'

/** What a night is told by: one pull request or merge request, or where there is nothing to write one issue. */
export interface ToldDrift {
  /** Whose drift it is: a workspace. */
  readonly key: string
  readonly branch: string
  /** The commit that the files were written on. */
  readonly commit: string
  readonly tenants: readonly string[]
  readonly files: readonly WrittenFile[]
  readonly text: string
  /** Whether there is more to say than the files say. */
  readonly isWorthTelling: boolean
  /** Tenants that were to be asked and gave no answer: nothing that stands of them is taken away. */
  readonly missing: readonly string[]
}

/** What became of the pull request and the issue, a line each. */
export type ToldNight = readonly string[]

/** Tells what a night came to, in what stands of the night before. What people committed or closed stays as they left it. */
export async function tellDrift(host: Host, night: ToldDrift): Promise<ToldNight> {
  const id = contentDigest([night.key], 24)
  const branch = { name: night.branch, mark: `ddac-drift: ${id}` }
  const marker = `<!-- ddac-drift ${id} `
  const [end, [pull], issue] = [
    await endOf(host, branch),
    await host.proposals(night.branch, 'open'),
    await openIssue(host, marker),
  ]
  const at: Place = { host, night, branch, end, pull, issue, marker }
  const isWhole = night.missing.length === 0
  if (!isWhole && (pull || (issue && night.files.length === 0))) return keepEarlier(at)
  const isDeclined = !pull && night.files.length > 0 && (await wasDeclined(at))
  if (night.files.length > 0 && !isDeclined) {
    const told = await tellByPull(at)
    return isWhole ? [...told, ...(await closeIssue(at, `what there is to say stands in the ${host.proposal}`))] : told
  }
  const declined = isDeclined ? [`${host.proposal}: closed with just this, and not opened again`] : []
  const closed = pull && !isDeclined ? await closePull(at, pull) : []
  if (night.isWorthTelling) return [...declined, ...closed, await tellByIssue(at)]
  const told = [...declined, ...closed, ...(await closeIssue(at, 'nothing is left'))]
  return told.length > 0 ? told : ['nothing to tell']
}

interface Place {
  readonly host: Host
  readonly night: ToldDrift
  readonly branch: OwnBranch
  readonly end: BranchEnd
  readonly pull: Numbered | undefined
  readonly issue: Numbered | undefined
  readonly marker: string
}

const wayOn = markdown`What people did in Datadog stands in these files now, so that git knows of it. Merge them to keep it. What shall not stay is taken back by ${codeSpan('ddac drift --revert')}.`

const what = 'What was done by hand in Datadog'

async function tellByPull({ host, night, branch, end, pull, marker }: Place): Promise<ToldNight> {
  const title = `${what}: ${night.tenants.join(', ')}`
  if (end.kind === 'theirs') {
    if (!pull) {
      const help = `Merge or delete it, or name another branch with --branch: nothing is written over the work of others.`
      throw new WorldError('configuration', `the branch ${night.branch} has commits that are not of these nights`, help)
    }
    const why = markdown`Somebody has committed to ${codeSpan(night.branch)}, so it is left as it is; what follows is of an earlier night.`
    await host.changeProposal(pull.number, { body: kept(pull, why, marker) })
    return [`${host.proposal} ${pull.number}: somebody has committed to it, so that its files stay`]
  }
  const isWritten = await writeBranch(host, branch, end, { base: night.commit, title, files: night.files })
  const body = `${marker}${filesDigest(night.files)} -->\n${notAsked(night.missing)}${wayOn}${host.ofJobs}\n\n${night.text}`
  if (pull) {
    await host.changeProposal(pull.number, { title, body })
    return [`${host.proposal} ${pull.number}: ${isWritten ? 'updated' : 'as it was'}`]
  }
  return [`${host.proposal} ${await host.propose(night.branch, { title, body })}: created`]
}

/** Nothing is left to write: the pull request is closed, and with it goes a branch that holds no work of others. */
async function closePull({ host, branch, end, marker }: Place, { number }: Numbered): Promise<ToldNight> {
  const body = `${marker}closed -->\n${markdown`Nothing of this is left to be written: the files and the tenant agree.`}`
  await host.changeProposal(number, { isClosed: true, body })
  if (end.kind === 'ours') await host.deleteBranch(branch.name)
  return [`${host.proposal} ${number}: closed`]
}

async function tellByIssue({ host, night, issue, marker }: Place): Promise<string> {
  const body = `${marker}open -->\n${notAsked(night.missing)}${night.text}`
  if (issue) {
    await host.changeIssue(issue.number, { body })
    return `issue ${issue.number}: updated`
  }
  return `issue ${await host.openIssue({ title: `${what}, and what ends soon`, body })}: created`
}

async function closeIssue({ host, issue, marker }: Place, why: string): Promise<ToldNight> {
  if (!issue) return []
  const body = `${marker}closed -->\n${markdown`Closed by itself: ${why}.`}`
  await host.changeIssue(issue.number, { isClosed: true, body })
  return [`issue ${issue.number}: closed`]
}

/** A tenant that could not be asked may still hold what is told: that stays, and says from when it is. */
async function keepEarlier({ host, night, pull, issue, marker }: Place): Promise<ToldNight> {
  const why = markdown`${list(night.missing)} could not be asked in the last night; what follows is of an earlier one.`
  if (pull) await host.changeProposal(pull.number, { body: kept(pull, why, marker) })
  if (issue) await host.changeIssue(issue.number, { body: kept(issue, why, marker) })
  return [
    ...(pull ? [`${host.proposal} ${pull.number}: outdated`] : []),
    ...(issue ? [`issue ${issue.number}: outdated`] : []),
  ]
}

function kept({ body }: Numbered, why: MarkdownText, marker: string): string {
  const head = new RegExp(`^${marker}\\w+ -->`).exec(body)?.[0] ?? `${marker}open -->`
  return `${head}\n${outdated(body.startsWith(head) ? body.slice(head.length) : body, why)}`
}

function notAsked(missing: readonly string[]): MarkdownText {
  return missing.length === 0 ? markdown`` : markdown`:warning: Not asked: ${list(missing)}.\n\n`
}

function list(names: readonly string[]): MarkdownText {
  return joinedMarkdown(names.map(codeSpan), markdown`, `)
}

/** Whether a person closed one that had just these files: they were asked, and said no. */
async function wasDeclined({ host, night, marker }: Place): Promise<boolean> {
  const closed = await host.proposals(night.branch, 'closed')
  const last = closed.find(({ body }) => body.startsWith(marker))
  return last !== undefined && !last.isMerged && last.body.startsWith(`${marker}${filesDigest(night.files)} -->`)
}

/** The issue of these nights; those of others are never taken for it. */
async function openIssue(host: Host, marker: string): Promise<Numbered | undefined> {
  const isOurs = await host.ownWriter()
  for (let page = 1; page <= mostPages; page += 1) {
    const listed = await host.issues(page)
    const own = listed.find(({ writer, body }) => isOurs(writer) && body.startsWith(marker))
    if (own) return own
    if (listed.length < 100) return undefined
  }
  return undefined
}

const mostPages = 30
