import { WorldError } from '../diagnostic/world-error'
import { contentDigest } from '../json/canonical-json'
import { isObjectList } from '../json/json-object'
import { codeSpan, markdown } from '../medium/markdown-text'
import type { Github } from './github'
import { outdated, ownWriter } from './own-text'

/** What is told below a pull request. */
export interface ToldReview {
  /** Of what it is: a workspace and its tenants. Each has a comment of its own. */
  readonly key: string
  /** The commit that was looked at. */
  readonly commit?: string
  /** Absent where the run failed before there was any: then what stands there is marked as outdated. */
  readonly text?: string
  /** A comment is not begun for nothing; one that is there is brought up to date. */
  readonly isWorthTelling: boolean
}

/** What became of the comment. */
export type Told = 'created' | 'updated' | 'outdated' | 'nothing to tell' | 'a newer commit is there'

/** Writes the one comment of a review below a pull request, or brings it up to date. Comments of others are never taken for it. */
export async function tellReview(github: Github, pull: number, review: ToldReview): Promise<Told> {
  if (review.commit !== undefined && (await isOld(github, pull, review.commit))) return 'a newer commit is there'
  const marker = `<!-- ddac-review ${contentDigest([review.key], 24)} -->`
  const own = await ownComment(github, pull, marker)
  if (review.text !== undefined) {
    const body = `${marker}\n${review.text}`
    if (own) {
      await github.send('PATCH', `/issues/comments/${own.id}`, { body })
      return 'updated'
    }
    if (!review.isWorthTelling) return 'nothing to tell'
    await github.send('POST', `/issues/${pull}/comments`, { body })
    return 'created'
  }
  if (!own) return 'nothing to tell'
  const of = review.commit === undefined ? markdown`` : markdown` of ${codeSpan(review.commit)}`
  const why = markdown`The run${of} failed before it came to a result; what follows is of an earlier one.`
  await github.send('PATCH', `/issues/comments/${own.id}`, {
    body: `${marker}\n${outdated(own.body.slice(marker.length), why)}`,
  })
  return 'outdated'
}

async function isOld(github: Github, pull: number, commit: string): Promise<boolean> {
  const { head } = ((await github.send('GET', `/pulls/${pull}`)) ?? {}) as {
    readonly head?: { readonly sha?: unknown }
  }
  return typeof head?.sha === 'string' && !head.sha.startsWith(commit)
}

interface Comment {
  readonly id: number
  readonly body: string
}

/** Anybody may write our marker; what is ours was written by who we are now. */
async function ownComment(github: Github, pull: number, marker: string): Promise<Comment | undefined> {
  const isOurs = await ownWriter(github)
  for (let page = 1; page <= mostPages; page += 1) {
    const listed = await github.send('GET', `/issues/${pull}/comments?per_page=100&page=${page}`)
    if (!isObjectList(listed)) throw new WorldError('bad-answer', 'GitHub answers no list of comments')
    for (const { id, body, user } of listed) {
      if (isOurs(user) && typeof id === 'number' && typeof body === 'string' && body.startsWith(marker))
        return { id, body }
    }
    if (listed.length < 100) return undefined
  }
  return undefined
}

const mostPages = 30
