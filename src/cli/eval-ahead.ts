import { type FoundLogFiles, findLogFiles } from '../archive/log-files'
import { lanesFor, withSizes } from '../archive/pass/sized-files'
import { type ReadyThreads, readyThreads } from '../archive/pass/thread-lane'
import { WorldError } from '../diagnostic/world-error'
import type { CliContext } from './context'
import type { LogOptions } from './given-by-options'
import { timesAsked } from './times-asked'

/** What was begun before the command's own code was loaded. */
export interface EvalAhead {
  readonly startedMs: number
  /** Absent where the files could not be found, which the command finds out again and tells. */
  readonly found?: FoundLogFiles | undefined
  /** Absent where this thread reads all. */
  readonly threads?: Omit<ReadyThreads, 'close'> | undefined
}

export type EvalOptions = LogOptions & { readonly rule?: readonly string[]; readonly workers?: number }

/**
 * Runs `ddac eval` so that of a large archive the threads that will read it load their code while this one loads the
 * command's and the workspace.
 */
export async function evalAhead(
  context: CliContext,
  logs: readonly string[],
  options: EvalOptions,
  evaluate: (ahead: EvalAhead) => Promise<number>,
): Promise<number> {
  const startedMs = context.now()
  const found = options.tenantLogs ? undefined : await foundAhead(context, logs, options, startedMs)
  const threads = found && readyThreads(await threadsFor(found, options))
  try {
    return await evaluate({ startedMs, found, threads })
  } finally {
    threads?.close()
  }
}

async function foundAhead(
  { cwd }: CliContext,
  logs: readonly string[],
  options: EvalOptions,
  nowMs: number,
): Promise<FoundLogFiles | undefined> {
  try {
    return await findLogFiles(logs, cwd, timesAsked(options, nowMs))
  } catch (error) {
    if (error instanceof WorldError) return undefined
    throw error
  }
}

async function threadsFor({ files }: FoundLogFiles, { workers, strict = false }: EvalOptions): Promise<number> {
  const lanes = files.length < 2 ? 1 : Math.min(lanesFor(await withSizes(files), workers, strict), files.length)
  return lanes < 2 ? 0 : lanes
}
