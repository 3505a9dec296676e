import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import type { Comments } from '../../forge/comments'
import { connectGithub, githubComments } from '../../forge/github'
import { connectGitlab, gitlabComments } from '../../forge/gitlab'
import { tellReview } from '../../forge/tell-review'
import { asObject } from '../../json/json-object'
import { asText, textIn, textsIn } from '../../json/json-text'
import { codeSpan, joinedMarkdown, markdown } from '../../medium/markdown-text'
import { lined, terminal, terminalLines } from '../../medium/terminal-text'
import { readText } from '../../workspace/read-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { foldersWith, namesIn, textsThatFit } from '../night/gathered-runs'

interface ReviewTelling {
  readonly pull: number
  readonly key?: string
  readonly expect?: string
  readonly dryRun?: boolean
  readonly commit?: string
}

/**
 * `ddac github review`: what runs of `ddac review` wrote, each for its tenants, becomes the one comment of a workspace and
 * these tenants below a pull request. Where none wrote anything, the comment is marked as outdated.
 */
export async function githubReview(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  options: ReviewTelling,
): Promise<number> {
  formatFrom(globals, 'github review')
  const place = { kind: 'pull request', comments: () => githubComments(connectGithub(context.env)) }
  return tellReviews(context, folder, options, place)
}

/** `ddac gitlab review`: the same as the one note below a merge request. */
export async function gitlabReview(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  options: ReviewTelling,
): Promise<number> {
  formatFrom(globals, 'gitlab review')
  return tellReviews(context, folder, options, {
    kind: 'merge request',
    comments: () => gitlabComments(connectGitlab(context.env)),
  })
}

async function tellReviews(
  context: CliContext,
  folder: string,
  { pull, key, expect = '', commit, dryRun = false }: ReviewTelling,
  place: { readonly kind: string; readonly comments: () => Comments },
): Promise<number> {
  const reviews = readReviews(resolve(context.cwd, folder), folder)
  const tenants = [...new Set(reviews.flatMap((review) => review.tenants))]
  const named = key ?? (reviews[0] && [reviews[0].workspace, ...[...tenants].sort()].join(' '))
  if (named === undefined) {
    const help = 'Give --key, the same for each run of these tenants; a run that failed has left no other name.'
    throw new WorldError('usage', `${folder} has no review, and nothing says whose comment is outdated`, help)
  }
  const told = new Set([...tenants, ...reviews.flatMap(({ asked }) => asked)])
  const missing = namesIn(expect).filter((name) => !told.has(name))
  const text = reviews.length > 0 ? textOf(reviews, missing) : undefined
  if (dryRun) {
    context.stdout.write(lined(terminalLines(text ?? 'the comment is marked as outdated')))
    return exitCodes.yes
  }
  const sha = commit ?? reviews[0]?.commit
  const became = await tellReview(place.comments(), pull, {
    key: named,
    isWorthTelling: missing.length > 0 || reviews.some(({ isWorthTelling }) => isWorthTelling),
    ...(sha !== undefined && { commit: sha }),
    ...(text !== undefined && { text }),
  })
  context.stdout.write(terminal`${place.kind} ${pull}: ${became}\n`)
  return exitCodes.yes
}

interface ReadReview {
  readonly workspace: string
  readonly tenants: readonly string[]
  /** Those that it was for, also where none was asked. */
  readonly asked: readonly string[]
  readonly commit?: string
  readonly isWorthTelling: boolean
  readonly text: string
}

const stateFile = 'review.json'

/** The review that lies in a folder, or those that each lie in a folder of its own in it, in the order of their names. */
function readReviews(folder: string, shown: string): readonly ReadReview[] {
  return foldersWith(folder, stateFile).map((each) => {
    const told = asObject(JSON.parse(readText(join(each, stateFile), shown))) ?? {}
    const commit = asText(told.commit)
    return {
      workspace: textIn(told.workspace),
      tenants: textsIn(told.tenants),
      asked: textsIn(told.asked),
      ...(commit !== undefined && { commit }),
      isWorthTelling: told.isWorthTelling !== false,
      text: readText(join(each, 'comment.md'), shown),
    }
  })
}

/** The texts of all, as many as a comment holds, and who came to no result. */
function textOf(reviews: readonly ReadReview[], missing: readonly string[]): string {
  const none = missing.map((name) => markdown`:warning: The run for ${codeSpan(name)} came to no result.\n\n`)
  const head = joinedMarkdown(none, markdown``)
  return `${head}${textsThatFit(reviews, 'whole.md')}`
}
