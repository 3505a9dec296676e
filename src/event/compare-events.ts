import { canonicalJson } from '../json/canonical-json'
import type { LogEvent } from './log-event'

/**
 * The order in which events are evaluated: time, then the source's own tiebreaker (events without one come first), then
 * id, then content. It is total over contents, so the order in which logs were read never shows in a result.
 */
export function compareEvents(a: LogEvent, b: LogEvent): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs
  const tieA = a.tiebreaker ?? Number.NEGATIVE_INFINITY
  const tieB = b.tiebreaker ?? Number.NEGATIVE_INFINITY
  if (tieA !== tieB) return tieA < tieB ? -1 : 1
  if (a.isNamedByContent && b.isNamedByContent && a.id === b.id) return 0
  return compareTexts(a.id, b.id) || (a === b ? 0 : compareTexts(canonicalJson(a), canonicalJson(b)))
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
