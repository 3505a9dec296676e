import type { Readable } from 'node:stream'
import type { CompiledRules } from '../detect/compile-rules'
import { OpenEvaluation } from '../detect/evaluate'
import type { Evaluation, EvaluationStats } from '../detect/running/ran-rules'
import type { ClosedSignal } from '../detect/signals/closed-signal'
import { ShownAttributes } from '../detect/signals/shown-attributes'
import type { Sided, Signal, SignalOutline } from '../detect/signals/signal'
import { tellOutline, tellSignal, type Untold } from '../detect/signals/tell-signal'
import type { GivenOfLogs } from '../event/given'
import { KeptEvents, type Wanted } from './kept/kept-events'
import { FileNumbers, readAgainFrom, readRecordFrom } from './kept/read-again'
import { SpillFolder } from './kept/spill-folder'
import type { AskedTimes, LogFile } from './log-files'
import { FoundTroubles, type LogTrouble } from './log-trouble'
import { type ArchiveProgress, readFiles } from './pass/read-files'
import type { StartLane } from './pass/read-in-lanes'
import { isSmall, lanesFor, withSizes } from './pass/sized-files'

export interface ArchiveTask {
  readonly rules: CompiledRules
  readonly files: readonly LogFile[]
  /** What is said of the logs of a file for what they lack. */
  readonly givenOf?: (file: LogFile) => GivenOfLogs | undefined
  /** The first log that cannot be read ends the run with a WorldError; every log is parsed. */
  readonly strict?: boolean
  /** Logs of these times are asked for, both ends within; of an end that is not given, all. */
  readonly asked?: AskedTimes
  /** The clock of the logs goes on to this time, for rules that wait for silence. */
  readonly untilMs?: number | undefined
  /** What the file `-` is read from; the process's own standard input unless given. */
  readonly stdin?: Readable
  /** Runs what keeps the thread for long; the rules, once all is read. */
  readonly busy?: <Result>(work: () => Result) => Result
  /** How much is kept in memory of hits, of signals (bytes), and of events; the usual, where it is not said. */
  readonly limits?: { readonly bytes?: number; readonly events?: number }
  /** Called after each file. */
  readonly onProgress?: (progress: ArchiveProgress) => void
  /** How many threads read the files, this one alone for 1; unless it is said, as many as there are cores, for a large archive. */
  readonly workers?: number | undefined
  /** What reads files in place of threads. */
  readonly startLane?: StartLane
  /**
   * Stops the reading; the rules then run over what was read until there. Their signals can be counted and not be told, for
   * nothing is read again then.
   */
  readonly abort?: AbortSignal
}

export interface ArchiveEvaluation extends Evaluation {
  readonly stats: EvaluationStats & { readonly errors: number }
  /** In the order of files and places; of a file with very many the first hundred. */
  readonly troubles: readonly LogTrouble[]
}

/** Rules that have run over an archive. */
export interface ArchiveRun<Told>
  extends Pick<ArchiveEvaluation, 'notEvaluated' | 'unheard' | 'exclusions' | 'variants' | 'troubles'> {
  /** Tells the signals one by one, in the order in which they opened. */
  signals(): Iterable<Told>
  /** Tells some of them again, by their positions among all, in order. */
  signalsAt(positions: ReadonlySet<number>): Iterable<Told>
  /** How many signals there are, hidden ones among them. */
  readonly signalsInAll: number
  /** How many of them each rule has. */
  countsByRule(): ReadonlyMap<string, number>
  /** How many of the files were read to their ends. */
  readonly filesRead: number
  /** The figures, once the signals have been told. */
  stats(): ArchiveEvaluation['stats']
  /** Lets go of what was kept on disk. */
  close(): void
}

/** Evaluates compiled rules over log files, and holds all signals: `runArchive` tells any number of them. */
export async function evaluateArchive(task: ArchiveTask): Promise<ArchiveEvaluation> {
  const run = await runAndClean(task, wholeSignals)
  try {
    const { notEvaluated, unheard, exclusions, variants, troubles } = run
    const signals = [...run.signals()]
    return { signals, notEvaluated, unheard, exclusions, variants, stats: run.stats(), troubles }
  } finally {
    run.close()
  }
}

