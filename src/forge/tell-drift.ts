import { WorldError } from '../diagnostic/world-error'
import { contentDigest } from '../json/canonical-json'
import type { JsonObject } from '../json/json'
import { asObject, isObjectList } from '../json/json-object'
import { asText, textIn } from '../json/json-text'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../medium/markdown-text'
import { type Github, ownWriter } from './github'
import { type BranchEnd, endOf, type OwnBranch, writeBranch } from './own-branch'
import { outdated } from './own-text'

/** What a night is told by: one pull request, or where there is nothing to write one issue. */
export interface ToldDrift {
  /** Whose drift it is: a workspace. */
  readonly key: string
  readonly branch: string
  /** The commit that the files were written on. */
  readonly commit: string
  readonly tenants: readonly string[]
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly text: string
  /** Whether there is more to say than the files say. */
  readonly isWorthTelling: boolean
  /** Tenants that were to be asked and gave no answer: nothing that stands of them is taken away. */
  readonly missing: readonly string[]
}

/** What became of the pull request and the issue, a line each. */
export type ToldNight = readonly string[]

/** Tells what a night came to, in what stands of the night before. What people committed or closed stays as they left it. */
export async function tellDrift(github: Github, night: ToldDrift): Promise<ToldNight> {
  const id = contentDigest([night.key], 24)
  const branch = { name: night.branch, mark: `ddac-drift: ${id}` }
  const marker = `<!-- ddac-drift ${id} `
  const [end, pull, issue] = [
    await endOf(github, branch),
    await openPull(github, night),
    await openIssue(github, marker),
  ]
  const at: Place = { github, night, branch, end, pull, issue, marker }
  const isWhole = night.missing.length === 0
  if (!isWhole && (pull || (issue && night.files.length === 0))) return keepEarlier(at)
  const isDeclined = !pull && night.files.length > 0 && (await wasDeclined(at))
  if (night.files.length > 0 && !isDeclined) {
    const told = await tellByPull(at)
    return isWhole ? [...told, ...(await closeIssue(at, 'what there is to say stands in the pull request'))] : told
  }
  const declined = isDeclined ? ['pull request: closed with just this, and not opened again'] : []
  const closed = pull && !isDeclined ? await closePull(at, pull) : []
  if (night.isWorthTelling) return [...declined, ...closed, await tellByIssue(at)]
  const told = [...declined, ...closed, ...(await closeIssue(at, 'nothing is left'))]
  return told.length > 0 ? told : ['nothing to tell']
}

interface Place {
  readonly github: Github
  readonly night: ToldDrift
  readonly branch: OwnBranch
  readonly end: BranchEnd
  readonly pull: Numbered | undefined
  readonly issue: Numbered | undefined
  readonly marker: string
}

interface Numbered {
  readonly number: number
  readonly body: string
}

const wayOn = markdown`What people did in Datadog stands in these files now, so that git knows of it. Merge them to keep it. What shall not stay is taken back by ${codeSpan('ddac drift --revert')}. GitHub runs no checks for what a workflow opened: close and reopen this to have them.`

const what = 'What was done by hand in Datadog'

async function tellByPull({ github, night, branch, end, pull, marker }: Place): Promise<ToldNight> {
  const title = `${what}: ${night.tenants.join(', ')}`
  if (end.kind === 'theirs') {
    if (!pull) {
      const help = `Merge or delete it, or name another branch with --branch: nothing is written over the work of others.`
      throw new WorldError('configuration', `the branch ${night.branch} has commits that are not of these nights`, help)
    }
    const why = markdown`Somebody has committed to ${codeSpan(night.branch)}, so it is left as it is; what follows is of an earlier night.`
    await github.send('PATCH', `/pulls/${pull.number}`, { body: kept(pull, why, marker) })
    return [`pull request ${pull.number}: somebody has committed to it, so that its files stay`]
  }
  const isWritten = await writeBranch(github, branch, end, { base: night.commit, title, files: night.files })
  const body = `${marker}${digestOf(night)} -->\n${notAsked(night.missing)}${wayOn}\n\n${night.text}`
  if (pull) {
    await github.send('PATCH', `/pulls/${pull.number}`, { title, body })
    return [`pull request ${pull.number}: ${isWritten ? 'updated' : 'as it was'}`]
  }
  const base = asText(asObject(await github.send('GET', ''))?.default_branch) ?? 'main'
  const made = asObject(await github.send('POST', '/pulls', { title, head: night.branch, base, body }))
  return [`pull request ${Number(made?.number)}: created`]
}

