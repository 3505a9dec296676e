import type { LogPlace } from '../../detect/hits/hit'
import type { ShownAttributes } from '../../detect/signals/shown-attributes'
import type { LogEvent } from '../../event/log-event'
import { PlaceList } from './place-list'
import type { SpillFile, SpillFolder } from './spill-folder'

/** Reads a log out of the text of its record, as it was read before. */
export type ReadRecord = (place: LogPlace, text: string) => LogEvent

/** So many that were written down are at hand whole, and as many by what is shown of them. */
const mostAtHand = 4000

/** An event as it was written down. */
export function eventOf(_place: LogPlace, text: string): LogEvent {
  return JSON.parse(text)
}

/** What of an event shows on a signal that tells no attributes: who and where it was, its tags, and what texts name. */
export function shownOf(
  { id, timeMs, source, service, host, tags, attributes }: LogEvent,
  shown: ShownAttributes,
): LogEvent {
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

/** Events in a file of their own, each found by its place. */
export class WrittenEvents {
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
