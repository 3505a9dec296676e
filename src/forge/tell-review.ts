import { contentDigest } from '../json/canonical-json'
import { codeSpan, markdown } from '../medium/markdown-text'
import type { Comments } from './comments'
import { outdated } from './own-text'

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
export async function tellReview(comments: Comments, pull: number, review: ToldReview): Promise<Told> {
  if (review.commit !== undefined && (await isOld(comments, pull, review.commit))) return 'a newer commit is there'
  const marker = `<!-- ddac-review ${contentDigest([review.key], 24)} -->`
  const own = await ownComment(comments, pull, marker)
  if (review.text !== undefined) {
    const body = `${marker}\n${review.text}`
    if (own) {
      await comments.update(pull, own.id, body)
      return 'updated'
    }
    if (!review.isWorthTelling) return 'nothing to tell'
    await comments.create(pull, body)
    return 'created'
  }
  if (!own) return 'nothing to tell'
  const of = review.commit === undefined ? markdown`` : markdown` of ${codeSpan(review.commit)}`
  const why = markdown`The run${of} failed before it came to a result; what follows is of an earlier one.`
  await comments.update(pull, own.id, `${marker}\n${outdated(own.body.slice(marker.length), why)}`)
  return 'outdated'
}

async function isOld(comments: Comments, pull: number, commit: string): Promise<boolean> {
  const head = await comments.headOf(pull)
  return head !== undefined && !head.startsWith(commit)
}

interface Comment {
  readonly id: number
  readonly body: string
}

/** Anybody may write our marker; what is ours was written by who we are now. */
async function ownComment(comments: Comments, pull: number, marker: string): Promise<Comment | undefined> {
  const isOurs = await comments.ownWriter()
  for (let page = 1; page <= mostPages; page += 1) {
    const listed = await comments.page(pull, page)
    for (const { id, body, writer } of listed) {
      if (isOurs(writer) && typeof id === 'number' && typeof body === 'string' && body.startsWith(marker)) {
        return { id, body }
      }
    }
    if (listed.length < 100) return undefined
  }
  return undefined
}

const mostPages = 30
