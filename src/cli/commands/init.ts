import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { knownSite } from '../../datadog/sites'
import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import { whyNotOnWindows } from '../../rule/slug'
import { configFileName, shownPath } from '../../workspace/find-workspace'
import { readText } from '../../workspace/read-text'
import { type CiPlace, ciPlaces } from '../../workspace/starting/ci-files'
import { withIgnored } from '../../workspace/starting/ignore-entries'
import { scaffold, workspaceName } from '../../workspace/starting/scaffold'
import { knownSites } from '../../workspace/tenants/known-sites'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'

interface InitOptions {
  readonly yes?: boolean
  readonly site?: string
  readonly ci?: string
  readonly preCommit?: boolean
}

/**
 * `ddac init`: a workspace that works: tenants, a rule and a suppression with their tests, what editors need, and where
 * it is asked for a workflow and a hook. Never writes over a file.
 */
export async function init(
  context: CliContext,
  globals: GlobalOptions,
  folder: string | undefined,
  options: InitOptions,
): Promise<number> {
  formatFrom(globals, 'init')
  const named = folder ?? globals.workspace
  const root = resolve(context.cwd, named ?? '.')
  refuseTaken(root, context.cwd)
  const { files, ignored, hints } = scaffold(root, context.cwd, {
    name: workspaceName(root),
    site: await siteFrom(options, context),
    nowMs: context.now(),
    ...(options.ci !== undefined && { ci: ciFrom(options.ci) }),
    preCommit: options.preCommit === true,
  })
  const shown = (path: string): string => shownPath(path, context.cwd)
  ignore(join(root, '.gitignore'), ignored, context)
  for (const { path, text, mode } of files) {
    if (existsSync(path)) context.stderr.write(terminal`kept ${shown(path)}\n`)
    else {
      writeText(path, text, shown(path), mode)
      context.stdout.write(terminal`${shown(path)}\n`)
    }
  }
  if (globals.quiet) return exitCodes.yes
  for (const hint of hints) context.stderr.write(terminal`${hint}\n`)
  const where = relative(context.cwd, root) === '' ? '' : ` --workspace ${argument(named ?? shown(root))}`
  context.stderr.write(terminal`Next: ddac test${where}\n`)
  return exitCodes.yes
}

/** Told before anything is written. */
function refuseTaken(root: string, cwd: string): void {
  let there = root
  while (!existsSync(there)) there = dirname(there)
  if (!statSync(there).isDirectory()) {
    throw new WorldError('usage', `${shownPath(there, cwd)} is a file`, 'Name a folder: ddac init FOLDER.')
  }
  for (const name of relative(there, root).split(sep)) {
    const why = whyNotOnWindows(name)
    if (why)
      throw new WorldError('usage', `Windows has no folder "${name}": ${why}`, 'Name another folder: ddac init FOLDER.')
  }
  if (!existsSync(join(root, configFileName))) return
  const where = shownPath(join(root, configFileName), cwd)
  throw new WorldError('usage', `there is a workspace already: ${where}`, 'Name another folder: ddac init FOLDER.')
}

/** The one thing that is asked, where somebody is there to answer. */
async function siteFrom({ yes, site }: InitOptions, { ask }: CliContext): Promise<string> {
  const usual = knownSites[0]
  if (site !== undefined) return knownSite(hostOf(site), '--site')
  if (yes || !ask) return usual
  const answer = await ask(terminal`Which Datadog site? The host in your Datadog address without "app.": [${usual}]`)
  return answer === '' ? usual : knownSite(hostOf(answer), 'your answer')
}

/** People paste what stands in their browser. */
function hostOf(address: string): string {
  return address
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/^app\./, '')
}

function ciFrom(asked: string): CiPlace {
  const found = ciPlaces.find((place) => place === asked)
  if (found) return found
  throw new WorldError('usage', `there is no workflow for "${asked}"`, `Write --ci ${ciPlaces.join(' or --ci ')}.`)
}

function ignore(path: string, entries: readonly string[], context: CliContext): void {
  const shown = shownPath(path, context.cwd)
  const text = withIgnored(existsSync(path) ? readText(path, shown) : '', entries)
  if (text === undefined) return
  writeText(path, text, shown)
  context.stdout.write(terminal`${shown}\n`)
}

/** A path as an argument of a shell. */
function argument(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
