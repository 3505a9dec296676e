import { watch } from 'node:fs'
import { sep } from 'node:path'
import { WorldError } from '../diagnostic/world-error'
import { terminal } from '../medium/terminal-text'
import type { CliContext } from './context'
import { tellError } from './tell-error'

/** Editors write a file in several steps; what comes within this time counts as one change. */
const settleMs = 100

/**
 * Runs `work` now and again after each change below a folder, until the user asks to stop. Answers what the last run
 * answered; trouble from the world is told and waited out, since the next change may mend it.
 */
export async function watchFolder(folder: string, context: CliContext, work: () => Promise<number>): Promise<number> {
  let code = await attempt(work, context)
  let wake: (() => void) | undefined
  let changed = false
  const watcher = watch(folder, { recursive: true, signal: context.abort }, (_event, name) => {
    if (name?.split(sep).some((part) => part.startsWith('.') || part === 'node_modules')) return
    changed = true
    wake?.()
  })
  watcher.on('error', () => wake?.())
  context.abort.addEventListener('abort', () => wake?.(), { once: true })
  context.stderr.write(terminal`Watching for changes; stop with Ctrl-C.\n`)
  while (!context.abort.aborted) {
    if (!changed) await new Promise<void>((resume) => (wake = resume))
    if (context.abort.aborted) break
    await context.sleep(settleMs).catch(() => {})
    if (context.abort.aborted) break
    changed = false
    context.stderr.write(terminal`\n`)
    code = await attempt(work, context)
  }
  watcher.close()
  return code
}

async function attempt(work: () => Promise<number>, context: CliContext): Promise<number> {
  try {
    return await context.busy(work)
  } catch (error) {
    if (!(error instanceof WorldError)) throw error
    tellError(error, context)
    return 2
  }
}
