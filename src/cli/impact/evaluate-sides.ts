import { type ArchiveRun, runArchiveTold } from '../../archive/evaluate-archive'
import type { AskedTimes, LogFile } from '../../archive/log-files'
import type { LogTrouble } from '../../archive/log-trouble'
import { textTests } from '../../archive/pass/log-pass'
import { readLogFile } from '../../archive/read-log-file'
import { compileSides } from '../../detect/compile-rules'
import type { ExcludedBy } from '../../detect/hits/excluded-logs'
import type { NotEvaluated, Sided } from '../../detect/signals/signal'
import type { Unheard } from '../../detect/unheard'
import { WorldError } from '../../diagnostic/world-error'
import type { GivenOfLogs } from '../../event/given'
import type { Changes } from '../../impact/changed-rules'
import type { Side } from '../../impact/detections'
import { ExampleExplainer, type ExampleExplanations } from '../../impact/explain-examples'
import type { Impact, RaisedSignals } from '../../impact/measure-impact'
import { type SignalOfSide, type SuppressionChange, tellHiddenAnew } from '../../impact/suppression-changes'
import { terminal } from '../../medium/terminal-text'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { readingProgress } from '../reading-progress'
import { progressLine } from '../write-diagnostics'

/** The logs, and how they are read on each side. */
export interface SidesTask {
  readonly changes: Changes
  readonly suppressions: readonly SuppressionChange[]
  readonly files: readonly LogFile[]
  readonly givenOn: Readonly<Record<Side, (file: LogFile) => GivenOfLogs | undefined>>
  readonly asked: AskedTimes
  readonly isAsked: (timeMs: number) => boolean
  readonly untilMs: number | undefined
  readonly strict: boolean
  /** How many threads read; see `runArchive`. */
  readonly workers: number | undefined
}

/** What both sides raised. */
export interface SidesEvaluation {
  readonly runs: readonly RaisedSignals[]
  readonly notEvaluated: readonly (NotEvaluated & Sided)[]
  readonly exclusions: readonly ExcludedBy[]
  /** Of the side of now. */
  readonly unheard: readonly Unheard[]
  /** Known once all signals were told. */
  readonly stats: () => { readonly logs: number; readonly errors: number }
  readonly troubles: readonly LogTrouble[]
  /** Lets go of what was kept on disk. */
  close(): void
}

/**
 * Evaluates what changed, as it was and as it is, in one pass over the logs; in two where pipelines, or what is said of logs,
 * make other logs of them than before. Throws a `usage` WorldError for standard input then, which is read once.
 */
export async function evaluateSides(
  task: SidesTask,
  context: CliContext,
  globals: GlobalOptions,
): Promise<SidesEvaluation> {
  const readings = readingsOf(task)
  if (readings.length > 1 && task.files.some(isStandardInput)) {
    throw new WorldError(
      'usage',
      'raw logs are read in another way than before, so once for each, and standard input can be read only once',
      'Put the logs into a file.',
    )
  }
  const runs: ArchiveRun<SignalOfSide>[] = []
  const close = (): void => {
    for (const run of runs) run.close()
  }
  try {
    for (const { sets, given } of readings) runs.push(await evaluateSets(sets, given, task, context, globals))
  } catch (error) {
    close()
    throw error
  }
  return {
    runs: runs.map((run) => ({ all: () => run.signals(), at: (positions) => run.signalsAt(positions) })),
    notEvaluated: runs.flatMap(({ notEvaluated }) => notEvaluated),
    exclusions: runs.flatMap(({ exclusions }) => exclusions),
    unheard: (runs[0]?.unheard ?? []).filter((one) => !('side' in one) || one.side === 'after'),
    stats: () => runs[0]?.stats() ?? { logs: 0, errors: 0 },
    troubles: runs[0]?.troubles ?? [],
    close,
  }
}

function evaluateSets(
  sets: Changes['sets'],
  givenOf: (file: LogFile) => GivenOfLogs | undefined,
  { suppressions, files, strict, asked, untilMs, workers }: SidesTask,
  context: CliContext,
  globals: GlobalOptions,
): Promise<ArchiveRun<SignalOfSide>> {
  const progress = readingProgress(context, globals)
  const archive = {
    rules: compileSides(sets),
    files,
    givenOf,
    strict,
    asked,
    untilMs,
    stdin: context.stdin,
    busy: context.busy,
    workers,
    onProgress: progress.onProgress,
  }
  return runArchiveTold(archive, tellHiddenAnew(suppressions)).finally(() => progress.clear())
}

/**
 * Reads the logs around the examples once more and answers what `explain` says of them. Standard input is gone by then;
 * undefined where there was nothing else. So it is where a file cannot be read any more, which is told: that logs of it are
 * missing would look like a reason.
 */
export async function explainExamples(
  task: SidesTask,
  { rules }: Impact,
  { troubles }: Pick<SidesEvaluation, 'troubles'>,
  context: CliContext,
  globals: GlobalOptions,
): Promise<ExampleExplanations | undefined> {
  const files = task.files.filter((file) => !isStandardInput(file))
  const explainer = new ExampleExplainer(rules, task.changes, task.untilMs)
  const { stretch } = explainer
  if (files.length === 0 || stretch === undefined) return undefined
  const unread = new Set(troubles.filter(({ code }) => code === 'L005').map(({ file }) => file))
  const progress = progressLine(context.stderr, globals.quiet)
  let changed: LogTrouble | undefined
  for (const { sets, given } of readingsOf(task)) {
    const mayMatch = textTests(compileSides(sets))
    const sides = sets.map(({ side }) => side)
    for (const [index, file] of files.entries()) {
      progress.show(`examples: ${index}/${files.length} files`)
      const said = given(file)
      await readLogFile(file, {
        stdin: context.stdin,
        given: said,
        mayMatch: mayMatch?.(said),
        // All other troubles were told when the logs were first read.
        onTrouble: (trouble) => {
          if (trouble.code === 'L005' && !unread.has(trouble.file)) changed ??= trouble
        },
        onEvent: (event) => {
          const isNear = event.timeMs >= stretch.fromMs && event.timeMs <= stretch.toMs
          if (isNear && task.isAsked(event.timeMs)) explainer.show(event, sides)
        },
      })
    }
  }
  progress.clear()
  if (changed === undefined) return context.busy(() => explainer.explain())
  if (globals.quiet) return undefined
  const why = `${changed.file} changed meanwhile: ${changed.message}`
  context.stderr.write(terminal`warning: the examples are not explained: ${why}\n`)
  return undefined
}

/** How often the logs are read, and for whom: the side of now first. */
function readingsOf({ changes: { sets, readsAlike }, givenOn }: SidesTask) {
  if (readsAlike) return [{ sets, given: givenOn.after }]
  const used = sets.filter(({ rules }) => rules.length > 0).toReversed()
  return used.map((set) => ({ sets: [set], given: givenOn[set.side] }))
}

function isStandardInput({ path }: LogFile): boolean {
  return path === '-'
}
