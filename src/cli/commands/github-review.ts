import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import type { Comments } from '../../forge/comments'
import { connectGithub, githubComments } from '../../forge/github'
import { connectGitlab, gitlabComments } from '../../forge/gitlab'
import { tellReview } from '../../forge/tell-review'
import { setReviewed } from '../../forge/waiting'
import { asNumber, asText, textIn, textsIn } from '../../json/json-text'
import { codeSpan, joinedMarkdown, markdown } from '../../medium/markdown-text'
import { lined, terminal, terminalLines } from '../../medium/terminal-text'
import { readText } from '../../workspace/read-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { readHandedOver } from '../handing-over/handed-over'
import { waitingIn } from '../handing-over/waiting-file'
import { foldersWith, namesIn, textsThatFit } from '../night/gathered-runs'
import { tellError } from '../tell-error'

interface ReviewTelling {
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
  { pull, ...options }: ReviewTelling & { readonly pull: number },
): Promise<number> {
  formatFrom(globals, 'github review')
  const reviews = readReviews(foldersWith(resolve(context.cwd, folder), stateFile), folder)
  const place = { kind: 'pull request', pull, folder, comments: () => githubComments(connectGithub(context.env)) }
  await tellReviews(context, reviews, options, place)
  return exitCodes.yes
}

/** `ddac gitlab review`: the same as the one note below a merge request, or below each that waited. */
export async function gitlabReview(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  { pull, ...options }: ReviewTelling & { readonly pull?: number },
): Promise<number> {
  formatFrom(globals, 'gitlab review')
  const whole = resolve(context.cwd, folder)
  const place = { kind: 'merge request', folder, comments: () => gitlabComments(connectGitlab(context.env)) }
  if (pull !== undefined) {
    await tellReviews(context, readReviews(foldersWith(whole, stateFile), folder), options, { ...place, pull })
    return exitCodes.yes
  }
  const { key } = options
  if (key === undefined) {
    throw new WorldError('usage', 'nothing says whose reviews these are', 'Give --key, that of ddac gitlab waiting.')
  }
  for (const { number, commit } of waitingIn(whole, folder)) {
    const reviews = readReviews(foldersOf(whole, number), folder)
    const { missing } = await tellReviews(context, reviews, { ...options, commit }, { ...place, pull: number })
    // What came to no result waits for the next time.
    if (options.dryRun || reviews.length === 0 || missing.length > 0) continue
    const gitlab = connectGitlab(context.env)
    const isGood = reviews.every(({ code }) => code === exitCodes.yes)
    try {
      await setReviewed(gitlab, commit, key, isGood)
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      // A fork's commit may take none.
      tellError(error, context, `merge request ${number}`)
    }
  }
  return exitCodes.yes
}

interface Telling {
  readonly kind: string
  readonly pull: number
  readonly folder: string
  readonly comments: () => Comments
}

async function tellReviews(
  context: CliContext,
  reviews: readonly ReadReview[],
  { key, expect = '', commit, dryRun = false }: ReviewTelling,
  place: Telling,
): Promise<{ readonly missing: readonly string[] }> {
  const tenants = [...new Set(reviews.flatMap((review) => review.tenants))]
  const named = key ?? (reviews[0] && [reviews[0].workspace, ...[...tenants].sort()].join(' '))
  if (named === undefined) {
    const help = 'Give --key, the same for each run of these tenants; a run that failed has left no other name.'
    throw new WorldError('usage', `${place.folder} has no review, and nothing says whose comment is outdated`, help)
  }
  const told = new Set([...tenants, ...reviews.flatMap(({ asked }) => asked)])
  const missing = namesIn(expect).filter((name) => !told.has(name))
  const text = reviews.length > 0 ? textOf(reviews, missing) : undefined
  if (dryRun) {
    context.stdout.write(lined(terminalLines(text ?? 'the comment is marked as outdated')))
    return { missing }
  }
  const sha = commit ?? reviews[0]?.commit
  const became = await tellReview(place.comments(), place.pull, {
    key: named,
    isWorthTelling: missing.length > 0 || reviews.some(({ isWorthTelling }) => isWorthTelling),
    ...(sha !== undefined && { commit: sha }),
    ...(text !== undefined && { text }),
  })
  context.stdout.write(terminal`${place.kind} ${place.pull}: ${became}\n`)
  return { missing }
}

interface ReadReview {
  readonly workspace: string
  readonly tenants: readonly string[]
  /** Those that it was for, also where none was asked. */
  readonly asked: readonly string[]
  readonly commit?: string
  readonly code: number
  readonly isWorthTelling: boolean
  readonly text: string
}

const stateFile = 'review.json'

/** Where runs for several tenants each left their reviews of all that waited: FOLDER/RUN/NUMBER. */
function foldersOf(folder: string, number: number): readonly string[] {
  const runs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return runs
    .map(({ name }) => join(folder, name, String(number)))
    .sort()
    .filter((each) => existsSync(join(each, stateFile)))
}

/** The reviews that lie in folders, in their order. */
function readReviews(folders: readonly string[], shown: string): readonly ReadReview[] {
  return folders.map((each) => {
    const told = readHandedOver(join(each, stateFile), shown, noReview)
    const commit = asText(told.commit)
    return {
      workspace: textIn(told.workspace),
      tenants: textsIn(told.tenants),
      asked: textsIn(told.asked),
      ...(commit !== undefined && { commit }),
      code: asNumber(told.code) ?? exitCodes.yes,
      isWorthTelling: told.isWorthTelling !== false,
      text: readText(join(each, 'comment.md'), shown),
    }
  })
}

function noReview(shown: string): WorldError {
  return new WorldError('bad-input', `${shown} holds no review`, 'Name the --out of ddac review.')
}

/** The texts of all, as many as a comment holds, and who came to no result. */
function textOf(reviews: readonly ReadReview[], missing: readonly string[]): string {
  const none = missing.map((name) => markdown`:warning: The run for ${codeSpan(name)} came to no result.\n\n`)
  const head = joinedMarkdown(none, markdown``)
  return `${head}${textsThatFit(reviews, 'whole.md')}`
}
