import { resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { connectGithub } from '../../forge/github'
import { githubHost } from '../../forge/github-host'
import { connectGitlab } from '../../forge/gitlab'
import { gitlabHost } from '../../forge/gitlab-host'
import type { Host } from '../../forge/host'
import { tellDrift } from '../../forge/tell-drift'
import { lined, terminal, terminalLines } from '../../medium/terminal-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { namesIn, textsThatFit } from '../night/gathered-runs'
import { nightFiles, readNights } from '../night/night-state'

interface DriftTelling {
  readonly branch: string
  readonly expect?: string
  readonly dryRun?: boolean
}

/**
 * `ddac github drift`: what runs of `ddac nightly` wrote becomes one pull request, kept up to date; or, where there is
 * nothing to write but something to say, one issue. Both are closed when nothing is left.
 */
export async function githubDrift(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  options: DriftTelling,
): Promise<number> {
  formatFrom(globals, 'github drift')
  return tellNights(context, folder, options, () => githubHost(connectGithub(context.env)))
}

/** `ddac gitlab drift`: the same as a merge request or an issue of GitLab. */
export async function gitlabDrift(
  context: CliContext,
  globals: GlobalOptions,
  folder: string,
  options: DriftTelling,
): Promise<number> {
  formatFrom(globals, 'gitlab drift')
  return tellNights(context, folder, options, () => gitlabHost(connectGitlab(context.env)))
}

async function tellNights(
  context: CliContext,
  folder: string,
  { branch, expect = '', dryRun = false }: DriftTelling,
  connect: () => Host,
): Promise<number> {
  if (!/^\w[\w-]*(?:[./][\w-]+)*$/.test(branch)) throw new WorldError('usage', '--branch is no name of a branch')
  const all = readNights(resolve(context.cwd, folder), folder)
  const last = all.at(-1)
  if (!last) {
    const help = 'Name the --out of ddac nightly, or the folder that has those of several runs.'
    throw new WorldError('not-found', `${folder} has no run of ddac nightly`, help)
  }
  const { workspace, commit, files } = last
  const tenants = [...new Set([...last.after, ...last.tenants])]
  // What does not lie behind the last one is told the next night: its files were written on others.
  const nights = all.filter((night) => night.tenants.every((tenant) => tenants.includes(tenant)))
  const missing = namesIn(expect).filter((name) => !tenants.includes(name))
  const text = textsThatFit(nights, nightFiles.whole)
  if (dryRun) {
    const paths = files.map(({ path }) => terminal`${path}\n`)
    context.stdout.write(terminal`${paths}\n${lined(terminalLines(text))}`)
    return exitCodes.yes
  }
  if (commit === undefined) {
    throw new WorldError('bad-input', `${folder} names no commit`, 'Run ddac nightly in a checkout of git.')
  }
  const isWorthTelling = nights.some((night) => night.isWorthTelling)
  const told = await tellDrift(connect(), {
    key: workspace,
    branch,
    commit,
    tenants,
    files,
    text,
    isWorthTelling,
    missing,
  })
  context.stdout.write(terminal`${told.map((line) => terminal`${line}\n`)}`)
  return exitCodes.yes
}
