import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import { fetchRef } from '../../workspace/revision/fetch-ref'
import { withCommitLaidOut } from '../../workspace/revision/laid-out'
import { type CliContext, exitCodes } from '../context'
import type { GlobalOptions } from '../global-options'
import { readWaiting } from '../handing-over/waiting-file'
import { tellError } from '../tell-error'
import { captured } from './captured'
import type { ReviewOptions } from './tenant-steps'

type ReviewOne = (
  context: CliContext,
  globals: GlobalOptions,
  logs: readonly string[],
  options: ReviewOptions,
) => Promise<number>

/**
 * Reviews each commit that waits, from what is checked out: that says where keys go, the commit is data. A fork's is asked of
 * no tenant. One that cannot be reviewed keeps nothing from the others.
 */
export async function reviewEach(
  file: string,
  review: ReviewOne,
  context: CliContext,
  globals: GlobalOptions,
  options: ReviewOptions,
): Promise<number> {
  if (options.base !== undefined || options.commit !== undefined) {
    throw new WorldError(
      'usage',
      '--each says which commits, and what each is laid beside',
      'Leave --base and --commit away.',
    )
  }
  const codes: number[] = []
  for (const { number, commit, isFork } of readWaiting(resolve(context.cwd, file), file)) {
    const out = join(resolve(context.cwd, options.out), String(number))
    const code = await codeOf(number, context, async () => {
      await fetchRef(context.cwd, `refs/merge-requests/${number}/head`)
      return withCommitLaidOut(context.cwd, commit, ({ folder, base }) => {
        const there = Object.create(captured(context).context, { cwd: { value: folder } }) as CliContext
        const trusted = { ...globals, configFrom: resolve(context.cwd, globals.configFrom ?? '.') }
        const why = isFork ? { withoutTenant: fork } : {}
        return review(there, trusted, [], { ...options, ...why, base, commit, out })
      })
    })
    context.stdout.write(terminal`merge request ${number}: ${said[code] ?? 'came to no result'}\n`)
    codes.push(code)
  }
  return Math.max(exitCodes.yes, ...codes)
}

const fork = 'a merge request from a fork is given no keys; the plan is made after the merge, before apply'

const said: Readonly<Record<number, string>> = { 0: 'nothing speaks against it', 1: 'a step says no' }

async function codeOf(number: number, context: CliContext, work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof WorldError) || error.code === 'interrupted') throw error
    tellError(error, context, `merge request ${number}`)
    return exitCodes.couldNotAnswer
  }
}
