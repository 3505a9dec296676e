import type { LogPlace } from '../../detect/hits/hit'
import type { ClosedSignal } from '../../detect/signals/closed-signal'
import { ShownAttributes } from '../../detect/signals/shown-attributes'
import type { LogEvent } from '../../event/log-event'
import type { NextWanted } from '../records/records-at'
import { HeldEvents } from './held-events'
import { PlaceList } from './place-list'
import type { SpillFolder } from './spill-folder'
import { type ReadRecord, shownOf, WrittenEvents } from './written-events'

/**
 * Reads some logs of a file again: those of records at wanted offsets are shown, some twice maybe, until the answer is that
 * it is enough. Throws where it never is.
 */
export type ReadAgain = (file: number, nextWanted: NextWanted, show: ShowAgain) => Promise<void>

/** Answers whether another log of the file is looked for. */
type ShowAgain = (event: LogEvent, place: LogPlace) => boolean

/** What of an event is told of a signal: all of its attributes, or some. */
export type Wanted = ShownAttributes | 'all'

/** So many events are held as they were read. */
const mostHeld = 2000

/**
 * The events that signals are told by. The first few useful ones are held as they were read. Of the others, those that
 * come from where nothing can be read twice are written down at once; the rest is read again, once it is known which of
 * them signals need.
 */
export class KeptEvents {
  private readonly held: HeldEvents
  private readonly passing: WrittenEvents
  private readonly records: WrittenEvents
  private readonly found: WrittenEvents[] = []
  /** The places of events that are to be found, and what is told of any of them. */
  private wanted = new PlaceList()
  private readonly shown = new ShownAttributes()
  private readonly readAgain: ReadAgain

  constructor(
    private readonly spill: SpillFolder,
    { readAgain, readRecord }: { readonly readAgain: ReadAgain; readonly readRecord: ReadRecord },
    private readonly heldMost = mostHeld,
  ) {
    this.readAgain = readAgain
    this.held = new HeldEvents(readRecord)
    this.passing = new WrittenEvents(spill)
    this.records = new WrittenEvents(spill, new PlaceList(), readRecord)
  }

  /** `isLasting`: the log can be read again at its place. */
  keep(place: LogPlace, event: LogEvent, isLasting: boolean): void {
    if (this.held.size < this.heldMost || !isLasting) event.complete?.()
    if (this.held.size < this.heldMost) this.held.add(place, event)
    else if (!isLasting) this.passing.add(place, event.timeMs, JSON.stringify(event))
  }

  /** Keeps an event that came as JSON. */
  keepSent({
    place,
    timeMs,
    text,
  }: {
    readonly place: LogPlace
    readonly timeMs: number
    readonly text: string
  }): void {
    if (this.held.size < this.heldMost) this.held.add(place, text)
    else this.passing.add(place, timeMs, text)
  }

  /** Keeps an event as the text of its record: most are never looked at, and the text is there already. */
  keepRecord(place: LogPlace, timeMs: number, record: string): void {
    if (this.held.size < this.heldMost) this.held.add(place, { record })
    else this.records.add(place, timeMs, record)
  }

  /** A signal is going to be told, or may be made of events: they are looked for by the next `find`. */
  want({ events }: Pick<ClosedSignal, 'events'>, wanted: Wanted): void {
    const isWhole = wanted === 'all'
    if (!isWhole && this.shown.add(wanted)) for (const kept of [this.passing, this.records]) kept.forgetShown()
    for (const { event, place, timeMs } of events) {
      if (event === undefined && !this.isKnown(place)) this.wanted.add(place, { timeMs, isWhole })
    }
  }

  /**
   * Finds the events of the signals that are wanted, so that `eventsOf` knows them, unless it is stopped. Throws what
   * `readAgain` throws.
   */
  async find(abort?: AbortSignal): Promise<void> {
    const places = this.wanted
    if (places.size() === 0) return
    this.wanted = new PlaceList()
    const found = new WrittenEvents(this.spill, places)
    this.found.push(found)
    for (let at = 0; at < places.size() && !abort?.aborted; ) {
      const { file } = places.placeAt(at)
      const to = places.firstFrom({ file: file + 1, offset: 0, part: 0 })
      await this.findIn(file, found, { from: at, to })
      at = to
    }
  }

  /** The events of signals that were found, with what is wanted of them. */
  eventsOf(wantedOf: (signal: ClosedSignal) => Wanted): (signal: ClosedSignal) => readonly LogEvent[] {
    return (signal) => {
      const shown = wantedOf(signal) === 'all' ? undefined : this.shown
      return signal.events.map(({ event, place }) => {
        if (event !== undefined) return event
        const held = this.held.at(place)
        if (held !== undefined) return shown === undefined ? held : shownOf(held, shown)
        return this.eventAt(place, shown)
      })
    }
  }

  private async findIn(
    file: number,
    found: WrittenEvents,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<void> {
    const { places } = found
    let missing = to - from
    const nextWanted: NextWanted = (offset) => {
      const at = places.firstFrom({ file, offset, part: 0 })
      return at < to ? places.placeAt(at).offset : undefined
    }
    await this.readAgain(file, nextWanted, (event, place) => {
      const at = places.positionOf(place)
      const log = at === -1 ? undefined : places.logAt(at)
      if (log?.timeMs === event.timeMs && places.textAt(at).length === 0) {
        found.write(at, log.isWhole ? event : shownOf(event, this.shown))
        missing -= 1
      }
      return missing > 0
    })
  }

  private isKnown(place: LogPlace): boolean {
    if (this.held.has(place) || this.records.has(place) || this.passing.has(place)) return true
    return this.found.some((some) => some.has(place))
  }

  private eventAt(place: LogPlace, shown: ShownAttributes | undefined): LogEvent {
    for (const some of [this.records, this.passing, ...this.found]) {
      const event = some.read(place, shown)
      if (event !== undefined) return event
    }
    throw new Error(`nobody looked for the log at ${place.file}:${place.offset}:${place.part}`)
  }
}
