import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { connectGithub } from '../../github/github'
import { tellReview } from '../../github/tell-review'
import { asObject, listIn } from '../../json/json-object'
import { asText, isText } from '../../json/json-text'
import { lined, terminal, terminalLines } from '../../medium/terminal-text'
import { readText } from '../../workspace/read-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'

interface GithubReviewOptions {
  readonly pull: number
  readonly key?: string
  readonly dryRun?: boolean
  readonly commit?: string
}

/**
 * `ddac github review`: what `ddac review` wrote becomes the one comment of its workspace and tenants below a pull request.
 * Where it wrote nothing, the comment is marked as outdated.
 */
export async function githubReview(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  { pull, key, commit, dryRun = false }: GithubReviewOptions,
): Promise<number> {
  formatFrom(globals, 'github review')
  const there = resolve(context.cwd, folder)
  const state = existsSync(join(there, 'review.json'))
    ? stateIn(readText(join(there, 'review.json'), folder))
    : undefined
  const named = key ?? state?.key
  if (named === undefined) {
    const help = 'Give --key, the same for each run of these tenants; a run that failed has left no other name.'
    throw new WorldError('usage', `${folder} has no review, and nothing says whose comment is outdated`, help)
  }
  if (dryRun) {
    const text = state ? readText(join(there, 'comment.md'), folder) : 'the comment is marked as outdated'
    context.stdout.write(lined(terminalLines(text)))
    return exitCodes.yes
  }
  const sha = commit ?? state?.commit
  const told = await tellReview(connectGithub(context.env), pull, {
    key: named,
    isWorthTelling: state?.isWorthTelling ?? false,
    ...(sha !== undefined && { commit: sha }),
    ...(state && { text: readText(join(there, 'comment.md'), folder) }),
  })
  context.stdout.write(terminal`pull request ${pull}: ${told}\n`)
  return exitCodes.yes
}

function stateIn(text: string): { readonly key: string; readonly commit?: string; readonly isWorthTelling: boolean } {
  const { workspace, tenants, commit, isWorthTelling } = asObject(JSON.parse(text)) ?? {}
  const sha = asText(commit)
  const key = [asText(workspace) ?? '', ...listIn(tenants).filter(isText).sort()].join(' ')
  return { key, isWorthTelling: isWorthTelling !== false, ...(sha !== undefined && { commit: sha }) }
}
