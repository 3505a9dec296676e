import { promises as disk } from 'node:fs'
import type { Readable } from 'node:stream'
import type { CompiledRules } from '../detect/compile-rules'
import { type Evaluation, type EvaluationStats, OpenEvaluation } from '../detect/evaluate'
import type { GivenOfLogs } from '../event/given'
import { requiredLiterals } from '../query/required-literals'
import { givenForRules } from './given-for-rules'
import { Glances } from './glance/glances'
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
  readonly busy?: (work: () => Evaluation) => Evaluation
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

/**
 * Evaluates compiled rules over log files: a first pass over the files keeps only the events that some rule wants, then
 * the rules run over those in the order of time. What is held in memory grows with the wanted events alone, and the
 * order of files and of logs inside them never shows in the result.
 */
export async function evaluateArchive(task: ArchiveTask): Promise<ArchiveEvaluation> {
  const { rules, files, strict = false, stdin = process.stdin, busy = (work) => work(), onProgress } = task
  const { isAsked = () => true, untilMs } = task
  // Where the clock stops at the last log, that one has to be read, whatever it says.
  const readsAll = strict || (untilMs === undefined && rules.rules.some(({ waits }) => waits !== undefined))
  const isWhole = readsAll || (await isSmall(files))
  const mayMatch = isWhole ? undefined : filterFor(rules)
  const glances = isWhole ? undefined : new Glances(rules)
  const open = new OpenEvaluation(rules, untilMs)
  const troubles = new FoundTroubles()
  const givenFor = givenForRules(rules)
  let [logs, done] = [0, 0]
  for (const file of files) {
    const given = givenFor(task.givenOf?.(file))
    logs += await readLogFile(file, {
      mayMatch: mayMatch && evenProcessed(mayMatch, given),
      glance: glances?.of(given),
      isSampled: sampler(),
      stdin,
      given,
      onTrouble: (trouble) => (strict ? refuse(trouble) : troubles.add(trouble)),
      onEvent: (event, _, candidates) => (isAsked(event.timeMs) ? open.show(event, candidates) : undefined),
    })
    done += 1
    onProgress?.({ files: done, filesInAll: files.length, logs })
  }
  const { stats, ...evaluation } = busy(() => open.finish(logs))
  return {
    ...evaluation,
    stats: { ...stats, errors: troubles.count },
    troubles: troubles.told(),
  }
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
