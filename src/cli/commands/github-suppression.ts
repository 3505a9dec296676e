import { resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { connectGithub } from '../../forge/github'
import { githubHost } from '../../forge/github-host'
import { connectGitlab } from '../../forge/gitlab'
import { gitlabHost } from '../../forge/gitlab-host'
import type { Host } from '../../forge/host'
import { tellSuppression } from '../../forge/tell-suppression'
import { lined, terminal, terminalLines } from '../../medium/terminal-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { readDraft } from '../handing-over/drafted'

interface SuppressionTelling {
  readonly dryRun?: boolean
}

/** `ddac github suppression`: what `ddac suppress draft` wrote becomes a pull request. */
export async function githubSuppression(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  options: SuppressionTelling,
): Promise<number> {
  formatFrom(globals, 'github suppression')
  return tellDraft(context, folder, options, () => githubHost(connectGithub(context.env)))
}

/** `ddac gitlab suppression`: the same as a merge request. */
export async function gitlabSuppression(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  options: SuppressionTelling,
): Promise<number> {
  formatFrom(globals, 'gitlab suppression')
  return tellDraft(context, folder, options, () => gitlabHost(connectGitlab(context.env)))
}

async function tellDraft(
  context: CliContext,
  folder: string,
  { dryRun = false }: SuppressionTelling,
  connect: () => Host,
): Promise<number> {
  const { workspace, commit, ...draft } = readDraft(resolve(context.cwd, folder), folder)
  if (dryRun) {
    const paths = draft.files.map(({ path }) => terminal`${path}\n`)
    context.stdout.write(terminal`${draft.title}\n\n${paths}\n${lined(terminalLines(draft.text))}`)
    return exitCodes.yes
  }
  if (commit === undefined) {
    throw new WorldError('bad-input', `${folder} names no commit`, 'Run ddac suppress draft in a checkout of git.')
  }
  const told = await tellSuppression(connect(), { key: workspace, commit, ...draft })
  context.stdout.write(terminal`${told}\n`)
  return exitCodes.yes
}
