import { evaluateArchive } from '../../archive/evaluate-archive'
import type { AskedTimes, LogFile } from '../../archive/log-files'
import type { LogTrouble } from '../../archive/log-trouble'
import { textTests } from '../../archive/pass/log-pass'
import { readLogFile } from '../../archive/read-log-file'
import { compileSides } from '../../detect/compile-rules'
import type { NotEvaluated, Sided, Signal } from '../../detect/signals/signal'
import type { Unheard } from '../../detect/unheard'
import { WorldError } from '../../diagnostic/world-error'
import type { GivenOfLogs } from '../../event/given'
import type { Changes } from '../../impact/changed-rules'
import type { Side } from '../../impact/detections'
import { ExampleExplainer, type ExampleExplanations } from '../../impact/explain-examples'
import type { Impact } from '../../impact/measure-impact'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import { readingProgress } from '../reading-progress'
import { progressLine } from '../write-diagnostics'

/** The logs, and how they are read on each side. */
export interface SidesTask {
  readonly changes: Changes
  readonly files: readonly LogFile[]
  readonly givenOn: Readonly<Record<Side, (file: LogFile) => GivenOfLogs | undefined>>
  readonly asked: AskedTimes
  readonly isAsked: (timeMs: number) => boolean
  readonly untilMs: number | undefined
  readonly strict: boolean
}

/** What both sides raised. */
export interface SidesEvaluation {
  readonly signals: Iterable<Signal & Sided>
  readonly notEvaluated: readonly (NotEvaluated & Sided)[]
  /** Of the side of now. */
  readonly unheard: readonly Unheard[]
  readonly logs: number
  readonly errors: number
  readonly troubles: readonly LogTrouble[]
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
  const evaluations = []
  for (const { sets, given } of readings) {
    const progress = readingProgress(context, globals)
    const evaluation = await evaluateArchive({
      rules: compileSides(sets),
      files: task.files,
      givenOf: given,
      strict: task.strict,
      asked: task.asked,
      untilMs: task.untilMs,
      stdin: context.stdin,
      busy: context.busy,
      onProgress: progress.onProgress,
    }).finally(() => progress.clear())
    evaluations.push(evaluation)
  }
  const { stats, troubles } = evaluations[0] ?? { stats: { logs: 0, errors: 0 }, troubles: [] }
  return {
    signals: evaluations.flatMap(({ signals }) => signals),
    notEvaluated: evaluations.flatMap(({ notEvaluated }) => notEvaluated),
    unheard: (evaluations[0]?.unheard ?? []).filter((one) => !('side' in one) || one.side === 'after'),
    logs: stats.logs,
    errors: stats.errors,
    troubles,
  }
}

/**
 * Reads the logs around the examples once more and answers what `explain` says of them. Standard input is gone by then;
 * undefined where there was nothing else.
 */
export async function explainExamples(
  task: SidesTask,
  { rules }: Impact,
  context: CliContext,
  globals: GlobalOptions,
): Promise<ExampleExplanations | undefined> {
  const files = task.files.filter((file) => !isStandardInput(file))
  const explainer = new ExampleExplainer(rules, task.changes, task.untilMs)
  const { stretch } = explainer
  if (files.length === 0 || stretch === undefined) return undefined
  const progress = progressLine(context.stderr, globals.quiet)
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
        // They were told when the logs were first read.
        onTrouble: () => {},
        onEvent: (event) => {
          const isNear = event.timeMs >= stretch.fromMs && event.timeMs <= stretch.toMs
          if (isNear && task.isAsked(event.timeMs)) explainer.show(event, sides)
        },
      })
    }
  }
  progress.clear()
  return context.busy(() => explainer.explain())
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
