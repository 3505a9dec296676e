/** The last moment that has an ISO form. */
const latestMs = 8.64e15

/** A moment in UTC as people read it, with milliseconds where there are any: `2026-03-02 10:00:00Z`. */
export function momentText(timeMs: number): string {
  if (!(Math.abs(timeMs) <= latestMs)) return `${timeMs} ms after 1970`
  return new Date(timeMs).toISOString().replace('T', ' ').replace('.000Z', 'Z')
}