/** Nothing is left to write: the pull request is closed, and with it goes a branch that holds no work of others. */
async function closePull({ github, branch, end, marker }: Place, { number }: Numbered): Promise<ToldNight> {
  const body = `${marker}closed -->\n${markdown`Nothing of this is left to be written: the files and the tenant agree.`}`
  await github.send('PATCH', `/pulls/${number}`, { state: 'closed', body })
  if (end.kind === 'ours') await github.send('DELETE', `/git/refs/heads/${branch.name}`)
  return [`pull request ${number}: closed`]
}

async function tellByIssue({ github, night, issue, marker }: Place): Promise<string> {
  const body = `${marker}open -->\n${notAsked(night.missing)}${night.text}`
  if (issue) {
    await github.send('PATCH', `/issues/${issue.number}`, { body })
    return `issue ${issue.number}: updated`
  }
  const title = `${what}, and what ends soon`
  const made = asObject(await github.send('POST', '/issues', { title, body }))
  return `issue ${Number(made?.number)}: created`
}

async function closeIssue({ github, issue, marker }: Place, why: string): Promise<ToldNight> {
  if (!issue) return []
  const body = `${marker}closed -->\n${markdown`Closed by itself: ${why}.`}`
  await github.send('PATCH', `/issues/${issue.number}`, { state: 'closed', state_reason: 'completed', body })
  return [`issue ${issue.number}: closed`]
}

/** A tenant that could not be asked may still hold what is told: that stays, and says from when it is. */
async function keepEarlier({ github, night, pull, issue, marker }: Place): Promise<ToldNight> {
  const why = markdown`${list(night.missing)} could not be asked in the last night; what follows is of an earlier one.`
  if (pull) await github.send('PATCH', `/pulls/${pull.number}`, { body: kept(pull, why, marker) })
  if (issue) await github.send('PATCH', `/issues/${issue.number}`, { body: kept(issue, why, marker) })
  return [
    ...(pull ? [`pull request ${pull.number}: outdated`] : []),
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

function digestOf({ files }: ToldDrift): string {
  return contentDigest([...files.map(({ path, text }) => [path, text])], 24)
}

async function openPull(github: Github, { branch }: ToldDrift): Promise<Numbered | undefined> {
  return (await pullsOf(github, branch, 'open')).flatMap((one) => numbered(one) ?? [])[0]
}

/** Whether a person closed a pull request that had just these files: they were asked, and said no. */
async function wasDeclined({ github, night, marker }: Place): Promise<boolean> {
  const closed = await pullsOf(github, night.branch, 'closed')
  const [last] = closed.filter(({ body }) => textIn(body).startsWith(marker))
  return (
    last !== undefined && !asText(last.merged_at) && textIn(last.body).startsWith(`${marker}${digestOf(night)} -->`)
  )
}

async function pullsOf(github: Github, branch: string, state: 'open' | 'closed'): Promise<readonly JsonObject[]> {
  const head = encodeURIComponent(`${github.owner}:${branch}`)
  const sorted = '&sort=updated&direction=desc&per_page=30'
  return listOf(await github.send('GET', `/pulls?state=${state}&head=${head}${sorted}`))
}

/** The issue of these nights; those of others are never taken for it. */
async function openIssue(github: Github, marker: string): Promise<Numbered | undefined> {
  const isOurs = await ownWriter(github)
  for (let page = 1; page <= mostPages; page += 1) {
    const listed = listOf(
      await github.send('GET', `/issues?state=open&sort=updated&direction=desc&per_page=100&page=${page}`),
    )
    const own = listed.find(
      ({ pull_request: isPull, user, body }) => !isPull && isOurs(user) && textIn(body).startsWith(marker),
    )
    if (own) return numbered(own)
    if (listed.length < 100) return undefined
  }
  return undefined
}

const mostPages = 30

function listOf(answer: unknown): readonly JsonObject[] {
  if (!isObjectList(answer)) throw new WorldError('bad-answer', 'GitHub answers no list')
  return answer
}

function numbered({ number, body }: JsonObject): Numbered | undefined {
  return typeof number === 'number' ? { number, body: textIn(body) } : undefined
}
