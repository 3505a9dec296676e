import type { LogPlace } from '../../detect/hits/hit'
import type { LogEvent } from '../../event/log-event'
import { eventOf, type ReadRecord } from './written-events'

/** An event as the text of its record. */
interface KeptRecord {
  readonly record: string
}

type HeldEvent = LogEvent | KeptRecord | string

/** Events at hand by their places. They are asked for most places that there are, so nothing is made to look for one. */
export class HeldEvents {
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
