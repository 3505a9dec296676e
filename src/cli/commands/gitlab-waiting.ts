import { join, resolve } from 'node:path'
import { connectGitlab } from '../../forge/gitlab'
import { waitingFor } from '../../forge/waiting'
import { jsonDocument } from '../../medium/json-text'
import { terminal } from '../../medium/terminal-text'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { waitingFile } from '../handing-over/waiting-file'

/**
 * `ddac gitlab waiting`: which open merge requests no review was told of yet, for `ddac review --each`.
 */
export async function gitlabWaiting(
  context: CliContext,
  globals: GlobalOptions,
  { out, key }: { readonly out: string; readonly key: string },
): Promise<number> {
  formatFrom(globals, 'gitlab waiting')
  const waiting = await waitingFor(connectGitlab(context.env), key)
  writeText(join(resolve(context.cwd, out), waitingFile), String(jsonDocument({ waiting })), join(out, waitingFile))
  const lines = waiting.map(({ number, commit, isFork }) => {
    const from = isFork ? ', from a fork' : ''
    return terminal`merge request ${number}: ${commit}${from}\n`
  })
  context.stdout.write(lines.length === 0 ? terminal`nothing waits\n` : terminal`${lines}`)
  return exitCodes.yes
}
