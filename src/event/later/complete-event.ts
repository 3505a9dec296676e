import type { LogEvent } from '../log-event'

/**
 * An event of which only what rules name is as it should be; `whole` gives all of it. It has to be completed before anything
 * else is read of it; who asks for an id that is made of its content completes it.
 */
export function completedBy(event: LogEvent, whole: () => LogEvent | undefined): LogEvent {
  const complete = (): void => {
    set(event, 'complete', undefined)
    const all = whole()
    for (const name of all === undefined ? [] : namesIn(event, all)) set(event, name, all?.[name])
  }
  return Object.assign(event, { complete })
}

function namesIn(one: LogEvent, other: LogEvent): readonly (keyof LogEvent)[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])] as readonly (keyof LogEvent)[]
}

/** An id that nobody asked for yet has no value to be set. */
function set(event: LogEvent, name: keyof LogEvent, value: unknown): void {
  Reflect.defineProperty(event, name, { value, enumerable: true, configurable: true })
}
