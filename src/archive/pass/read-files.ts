import type { Readable } from 'node:stream'
import type { CompiledRules } from '../../detect/compile-rules'
import type { OpenEvaluation } from '../../detect/evaluate'
import type { LogPlace } from '../../detect/hits/hit'
import type { GivenOfLogs, RawProcessing } from '../../event/given'
import type { LogEvent } from '../../event/log-event'
import type { LogFile } from '../log-files'
import { FoundTroubles } from '../log-trouble'
import type { FarInFile, HandedRecord } from '../raw-log-reading'
import { LogPass, type PassPlan, readHanded } from './log-pass'
import type { PassFile, PlacedEvent } from './pass-work'
import { readInLanes, type StartLane } from './read-in-lanes'
import { readSent, type SentRecords } from './sent-records'
import type { SizedFile } from './sized-files'
import { startThreadLane } from './thread-lane'

/** So many events that rules can use are kept as they were read; what signals need of the others is read again. */
const mostKept = 20_000

export interface FilesReading {
  readonly rules: CompiledRules
  readonly files: readonly SizedFile[]
  readonly plan: PassPlan
  readonly givenOf: (file: LogFile) => GivenOfLogs | undefined
  readonly numberOf: (file: LogFile) => number
  readonly stdin: Readable
  readonly open: OpenEvaluation
  readonly troubles: FoundTroubles
  /** Takes an event that some rule can use; one that does not last cannot be read again. */
  readonly keep: (place: LogPlace, event: LogEvent, isLasting: boolean) => void
  /** Takes one that was read in another thread. */
  readonly keepSent: (sent: PlacedEvent) => void
  /** Takes one whose record another thread handed over. */
  readonly keepRecord: (place: LogPlace, timeMs: number, record: string) => void
  /** How many threads read (`lanesFor`); none beside this one for 1. */
  readonly lanes: number
  readonly startLane?: StartLane | undefined
  /** So many useful events are kept as they were read, the usual number unless it is said. */
  readonly mostKept?: number | undefined
  readonly onProgress: (progress: ArchiveProgress) => void
  readonly abort?: AbortSignal | undefined
}

/** How far the reading is. */
export interface ArchiveProgress {
  readonly files: number
  readonly filesInAll: number
  readonly logs: number
  /** As the files lie on disk. */
  readonly bytes: number
  readonly bytesInAll: number
}

/**
 * Reads all files of a run, in several threads where that is worth it, and answers how far it came: to the end, unless
 * `abort` stopped it. What is found does not depend on the number of threads, nor on the order of files.
 */
export async function readFiles(reading: FilesReading): Promise<ArchiveProgress> {
  const { files, plan, givenOf, numberOf, startLane = startThreadLane, abort } = reading
  const all = files.map((file, order) => ({ order, number: numberOf(file), file, given: givenOf(file) }))
  const { lanes } = reading
  const processing = all.find(({ given }) => given?.processing?.source !== undefined)?.given?.processing
  const isMovable = (file: OwnFile): boolean => isPlainData(file, processing)
  const movable = lanes < 2 ? [] : all.filter(isMovable)
  const inLanes = movable.length < 2 ? [] : plan.isStrict ? movable : movable.toSorted(bySize)
  const own = inLanes.length === 0 ? all : all.filter((file) => !isMovable(file))
  const run = new FilesRun(reading)
  const work = [
    run.readOwn(own),
    inLanes.length === 0 ? undefined : run.readInLanes(inLanes, { lanes, startLane, processing }),
  ]
  const ends = await Promise.allSettled(work)
  for (const end of ends) if (end.status === 'rejected') run.fail(end.reason)
  if (abort?.aborted !== true) run.throwFirst()
  return run.progress
}

interface LanesUsed {
  readonly lanes: number
  readonly startLane: StartLane
  /** The pipelines that logs of some files pass. */
  readonly processing: RawProcessing | undefined
}

type OwnFile = Omit<PassFile, 'isProcessed'> & { readonly file: SizedFile }

/**
 * Whether a file can be read in another thread: what is said of its logs is plain data, and so is it itself. Pipelines are
 * made of such once more, if they are those that are `shared`.
 */
function isPlainData({ file, given }: OwnFile, shared: RawProcessing | undefined): boolean {
  if (file.bytes === undefined || given?.enrichment !== undefined) return false
  return given?.processing === undefined || given.processing === shared
}

/** The largest first, so that at the end no thread has much more to do than the others. */
function bySize(a: OwnFile, b: OwnFile): number {
  return (b.file.bytes ?? 0) - (a.file.bytes ?? 0) || a.order - b.order
}

class FilesRun {
  progress: ArchiveProgress
  private keptOwn = 0
  /** How far the reading of files is that were not read to their ends. */
  private readonly underWay = new Map<number, FarInFile>()
  /** Ends the run, unless an earlier file does. */
  private refused: { readonly order: number; readonly error: unknown } | undefined

  constructor(private readonly reading: FilesReading) {
    const bytesInAll = reading.files.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
    this.progress = { files: 0, filesInAll: reading.files.length, logs: 0, bytes: 0, bytesInAll }
  }

