import { promises as disk } from 'node:fs'
import type { Readable } from 'node:stream'
import type { CompiledRules } from '../detect/compile-rules'
import { OpenEvaluation } from '../detect/evaluate'
import type { Evaluation, EvaluationStats } from '../detect/running/ran-rules'
import type { ClosedSignal } from '../detect/signals/closed-signal'
import { keysShown } from '../detect/signals/keys-shown'
import type { Sided, Signal } from '../detect/signals/signal'
import type { GivenOfLogs } from '../event/given'
import { requiredLiterals } from '../query/required-literals'
import { givenForRules } from './given-for-rules'
import { Glances } from './glance/glances'
import { KeptEvents } from './kept/kept-events'
import { FileNumbers, readAgainFrom } from './kept/read-again'
import { SpillFolder } from './kept/spill-folder'
import { compileLiteralFilter } from './literal-filter'
import type { LogFile } from './log-files'
import { FoundTroubles, type LogTrouble, refuse } from './log-trouble'
import { readLogFile } from './read-log-file'

export interface ArchiveTask {
  readonly rules: CompiledRules
  readonly files: readonly LogFile[]
  /** What is said of the logs of a file for what they lack. */
  readonly givenOf?: (file: LogFile) => GivenOfLogs | undefined
  /** The first log that cannot be read ends the run with a WorldError; every log is parsed. */
  readonly strict?: boolean
  /** Whether logs of a time are asked for; all are unless given. */
  readonly isAsked?: (timeMs: number) => boolean
  /** The clock of the logs goes on to this time, for rules that wait for silence. */
  readonly untilMs?: number | undefined
  /** What the file `-` is read from; the process's own standard input unless given. */
  readonly stdin?: Readable
  /** Runs what keeps the thread for long; the rules, once all is read. */
  readonly busy?: <Result>(work: () => Result) => Result
  /** Signals are told without what their logs carry, beside what their texts name. */
  readonly leavesAttributes?: boolean
  /** How much is kept in memory of hits, of signals (bytes), and of events; the usual, where it is not said. */
  readonly limits?: { readonly bytes?: number; readonly events?: number }
  /** Called after each file. */
  readonly onProgress?: (progress: ArchiveProgress) => void
}

interface ArchiveProgress {
  readonly files: number
  readonly filesInAll: number
  readonly logs: number
}

export interface ArchiveEvaluation extends Evaluation {
  readonly stats: EvaluationStats & { readonly errors: number }
  /** In the order of files and places; of a file with very many the first hundred. */
  readonly troubles: readonly LogTrouble[]
}

/** An archive up to this size (as it lies on disk) is parsed whole, so that mistakes in unwanted logs are seen too. */
const smallArchiveBytes = 16 * 1024 * 1024

/** Rules that have run over an archive. */
export interface ArchiveRun extends Pick<ArchiveEvaluation, 'notEvaluated' | 'unheard' | 'troubles'> {
  /** Tells the signals one by one, in the order in which they opened. */
  signals(): Iterable<Signal & Sided>
  /** The figures, once the signals have been told. */
  stats(): ArchiveEvaluation['stats']
  /** Lets go of what was kept on disk. */
  close(): void
}

/** Evaluates compiled rules over log files, and holds all signals: `runArchive` tells any number of them. */
export async function evaluateArchive(task: ArchiveTask): Promise<ArchiveEvaluation> {
  const run = await runArchive(task)
  try {
    const { notEvaluated, unheard, troubles } = run
    const signals = [...run.signals()]
    return { signals, notEvaluated, unheard, stats: run.stats(), troubles }
  } finally {
    run.close()
  }
}

/**
 * Evaluates compiled rules over log files: a first pass over the files keeps only what some rule can use, the rules run
 * over that in the order of time, and the logs that signals are told by are read again. What is held in memory grows with
 * what is open at a time, and the order of files and of logs inside them never shows in the result.
 */
export async function runArchive(task: ArchiveTask): Promise<ArchiveRun> {
  const spill = new SpillFolder()
  try {
    return await runWith(task, spill)
  } catch (error) {
    spill.close()
    throw error
  }
}

