import { asObject } from '../json/json-object'
import { asText } from '../json/json-text'
import type { Gitlab } from './gitlab'
import { isCommit, numberOf, objectsIn } from './sending'

/** A merge request whose last commit no review was told of. */
export interface Waiting {
  readonly number: number
  readonly commit: string
  /** Whether it comes from another project, whose people may write nothing here. */
  readonly isFork: boolean
}

/** How many are reviewed at once; the others wait for the next time. */
const mostAtOnce = 20

/** The open merge requests into the default branch that wait for a review of this name; what moved last comes first. */
export async function waitingFor(gitlab: Gitlab, name: string): Promise<readonly Waiting[]> {
  const target = asText(asObject(await gitlab.send('GET', ''))?.default_branch) ?? 'main'
  const asked = `state=opened&target_branch=${encodeURIComponent(target)}&order_by=updated_at&sort=desc&per_page=100`
  const open = objectsIn(await gitlab.send('GET', `/merge_requests?${asked}`), 'GitLab')
  const isOurs = await gitlab.ownWriter()
  const waiting: Waiting[] = []
  for (const { iid, sha, source_project_id: project } of open) {
    if (waiting.length === mostAtOnce) break
    if (!isCommit(sha)) continue
    const found = await gitlab.find('GET', `/repository/commits/${sha}/statuses?per_page=100`)
    const statuses = found ? objectsIn(found.json, 'GitLab') : []
    // Anybody who may push may set a status.
    if (statuses.some((each) => each.name === statusName(name) && isOurs(each.author))) continue
    waiting.push({ number: numberOf(iid, 'GitLab'), commit: sha, isFork: project !== gitlab.project })
  }
  return waiting
}

/** Says at a commit what its review came to, so that it waits no longer. */
export async function setReviewed(gitlab: Gitlab, commit: string, name: string, isGood: boolean): Promise<void> {
  await gitlab.send('POST', `/statuses/${commit}`, {
    name: statusName(name),
    state: isGood ? 'success' : 'failed',
    description: isGood ? 'nothing speaks against it' : 'see the note',
  })
}

/** What fits into the name of a status. */
function statusName(name: string): string {
  return `ddac ${name}`.trim().slice(0, 255)
}
