import { compileFrom, type RulesSource } from '../../detect/compile-rules'
import type { LogPlace } from '../../detect/hits/hit'
import { HitSelection, type SelectedLogs } from '../../detect/hits/hit-selection'
import { buffersOf } from '../../detect/hits/packed-rows'
import { WorldError } from '../../diagnostic/world-error'
import type { GivenOfLogs } from '../../event/given'
import type { LogEvent } from '../../event/log-event'
import type { LogFile } from '../log-files'
import { FoundTroubles, type TroublesOfFile } from '../log-trouble'
import type { FarInFile } from '../read-raw-logs'
import { LogPass, type PassPlan } from './log-pass'

/** What a lane is started with: plain data. */
export interface LaneTask {
  readonly rules: RulesSource
  readonly plan: PassPlan
  /** So many events that rules can use are handed over whole. */
  readonly mostEvents: number
  /** So many rows are gathered before they are handed over; the usual, where it is not said. */
  readonly mostRows?: number
}

/** A file to read. */
export interface PassFile {
  /** Its place in the order of the files of the run. */
  readonly order: number
  /** Under this number places know it. */
  readonly number: number
  readonly file: LogFile
  readonly given: GivenOfLogs | undefined
}

/** An event that comes along with its row, as JSON: most are never looked at, and a text costs less to send. */
export interface PlacedEvent {
  readonly place: LogPlace
  readonly timeMs: number
  readonly text: string
}

/** What a lane tells. */
export type LaneNews =
  | { readonly kind: 'selected'; readonly selected: SelectedLogs; readonly events: readonly PlacedEvent[] }
  /** How far the reading of a large file is. */
  | { readonly kind: 'far'; readonly order: number; readonly far: FarInFile }
  | {
      readonly kind: 'read'
      readonly order: number
      readonly logs: number
      readonly troubles: TroublesOfFile
    }
  /** With `isStrict`: what ends the run, unless an earlier file does. */
  | { readonly kind: 'refused'; readonly order: number; readonly message: string; readonly help: string | undefined }

export type TellNews = (news: LaneNews, transferred: readonly ArrayBufferLike[]) => void

/** So many events are gathered before they are handed over. */
const mostGathered = 4096
/** How far the reading of a file is, is told each time that so many bytes more were read. */
const farBytes = 1024 * 1024

/** Reads one file after the other in a thread of its own, and tells what was selected of it. */
export class PassWork {
  private readonly pass: LogPass
  private readonly selection: HitSelection
  private readonly mostRows: number
  private eventsLeft: number
  private events: PlacedEvent[] = []

  constructor(
    { rules: source, plan, mostEvents, mostRows = mostGathered }: LaneTask,
    private readonly tell: TellNews,
  ) {
    const rules = compileFrom(source)
    this.pass = new LogPass(rules, plan)
    this.selection = new HitSelection(rules)
    this.mostRows = mostRows
    this.eventsLeft = mostEvents
  }

  async read({ order, number, file, given }: PassFile): Promise<void> {
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
        onEvent: (event, { offset, part }, candidates) => {
          const place = { file: number, offset, part }
          if (this.selection.show(event, place, candidates)) this.keep(place, event)
          if (this.selection.size >= this.mostRows) this.handOver()
        },
      })
      this.handOver()
      this.tell({ kind: 'read', order, logs, troubles: troubles.of(file.name) }, [])
    } catch (error) {
      if (!(error instanceof WorldError) || error.code !== 'bad-input') throw error
      this.tell({ kind: 'refused', order, message: error.message, help: error.help }, [])
    }
  }

  private keep(place: LogPlace, event: LogEvent): void {
    if (this.eventsLeft === 0) return
    this.eventsLeft -= 1
    this.events.push({ place, timeMs: event.timeMs, text: JSON.stringify(event) })
  }

  private handOver(): void {
    const selected = this.selection.take()
    const { events } = this
    this.events = []
    this.tell({ kind: 'selected', selected, events }, buffersOf(selected.rows))
  }
}