async function runWith(task: ArchiveTask, spill: SpillFolder): Promise<ArchiveRun> {
  const { rules, files, strict = false, stdin = process.stdin, busy = (work) => work(), onProgress } = task
  const { isAsked = () => true, untilMs, limits = {} } = task
  // Where the clock stops at the last log, that one has to be read, whatever it says.
  const readsAll = strict || (untilMs === undefined && rules.rules.some(({ waits }) => waits !== undefined))
  const isWhole = readsAll || (await isSmall(files))
  const mayMatch = isWhole ? undefined : filterFor(rules)
  const glances = isWhole ? undefined : new Glances(rules)
  const open = new OpenEvaluation(rules, { untilMs, spill, mostBytes: limits.bytes })
  const numbered = new FileNumbers(files)
  const kept = new KeptEvents(spill, readAgainFrom(task, numbered), limits.events)
  const troubles = new FoundTroubles()
  const givenFor = givenForRules(rules)
  let [logs, done] = [0, 0]
  for (const file of files) {
    const given = givenFor(task.givenOf?.(file))
    const number = numbered.numberOf(file)
    const isLasting = await isRegularFile(file)
    logs += await readLogFile(file, {
      mayMatch: mayMatch && evenProcessed(mayMatch, given),
      glance: glances?.of(given),
      isSampled: sampler(),
      stdin,
      given,
      onTrouble: (trouble) => (strict ? refuse(trouble) : troubles.add(trouble)),
      onEvent: (event, { offset, part }, candidates) => {
        if (!isAsked(event.timeMs)) return
        const place = { file: number, offset, part }
        if (open.show(event, place, candidates)) kept.keep(place, event, isLasting)
      },
    })
    done += 1
    onProgress?.({ files: done, filesInAll: files.length, logs })
  }
  const ran = busy(() => open.run())
  const shown = rules.rules.map(keysShown)
  await kept.find(ran.lookedAt(), () => 'all')
  busy(() => ran.overSignals(kept.eventsOf))
  await kept.find(ran.closed(), (signal) =>
    task.leavesAttributes && !isAskedAbout(signal) ? (shown[signal.rule] ?? 'all') : 'all',
  )
  return {
    ...ran.beside(),
    troubles: troubles.told(),
    signals: () => ran.signals(kept.eventsOf),
    stats: () => ({ ...ran.stats(logs), errors: troubles.count }),
    close: () => spill.close(),
  }
}

/** Whether a suppression may look at all that is on a signal. */
function isAskedAbout({ looks }: ClosedSignal): boolean {
  return looks.some(({ active }) => active.length > 0)
}

/** What pipelines make of a log its raw text need not hold: whoever may pass one is looked at. */
export function evenProcessed(mayMatch: TextTest, given: GivenOfLogs | undefined): TextTest {
  const { processing, source, stage } = given ?? {}
  if (processing === undefined || stage === 'processed') return mayMatch
  return (text) => mayMatch(text) || processing.mayPass(text, source)
}

type TextTest = (text: string) => boolean

/** A test on raw text over all queries of all rules. */
export function filterFor({ rules }: CompiledRules): TextTest | undefined {
  const queries = rules.flatMap(({ selectors }) => selectors.map(({ query }) => requiredLiterals(query)))
  const mayMatch = queries.length > 0 ? compileLiteralFilter(queries) : undefined
  // A signal that a tenant raised is for those that look at signals, whatever the queries over logs ask for.
  const readsSignals = rules.some(({ sources }) => sources.length > 0)
  return mayMatch && readsSignals ? (text) => mayMatch(text) || text.includes('"signal"') : mayMatch
}

/** Of the logs of a file that no rule wants one in so many is read all the same, the first among them. */
const oneIn = 1024

/** Lets some of what no rule wants through, so that the sources of a file are seen. */
function sampler(): () => boolean {
  let unwanted = 0
  return () => {
    unwanted += 1
    return unwanted % oneIn === 1
  }
}

/** Whether a file can be read again: a pipe cannot. */
async function isRegularFile({ path }: LogFile): Promise<boolean> {
  if (path === '-') return false
  return disk.stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
}

async function isSmall(files: readonly LogFile[]): Promise<boolean> {
  let bytes = 0
  for (const { path } of files) {
    if (path === '-') return false
    bytes += await disk.stat(path).then(
      ({ size }) => size,
      () => 0,
    )
    if (bytes > smallArchiveBytes) return false
  }
  return true
}
