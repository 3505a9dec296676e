import type { DistinctQuery } from '../../detect/candidate-index'
import type { CompiledRules, RulesSource } from '../../detect/compile-rules'
import type { LogPlace } from '../../detect/hits/hit'
import { HitSelection, type SelectedLogs } from '../../detect/hits/hit-selection'
import { buffersOf } from '../../detect/hits/packed-rows'
import { WorldError } from '../../diagnostic/world-error'
import type { GivenOfLogs, ProcessingSource, RawProcessing } from '../../event/given'
import type { LogEvent } from '../../event/log-event'
import type { LogFile } from '../log-files'
import { FoundTroubles, type TroublesOfFile } from '../log-trouble'
import type { FarInFile, FoundRecord } from '../raw-log-reading'
import { LogPass, type PassPlan } from './log-pass'
import { buffersOfSent, RecordsToSend, type SentRecords } from './sent-records'

/** What a lane is started with: plain data. */
export interface LaneTask {
  readonly rules: RulesSource
  readonly plan: PassPlan
  /** So many usual records that rules may want, and other events that they can use, are handed over whole. */
  readonly mostEvents: number
  /** So many rows are gathered before they are handed over; the usual, where it is not said. */
  readonly mostRows?: number
  /** The pipelines of the files that pass some. */
  readonly processing?: ProcessingSource | undefined
}

/** A file to read. */
export interface PassFile {
  /** Its place in the order of the files of the run. */
  readonly order: number
  /** Under this number places know it. */
  readonly number: number
  readonly file: LogFile
  /** Without pipelines, which are no data. */
  readonly given: GivenOfLogs | undefined
  /** Whether its logs pass those of the task. */
  readonly isProcessed: boolean
}

/** An event that comes along with its row, as JSON: most are never looked at, and a text costs less to send. */
export interface PlacedEvent {
  readonly place: LogPlace
  readonly timeMs: number
  readonly text: string
}

/** What a lane tells. */
export type LaneNews =
  /** Usual records that some rule may want, to be read by whoever takes them: the queries are named by their positions. */
  | { readonly kind: 'records'; readonly order: number; readonly records: SentRecords }
  | { readonly kind: 'selected'; readonly selected: SelectedLogs; readonly events: readonly PlacedEvent[] }
  /** How far the reading of a large file is. */
  | { readonly kind: 'far'; readonly order: number; readonly far: FarInFile }
  | {
      readonly kind: 'read'
      readonly order: number
      readonly logs: number
      readonly troubles: TroublesOfFile
      /** The last of its records, not told before. */
      readonly records?: SentRecords
      /** How many of its logs passed each pipeline. */
      readonly passed?: ReadonlyMap<string, number>
    }
  /** With `isStrict`: what ends the run, unless an earlier file does. */
  | { readonly kind: 'refused'; readonly order: number; readonly message: string; readonly help: string | undefined }

export type TellNews = (news: LaneNews, transferred: readonly ArrayBufferLike[]) => void

/** Loaded where logs pass pipelines: most archives are of those that do not. */
const processingMaker = () => require('./processing-from') as typeof import('./processing-from')

/** So many events are gathered before they are handed over. */
const mostGathered = 4096
/** How far the reading of a file is, is told each time that so many bytes more were read. */
const farBytes = 1024 * 1024
/** Records are handed over when they have so many bytes. */
const mostGatheredBytes = 256 * 1024

/** Reads one file after the other in a thread of its own, and tells what was selected of it. */
export class PassWork {
  private readonly pass: LogPass
  private readonly selection: HitSelection
  private readonly mostRows: number
  private eventsLeft: number
  private events: PlacedEvent[] = []
  private readonly records: RecordsToSend<DistinctQuery>
  private readonly processing: RawProcessing | undefined
  /** How many logs passed each pipeline, as far as that was told. */
  private passed: ReadonlyMap<string, number> = new Map()

  /** Takes the rules of the task as they were compiled in this thread (`compileFrom`). */
  constructor(
    rules: CompiledRules,
    { plan, mostEvents, mostRows = mostGathered, processing }: Omit<LaneTask, 'rules'>,
    private readonly tell: TellNews,
    private readonly mayHandOver: () => boolean = () => true,
  ) {
    this.pass = new LogPass(rules, plan)
    this.selection = new HitSelection(rules)
    const positions = new Map(rules.candidates.queries.map((query, position) => [query, position]))
    this.records = new RecordsToSend((query) => positions.get(query) ?? 0)
    this.mostRows = mostRows
    this.eventsLeft = mostEvents
    this.processing = processing && processingMaker().processingFrom(processing)
  }

  async read({ order, number, file, given: said, isProcessed }: PassFile): Promise<void> {
    const given = isProcessed ? { ...said, processing: this.processing } : said
    const troubles = new FoundTroubles()
    let told = 0
    try {
      const logs = await this.pass.read(file, {
        given,
        onTrouble: (trouble) => troubles.add(trouble),
        onFar: (far) => {
          if (far.bytes < told + farBytes) return
          told = far.bytes
          this.tell({ kind: 'far', order, far }, [])
        },
        handOver: (record) => this.handRecord(order, record),
        onEvent: (event, { offset, part }, candidates) => {
          const place = { file: number, offset, part }
          // What pipelines make of a log costs as much as reading it again, and most are never looked at.
          if (this.selection.show(event, place, candidates) && !isProcessed) this.keep(place, event)
          if (this.selection.size >= this.mostRows) this.handOver()
        },
      })
      this.handOver()
      const records = this.records.count === 0 ? undefined : this.records.take()
      const passed = isProcessed ? { passed: this.passedSince() } : undefined
      const read = { kind: 'read' as const, order, logs, troubles: troubles.of(file.name), ...passed }
      if (records === undefined) this.tell(read, [])
      else this.tell({ ...read, records }, buffersOfSent(records))
    } catch (error) {
      if (!(error instanceof WorldError) || error.code !== 'bad-input') throw error
      this.records.take()
      this.tell({ kind: 'refused', order, message: error.message, help: error.help }, [])
    }
  }

  private passedSince(): ReadonlyMap<string, number> {
    const before = this.passed
    this.passed = new Map(this.processing?.passed)
    return new Map([...this.passed].map(([name, logs]) => [name, logs - (before.get(name) ?? 0)]))
  }

  private handRecord(order: number, record: FoundRecord): boolean {
    if (this.eventsLeft === 0 || !this.mayHandOver()) return false
    this.eventsLeft -= 1
    this.records.add(record)
    if (this.records.count >= this.mostRows || this.records.bytes >= mostGatheredBytes) this.handRecords(order)
    return true
  }

  private handRecords(order: number): void {
    const records = this.records.take()
    this.tell({ kind: 'records', order, records }, buffersOfSent(records))
  }

  private keep(place: LogPlace, event: LogEvent): void {
    if (this.eventsLeft === 0) return
    this.eventsLeft -= 1
    event.complete?.()
    this.events.push({ place, timeMs: event.timeMs, text: JSON.stringify(event) })
  }

  private handOver(): void {
    if (this.selection.isFresh) return
    const selected = this.selection.take()
    const { events } = this
    this.events = []
    this.tell({ kind: 'selected', selected, events }, buffersOf(selected.rows))
  }
}
