import type { ArchiveRun } from '../archive/evaluate-archive'
import type { ArchiveProgress } from '../archive/pass/read-files'
import { lapseText } from '../diagnostic/times'
import { terminal } from '../medium/terminal-text'
import { type CliContext, exitCodes } from './context'
import type { GlobalOptions } from './global-options'
import { progressLine } from './write-diagnostics'

/** What is shown changes no oftener: each look at it costs a call to the system, and nobody reads faster. */
const betweenMs = 100

/** Shows how far the reading of log files is, how fast it goes, and how long it will take from there. */
export function readingProgress(
  { stderr, now }: Pick<CliContext, 'stderr' | 'now'>,
  { quiet }: GlobalOptions,
): { readonly onProgress: (progress: ArchiveProgress) => void; readonly clear: () => void } {
  const line = progressLine(stderr, quiet)
  const startedMs = now()
  let shownMs = Number.NEGATIVE_INFINITY
  return {
    onProgress: (progress) => {
      const nowMs = now()
      if (nowMs - shownMs < betweenMs && progress.files < progress.filesInAll) return
      shownMs = nowMs
      line.show(progressText(progress, nowMs - startedMs))
    },
    clear: () => line.clear(),
  }
}

/** `3/201 files, 14925 logs, 12 of 214 MB, 98022 a second, 9 s left`; time and rate only once there is something to tell. */
export function progressText(
  { files, filesInAll, logs, bytes, bytesInAll }: ArchiveProgress,
  elapsedMs: number,
): string {
  const size = bytesInAll < megabyte ? [] : [`${megabytes(Math.min(bytes, bytesInAll))} of ${megabytes(bytesInAll)} MB`]
  const read = [`${files}/${filesInAll} files`, `${logs} logs`, ...size]
  if (elapsedMs < 1000) return read.join(', ')
  const rate = [...read, `${Math.round(logs / (elapsedMs / 1000))} a second`]
  // Of what has no size nobody knows when it ends; a file that grows has more than was told.
  if (bytes === 0 || files === filesInAll) return rate.join(', ')
  const leftMs = (elapsedMs * Math.max(0, bytesInAll - bytes)) / bytes
  return [...rate, `${lapseText(Math.ceil(leftMs / 1000) * 1000)} left`].join(', ')
}

const megabyte = 1024 * 1024

function megabytes(bytes: number): number {
  return Math.floor(bytes / megabyte)
}

/** The rules with most signals are told, so many of them. */
const mostRules = 20

/** Says what came of an evaluation that the user stopped before anything was told, and answers the exit code. */
export function tellInterrupted(
  { filesRead, countsByRule, stats, close }: ArchiveRun<unknown>,
  filesInAll: number,
  { stderr, busy }: Pick<CliContext, 'stderr' | 'busy'>,
): number {
  try {
    const raised = busy(countsByRule)
    const isAllRead = filesRead === filesInAll
    stderr.write(terminal`interrupted: ${readText(filesRead, filesInAll, stats())}\n`)
    const most = [...raised].sort(([, a], [, b]) => b - a)
    const told = most.slice(0, mostRules).map(([rule, count]) => `${rule} ${count}`)
    const more = most.length > mostRules ? [`and ${most.length - mostRules} rules with fewer`] : []
    const known = told.length === 0 ? 'none' : [...told, ...more].join(', ')
    stderr.write(terminal`${isAllRead ? 'signals, none of them told' : 'signals so far'}: ${known}\n`)
  } finally {
    close()
  }
  return exitCodes.couldNotAnswer
}

/** Says what came of one that the user stopped while its signals were told, and answers the exit code. */
export function tellCutShort(
  { filesRead, signalsInAll, stats }: ArchiveRun<unknown>,
  filesInAll: number,
  { stderr }: Pick<CliContext, 'stderr'>,
): number {
  const figures = stats()
  const told = figures.signals + figures.suppressed
  stderr.write(
    terminal`interrupted: ${readText(filesRead, filesInAll, figures)}; ${told} of ${signalsInAll} signals were told\n`,
  )
  return exitCodes.couldNotAnswer
}

function readText(
  filesRead: number,
  filesInAll: number,
  { logs, matched }: { readonly logs: number; readonly matched: number },
): string {
  const files =
    filesRead === filesInAll
      ? `all there is to read was read, ${logs} logs in all`
      : `${filesRead} of ${filesInAll} files were read to their ends, ${logs} logs in all`
  return `${files}; ${matched} of these some rule matches`
}
