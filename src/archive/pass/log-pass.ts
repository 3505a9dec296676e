import type { Readable } from 'node:stream'
import type { CompiledRules } from '../../detect/compile-rules'
import type { GivenOfLogs, RawProcessing } from '../../event/given'
import { isCopiedByReading, requiredLiterals } from '../../query/required-literals'
import { givenForQueries, givenForRules } from '../given-for-rules'
import { Glances } from '../glance/glances'
import { compileLiteralFilter } from '../literal-filter'
import type { AskedTimes, LogFile } from '../log-files'
import { type LogTrouble, refuse } from '../log-trouble'
import type { HandedRecord, Sampling } from '../raw-log-reading'
import { type LogFileReading, readLogFile, readRecordsOf } from '../read-log-file'
import { newUnpackRoom } from '../unpack/unpack-room'
import { isProcessedText } from './processed-text'

/** How all files of a run are read; plain data. */
export interface PassPlan {
  /** Every log is parsed, so that mistakes in unwanted ones are seen, too. */
  readonly isWhole: boolean
  /** The first log that cannot be read ends the run. */
  readonly isStrict: boolean
  /** Logs of these times are asked for; of an end that is not given, all. */
  readonly asked: AskedTimes
}

interface FileReading extends RecordReading, Pick<LogFileReading, 'onFar'> {
  readonly stdin?: Readable
  readonly abort?: AbortSignal | undefined
  /** Takes usual records that are to be read elsewhere, by `readHanded`. */
  readonly handOver?: LogFileReading['handOver']
}

interface RecordReading extends Pick<LogFileReading, 'onEvent'> {
  readonly given: GivenOfLogs | undefined
  readonly onTrouble: (trouble: LogTrouble) => void
}

/** The way of every file of a run through one thread: its logs are read, those that some rule may want are shown. */
export class LogPass {
  private readonly mayMatch: ((given: GivenOfLogs | undefined) => TextTest) | undefined
  private readonly glances: Glances | undefined
  private readonly room = newUnpackRoom()
  private readonly givenFor: ReturnType<typeof givenForRules>
  private readonly givenForSome: ReturnType<typeof givenForQueries>

  constructor(
    rules: CompiledRules,
    private readonly plan: PassPlan,
  ) {
    this.mayMatch = plan.isWhole ? undefined : textTests(rules)
    this.glances = plan.isWhole ? undefined : new Glances(rules)
    this.givenFor = givenForRules(rules)
    this.givenForSome = givenForQueries(rules)
  }

  /** Answers how many logs the file has: of one file at a time. What it does depends on the file alone, not on those that were read before. */
  read(
    file: LogFile,
    { given: said, stdin, abort, handOver, onEvent, onFar, onTrouble }: FileReading,
  ): Promise<number> {
    const given = this.givenFor(said)
    const { isStrict, asked } = this.plan
    const glance = this.glances?.of(given)
    const likely = this.glances?.likely(given)
    return readLogFile(file, {
      mayMatch: this.mayMatch?.(given),
      glance,
      lines: () => this.glances?.ofLines(given),
      ...(this.glances && { glanceLike: (raw: unknown) => this.glances?.like(raw, given) }),
      handOver,
      room: likely === undefined ? this.room : { ...this.room, text: (bytes) => likely.room(bytes) },
      sampling: { usual: new Samples(ofOneKind), others: new Samples(oneIn) },
      given,
      givenFor: given?.stage === 'processed' ? undefined : this.givenForSome(given),
      onFar,
      ...(stdin && { stdin }),
      ...(abort && { abort }),
      onTrouble: (trouble) => (isStrict ? refuse(trouble) : onTrouble(trouble)),
      onEvent: within(asked, onEvent),
    })
  }
}

/** Reads records that the pass over a file handed over, as it would have; answers how many logs they hold. */
export function readHanded(
  file: LogFile,
  records: Iterable<HandedRecord>,
  { asked }: PassPlan,
  { given, onEvent, onTrouble }: RecordReading,
): number {
  return readRecordsOf(file, records, { given, onTrouble, onEvent: within(asked, onEvent) })
}

function within(
  { fromMs = Number.NEGATIVE_INFINITY, toMs = Infinity }: AskedTimes,
  onEvent: LogFileReading['onEvent'],
): LogFileReading['onEvent'] {
  return (event, place, candidates) => {
    if (event.timeMs >= fromMs && event.timeMs <= toMs) onEvent(event, place, candidates)
  }
}

/**
 * Tests on the raw text of logs of which something is said: false only if no query of any rule matches the log. What
 * pipelines make of a log its text need not hold, so whoever may pass one is looked at, unless each query needs a text
 * in what they leave as it is. Undefined where no such test can be given.
 */
export function textTests(rules: FilteredRules): ((given: GivenOfLogs | undefined) => TextTest) | undefined {
  const mayMatch = filterFor(rules)
  if (mayMatch === undefined) return undefined
  const passing = new Map<RawProcessing, TextTest | undefined>()
  return (given) => {
    const { processing, source, stage } = given ?? {}
    if (processing === undefined || stage === 'processed') return mayMatch
    if (!passing.has(processing)) passing.set(processing, filterFor(rules, processing.keepsTexts))
    const mayMatchPassing = passing.get(processing)
    const mayPass: TextTest = (text) => processing.mayPass(text, source) && (stage === 'raw' || !isProcessedText(text))
    return (text) => mayMatch(text) || ((mayMatchPassing?.(text) ?? true) && mayPass(text))
  }
}

type TextTest = (text: string) => boolean
type FilteredRules = Pick<CompiledRules, 'rules' | 'candidates'>

function filterFor(
  { rules, candidates }: FilteredRules,
  keepsTexts: (path: string) => boolean = () => true,
): TextTest | undefined {
  const isCopied: typeof isCopiedByReading = (path, sources) => isCopiedByReading(path, sources) && keepsTexts(path)
  const queries = candidates.queries.map(({ query }) => requiredLiterals(query, isCopied))
  const mayMatch = queries.length > 0 ? compileLiteralFilter(queries) : undefined
  // A signal that a tenant raised is for those that look at signals, whatever the queries over logs ask for.
  const readsSignals = rules.some(({ sources }) => sources.length > 0)
  return mayMatch && readsSignals ? (text) => mayMatch(text) || text.includes('"signal"') : mayMatch
}

/** Of the logs of a file that no rule wants one in so many is read all the same, the first among them. */
const oneIn = 1024
/** Usual records have one source, and what one lacks all do, unless something is looked up for them: the first is enough. */
const ofOneKind = 2 ** 30

/** Lets some of what no rule wants through, so that the sources of a file are seen. */
class Samples implements Sampling {
  left = 0

  constructor(private readonly oneIn: number) {}

  begin(): void {
    this.left = this.oneIn - 1
  }

  pass(logs: number): void {
    this.left -= logs
  }
}
