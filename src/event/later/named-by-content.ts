import { contentDigest } from '../../json/canonical-json'
import type { LogEvent } from '../log-event'

/** An event that has no id yet. */
export type Unnamed = Omit<LogEvent, 'id'>

/**
 * An event whose id is the digest of its content, worked out when it is first asked for: of most logs nobody asks. What
 * was looked up for it is no part of the log, and names it no other way: the digest is that of the event `before`.
 */
export function namedByContent(event: Unnamed, before: Unnamed): LogEvent {
  const named = Object.defineProperty({ isNamedByContent: true, ...event }, 'id', digestWhenAsked) as LogEvent
  if (event !== before) beforeLookups.set(named, before)
  return named
}

const beforeLookups = new WeakMap<LogEvent, Unnamed>()

/** One for all events, so that an engine holds them alike. */
const digestWhenAsked: PropertyDescriptor & ThisType<LogEvent> = {
  enumerable: true,
  configurable: true,
  get() {
    if (this.complete !== undefined) {
      this.complete()
      return this.id
    }
    const id = contentDigest(beforeLookups.get(this) ?? contentOf(this), 32)
    Reflect.defineProperty(this, 'id', { value: id, enumerable: true })
    return id
  },
}

/** What an event says of how it was read. */
const notOfTheLog: ReadonlySet<string> = new Set(['id', 'isNamedByContent', 'complete', 'isZoneAssumed'])

/** All of an event but its id, which is not read. */
function contentOf(event: LogEvent): Readonly<Record<string, unknown>> {
  const content: Record<string, unknown> = {}
  for (const name of Object.keys(event)) {
    if (!notOfTheLog.has(name)) content[name] = event[name as keyof LogEvent]
  }
  return content
}
