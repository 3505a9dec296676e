import { existsSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import { slugFrom } from '../../rule/slug'
import { configFileName, shownPath } from '../../workspace/find-workspace'
import { repositoryOf } from '../../workspace/own-files'
import { scaffold } from '../../workspace/scaffold'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import type { GlobalOptions } from '../global-options'

/** `ddac init`: a small workspace that works: tenants, a rule, its test. Never writes over a file. */
export async function init(context: CliContext, globals: GlobalOptions, folder: string | undefined): Promise<number> {
  const root = resolve(context.cwd, folder ?? globals.workspace ?? '.')
  if (existsSync(join(root, configFileName))) {
    const where = shownPath(join(root, configFileName), context.cwd)
    throw new WorldError('usage', `there is a workspace already: ${where}`, 'Name another folder: ddac init FOLDER.')
  }
  for (const { path, text } of scaffold(workspaceName(root))) {
    const file = join(root, path)
    if (existsSync(file)) context.stderr.write(terminal`kept ${shownPath(file, context.cwd)}\n`)
    else {
      writeText(file, text)
      context.stdout.write(terminal`${shownPath(file, context.cwd)}\n`)
    }
  }
  if (!globals.quiet) context.stderr.write(terminal`Next: ddac test, then ddac plan.\n`)
  return exitCodes.yes
}

/** What a new workspace is called: as its repository and the way to it there, else as its folder. */
function workspaceName(root: string): string {
  const repository = repositoryOf(root)
  const path = repository === undefined ? basename(root) : join(basename(repository), relative(repository, root))
  return slugFrom(path) || 'detections'
}
