import type { ArchiveRun } from '../archive/evaluate-archive'
import type { ArchiveProgress } from '../archive/pass/read-files'
import { lapseText } from '../diagnostic/times'
import { terminal } from '../medium/terminal-text'
import { type CliContext, exitCodes } from './context'
import type { GlobalOptions } from './global-options'
import { progressLine } from './write-diagnostics'

/** Shows how far the reading of log files is, how fast it goes, and how long it will take from there. */
export function readingProgress(
  { stderr, now }: Pick<CliContext, 'stderr' | 'now'>,
  { quiet }: GlobalOptions,
): { readonly onProgress: (progress: ArchiveProgress) => void; readonly clear: () => void } {
  const line = progressLine(stderr, quiet)
  const startedMs = now()
  return {
    onProgress: (progress) => line.show(progressText(progress, now() - startedMs)),
    clear: () => line.clear(),
  }
}

function progressText({ files, filesInAll, logs, bytes, bytesInAll }: ArchiveProgress, elapsedMs: number): string {
  const read = `${files}/${filesInAll} files, ${logs} logs`
  if (elapsedMs < 1000) return read
  const rate = `${read}, ${Math.round(logs / (elapsedMs / 1000))} a second`
  // Of what has no size nobody knows when it ends.
  if (bytes === 0 || files === filesInAll) return rate
  const leftMs = (elapsedMs * (bytesInAll - bytes)) / bytes
  return `${rate}, ${lapseText(Math.ceil(leftMs / 1000) * 1000)} left`
}

/** Says what came of an evaluation that the user stopped, and answers the exit code. */
export function tellInterrupted(
  { filesRead, signals, stats, close }: ArchiveRun<{ readonly rule: string }>,
  filesInAll: number,
  { stderr }: Pick<CliContext, 'stderr'>,
): number {
  const raised = new Map<string, number>()
  try {
    for (const { rule } of signals()) raised.set(rule, (raised.get(rule) ?? 0) + 1)
    const { logs, matched } = stats()
    stderr.write(
      terminal`interrupted: ${filesRead} of ${filesInAll} files were read to their ends, ${logs} logs in all; ${matched} of these some rule matches\n`,
    )
    const told = [...raised].map(([rule, count]) => `${rule} ${count}`)
    stderr.write(terminal`signals so far: ${told.length === 0 ? 'none' : told.join(', ')}\n`)
  } finally {
    close()
  }
  return exitCodes.couldNotAnswer
}