/**
 * Evaluates compiled rules over log files, its signals told without what their logs carry beside what their texts name.
 * A first pass over the files keeps only what some rule can use, the rules run
 * over that in the order of time, and the logs that signals are told by are read again. What is held in memory grows with
 * what is open at a time, and the order of files and of logs inside them never shows in the result.
 */
export function runArchive(task: ArchiveTask): Promise<ArchiveRun<SignalOutline & Sided>> {
  return runAndClean(task, outlines)
}

/** The same with signals told in another way, by all that their logs carry. */
export function runArchiveTold<Told>(task: ArchiveTask, tell: (untold: Untold) => Told): Promise<ArchiveRun<Told>> {
  return runAndClean(task, { tell, hasAttributes: true })
}

/** How signals are told. */
interface Telling<Told> {
  readonly tell: (untold: Untold) => Told
  /** Also what their logs carry beside what their texts name. */
  readonly hasAttributes: boolean
}

const wholeSignals: Telling<Signal & Sided> = { tell: tellSignal, hasAttributes: true }
const outlines: Telling<SignalOutline & Sided> = { tell: tellOutline, hasAttributes: false }

async function runAndClean<Told>(task: ArchiveTask, telling: Telling<Told>): Promise<ArchiveRun<Told>> {
  const spill = new SpillFolder()
  try {
    return await run(task, telling, spill)
  } catch (error) {
    spill.close()
    throw error
  }
}

async function run<Told>(task: ArchiveTask, telling: Telling<Told>, spill: SpillFolder): Promise<ArchiveRun<Told>> {
  const { rules, strict = false, stdin = process.stdin, busy = (work) => work(), onProgress = () => {} } = task
  const { asked = {}, untilMs, limits = {}, givenOf = () => undefined, workers, startLane, abort } = task
  const files = await withSizes(task.files)
  // Where the clock stops at the last log, that one has to be read, whatever it says.
  const readsAll = strict || (untilMs === undefined && rules.rules.some(({ waits }) => waits !== undefined))
  const isWhole = readsAll || isSmall(files)
  const open = new OpenEvaluation(rules, { untilMs, spill, mostBytes: limits.bytes })
  const numbered = new FileNumbers(files)
  const reading = { readAgain: readAgainFrom(task, numbered), readRecord: readRecordFrom(task, numbered) }
  const kept = new KeptEvents(spill, reading, limits.events)
  const troubles = new FoundTroubles()
  const { logs, files: read } = await readFiles({
    rules,
    files,
    plan: { isWhole, isStrict: strict, asked },
    givenOf,
    numberOf: (file) => numbered.numberOf(file),
    stdin,
    open,
    troubles,
    keep: (place, event, isLasting) => kept.keep(place, event, isLasting),
    keepSent: (sent) => kept.keepSent(sent),
    keepRecord: (place, timeMs, record) => kept.keepRecord(place, timeMs, record),
    mostKept: limits.events,
    lanes: lanesFor(files, workers, isWhole),
    startLane,
    onProgress,
    abort,
  })
  const all = (): 'all' => 'all'
  const shown = rules.rules.map(ShownAttributes.of)
  const wantedOf = telling.hasAttributes
    ? all
    : (signal: ClosedSignal): Wanted => (isAskedAbout(signal) ? 'all' : (shown[signal.rule] ?? 'all'))
  const want = (signal: ClosedSignal): void => kept.want(signal, wantedOf(signal))
  const ran = busy(() => open.run(abort?.aborted ? undefined : want))
  for (const signal of ran.lookedAt()) kept.want(signal, 'all')
  await kept.find()
  for (const signal of busy(() => ran.overSignals(kept.eventsOf(all)))) want(signal)
  if (!abort?.aborted) await kept.find(abort)
  return {
    ...ran.beside(),
    signalsInAll: ran.signalsInAll,
    countsByRule: () => ran.countsByRule(),
    filesRead: read,
    troubles: troubles.told(),
    signals: () => ran.signals(kept.eventsOf(wantedOf), telling.tell),
    signalsAt: (positions) => ran.signalsAt(positions, kept.eventsOf(wantedOf), telling.tell),
    stats: () => ({ ...ran.stats(logs), errors: troubles.count }),
    close: () => spill.close(),
  }
}

/** Whether a suppression may look at all that is on a signal. */
function isAskedAbout({ looks }: ClosedSignal): boolean {
  return looks.some(({ isAsked }) => isAsked)
}