  async readOwn(files: readonly OwnFile[]): Promise<void> {
    const { rules, plan, open, stdin, troubles, abort } = this.reading
    const pass = files.length === 0 ? undefined : new LogPass(rules, plan)
    for (const { order, number, file, given } of files) {
      if (abort?.aborted || (this.refused && order > this.refused.order)) return
      const isLasting = file.bytes !== undefined
      try {
        const logs = await pass?.read(file, {
          given,
          stdin,
          abort,
          onTrouble: (trouble) => troubles.add(trouble),
          onFar: ({ bytes, logs }) => this.far(order, { bytes: isLasting ? bytes : 0, logs }),
          onEvent: (event, { offset, part }, candidates) => {
            const place = { file: number, offset, part }
            if (open.show(event, place, candidates)) this.keepOwn(place, event, isLasting)
          },
        })
        if (abort?.aborted) this.far(order, { bytes: 0, logs: logs ?? 0 })
        else this.done(order, file, logs ?? 0)
      } catch (error) {
        this.refuse(order, error)
      }
    }
  }

  async readInLanes(files: readonly OwnFile[], { lanes, startLane, processing }: LanesUsed): Promise<void> {
    const { rules, plan, open, keepSent, troubles, abort } = this.reading
    const byOrder = new Map(files.map((each) => [each.order, each]))
    const handed = new FoundTroubles()
    await readInLanes({
      task: {
        rules: rules.source,
        plan,
        mostEvents: Math.ceil((this.reading.mostKept ?? mostKept) / lanes),
        processing: processing?.source,
      },
      lanes,
      startLane,
      files: files.map(({ order, number, file: { path, name }, given }) => ({
        order,
        number,
        file: { path, name },
        given: given && { ...given, processing: undefined },
        isProcessed: given?.processing !== undefined,
      })),
      abort,
      onSelected: (selected, events) => {
        open.add(selected)
        for (const sent of events) keepSent(sent)
      },
      onFar: ({ order, far }) => this.far(order, far),
      onRecords: (order, records) => {
        const file = byOrder.get(order)
        if (file) this.readRecords(file, records, handed)
      },
      onRead: ({ order, logs, troubles: found, passed }) => {
        if (passed) processing?.count(passed)
        const { file } = byOrder.get(order) ?? {}
        if (file === undefined) return
        troubles.addAll(found, handed.take(file.name))
        this.done(order, file, logs)
      },
      onRefused: (order, error) => this.refuse(order, error),
    })
  }

  /** Reads what was found in a file by another thread. */
  private readRecords({ number, file, given }: OwnFile, sent: SentRecords, troubles: FoundTroubles): void {
    const { rules, plan, open, keepRecord } = this.reading
    const { queries } = rules.candidates
    let text = ''
    function* records(): Generator<HandedRecord> {
      for (const record of readSent(sent, (position) => queries[position])) {
        text = record.text
        yield record
      }
    }
    const logs = readHanded(file, records(), plan, {
      given,
      onTrouble: (trouble) => troubles.add(trouble),
      onEvent: (event, { offset, part }, possible) => {
        const at = { file: number, offset, part }
        if (open.show(event, at, possible)) keepRecord(at, event.timeMs, text)
      },
    })
    this.add({ files: 0, bytes: 0, logs })
  }

  fail(error: unknown): void {
    this.refuse(-1, error)
  }

  throwFirst(): void {
    if (this.refused) throw this.refused.error
  }

  private keepOwn(place: LogPlace, event: LogEvent, isLasting: boolean): void {
    this.keptOwn += 1
    this.reading.keep(place, event, isLasting && this.keptOwn > (this.reading.mostKept ?? mostKept))
  }

  private refuse(order: number, error: unknown): void {
    if (this.refused === undefined || order < this.refused.order) this.refused = { order, error }
  }

  private far(order: number, far: FarInFile): void {
    const { bytes: bytesBefore, logs: logsBefore } = this.underWay.get(order) ?? { bytes: 0, logs: 0 }
    // Who says no more how many bytes, was stopped.
    const bytes = Math.max(bytesBefore, far.bytes)
    this.underWay.set(order, { bytes, logs: far.logs })
    this.add({ files: 0, bytes: bytes - bytesBefore, logs: far.logs - logsBefore })
  }

  private done(order: number, { bytes = 0 }: SizedFile, logs: number): void {
    const before = this.underWay.get(order) ?? { bytes: 0, logs: 0 }
    this.underWay.delete(order)
    this.add({ files: 1, bytes: bytes - before.bytes, logs: logs - before.logs })
  }

  private add({ files, bytes, logs }: Pick<ArchiveProgress, 'files' | 'bytes' | 'logs'>): void {
    const { progress } = this
    this.progress = {
      ...progress,
      files: progress.files + files,
      logs: progress.logs + logs,
      bytes: progress.bytes + bytes,
    }
    this.reading.onProgress(this.progress)
  }
}
