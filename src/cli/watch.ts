import { watch } from 'node:fs'
import { sep } from 'node:path'
import { WorldError } from '../diagnostic/world-error'
import { terminal } from '../medium/terminal-text'
import type { CliContext } from './context'
import { tellError } from './tell-error'

/** Editors write a file in several steps; what comes within this time counts as one change. */
const settleMs = 100

/** What changed since the run before, as paths below the folder; undefined for the first run. */
export type Changed = ReadonlySet<string> | undefined

/**
 * Runs `work` now and again after each change below a folder, until the user asks to stop. Answers what the last run
 * answered; trouble from the world is told and waited out, since the next change may mend it.
 */
export async function watchFolder(
  folder: string,
  context: CliContext,
  work: (changed: Changed) => Promise<number>,
): Promise<number> {
  let code = await attempt(work, undefined, context)
  let wake: (() => void) | undefined
  let changed = new Set<string>()
  const watcher = watch(folder, { recursive: true, signal: context.abort }, (_event, name) => {
    if (name?.split(sep).some((part) => part.startsWith('.') || part === 'node_modules')) return
    changed.add(name ?? '')
    wake?.()
  })
  watcher.on('error', () => wake?.())
  context.abort.addEventListener('abort', () => wake?.(), { once: true })
  context.stderr.write(terminal`Watching for changes; stop with Ctrl-C.\n`)
  while (!context.abort.aborted) {
    if (changed.size === 0) await new Promise<void>((resume) => (wake = resume))
    if (context.abort.aborted) break
    await context.sleep(settleMs).catch(() => {})
    if (context.abort.aborted) break
    const now = changed
    changed = new Set()
    context.stderr.write(terminal`\nChanged: ${listed([...now].sort())}\n`)
    code = await attempt(work, now, context)
  }
  watcher.close()
  return code
}

/** The first few names, and how many more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => name.split(sep).join('/'))
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ')
}

async function attempt(
  work: (changed: Changed) => Promise<number>,
  changed: Changed,
  context: CliContext,
): Promise<number> {
  try {
    return await context.busy(() => work(changed))
  } catch (error) {
    if (!(error instanceof WorldError)) throw error
    tellError(error, context)
    return 2
  }
}
