import type { LogPlace } from '../../detect/hits/hit'
import type { ClosedSignal } from '../../detect/signals/closed-signal'
import { ShownAttributes } from '../../detect/signals/shown-attributes'
import type { LogEvent } from '../../event/log-event'
import { PlaceList } from './place-list'
import type { SpillFile, SpillFolder } from './spill-folder'

/**
 * Reads some logs of a file again: those of records at wanted offsets are shown, until the answer is that it is enough.
 * Throws where it never is.
 */
export type ReadAgain = (file: number, isWanted: (offset: number) => boolean, show: ShowAgain) => Promise<void>

/** Reads a log out of the text of its record, as it was read before. */
export type ReadRecord = (place: LogPlace, text: string) => LogEvent

/** Answers whether another log of the file is looked for. */
type ShowAgain = (event: LogEvent, place: LogPlace) => boolean

/** What of an event is told of a signal: all of its attributes, or some. */
export type Wanted = ShownAttributes | 'all'

/** So many events are held as they were read. */
const mostHeld = 2000
/** So many that were written down are at hand whole, and as many by what is shown of them. */
const mostAtHand = 4000

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
    const isWanted = (offset: number): boolean => {
      const at = places.firstFrom({ file, offset, part: 0 })
      return at < to && places.placeAt(at).offset === offset
    }
    await this.readAgain(file, isWanted, (event, place) => {
      const at = places.positionOf(place)
      const log = at === -1 ? undefined : places.logAt(at)
      if (log?.timeMs === event.timeMs) {
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

/** What of an event shows on a signal that tells no attributes: who and where it was, its tags, and what texts name. */
function shownOf({ id, timeMs, source, service, host, tags, attributes }: LogEvent, shown: ShownAttributes): LogEvent {
  const event: { -readonly [Field in keyof LogEvent]: LogEvent[Field] } = {
    id,
    timeMs,
    tags,
    attributes: shown.cut(attributes),
  }
  if (source !== undefined) event.source = source
  if (service !== undefined) event.service = service
  if (host !== undefined) event.host = host
  return event
}

/** An event as the text of its record. */
interface KeptRecord {
  readonly record: string
}

type HeldEvent = LogEvent | KeptRecord | string

/** Events at hand by their places. They are asked for most places that there are, so nothing is made to look for one. */
class HeldEvents {
  size = 0
  /** By file, offset and part. Those that came as JSON, or as records, stay so until they are told. */
  private readonly files = new Map<number, Map<number, Map<number, HeldEvent>>>()

  constructor(private readonly readRecord: ReadRecord) {}

  add({ file, offset, part }: LogPlace, event: HeldEvent): void {
    const records = this.files.get(file) ?? new Map<number, Map<number, HeldEvent>>()
    const parts = records.get(offset) ?? new Map<number, HeldEvent>()
    if (!parts.has(part)) this.size += 1
    parts.set(part, event)
    records.set(offset, parts)
    this.files.set(file, records)
  }

  has(place: LogPlace): boolean {
    return this.partsAt(place)?.has(place.part) ?? false
  }

  at(place: LogPlace): LogEvent | undefined {
    const held = this.partsAt(place)?.get(place.part)
    if (held === undefined || (typeof held !== 'string' && !('record' in held))) return held
    const event = typeof held === 'string' ? eventOf(place, held) : this.readRecord(place, held.record)
    this.add(place, event)
    return event
  }

  private partsAt({ file, offset }: LogPlace): ReadonlyMap<number, HeldEvent> | undefined {
    return this.files.get(file)?.get(offset)
  }
}

/** An event as it was written down. */
function eventOf(_place: LogPlace, text: string): LogEvent {
  return JSON.parse(text)
}

/** Events in a file of their own, each found by its place. */
class WrittenEvents {
  private file: SpillFile | undefined
  private readonly whole = new Map<number, LogEvent>()
  private readonly shown = new Map<number, LogEvent>()

  constructor(
    private readonly spill: SpillFolder,
    readonly places = new PlaceList(),
    private readonly readText: ReadRecord = eventOf,
  ) {}

  /** Writes down an event, or the record of one, whose place is not among those that are known. */
  add(place: LogPlace, timeMs: number, text: string): void {
    this.places.add(place, { timeMs, isWhole: true }, this.written(text))
  }

  /** Writes down the event of a place by its position. */
  write(at: number, event: LogEvent): void {
    const { from, length } = this.written(JSON.stringify(event))
    this.places.setText(at, from, length)
  }

  has(place: LogPlace): boolean {
    return this.places.positionOf(place) !== -1
  }

  /** An event by its place: whole if it was kept so, or what is shown of it. */
  read(place: LogPlace, shown: ShownAttributes | undefined): LogEvent | undefined {
    const at = this.places.positionOf(place)
    if (at === -1 || this.file === undefined) return undefined
    const known = (shown ? this.shown : this.whole).get(at)
    if (known) return known
    const { from, length } = this.places.textAt(at)
    const { buffer, byteOffset } = this.file.readNear(from, length)
    const event = this.readText(place, Buffer.from(buffer, byteOffset, length).toString())
    if (shown === undefined) return putInto(this.whole, at, event)
    // What is not kept whole was cut down when it was written.
    return putInto(this.shown, at, this.places.logAt(at).isWhole ? shownOf(event, shown) : event)
  }

  /** More is shown from now on. */
  forgetShown(): void {
    this.shown.clear()
  }

  private written(text: string): { readonly from: number; readonly length: number } {
    this.file ??= this.spill.open()
    const from = this.file.bytes
    return { from, length: this.file.appendText(text) }
  }
}

function putInto(atHand: Map<number, LogEvent>, at: number, event: LogEvent): LogEvent {
  if (atHand.size >= mostAtHand) atHand.clear()
  atHand.set(at, event)
  return event
}
