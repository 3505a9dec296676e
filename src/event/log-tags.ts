import { canonicalJson } from './canonical-json'
import type { LogEvent } from './log-event'
import type { LogParts } from './log-parts'

type Reserved = Pick<LogEvent, 'message' | 'service' | 'status' | 'host' | 'source' | 'traceId' | 'tags'>

/** Tags from a list, or from the comma-separated text of the log intake. */
export function readTags(value: unknown): readonly string[] {
  const words = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  return words
    .filter((word) => typeof word === 'string' || typeof word === 'number' || typeof word === 'boolean')
    .map((word) => String(word).trim())
    .filter((word) => word !== '')
}

/** The reserved fields, taken from a tag such as `source:cloudtrail` where the log has no field of that name. */
export function takeReserved(parts: LogParts, tags: readonly string[]): Reserved {
  const repeated = new Set<string>()
  const take = (field: 'source' | 'service' | 'status' | 'host'): string | undefined => {
    const prefix = `${field}:`
    const value = textOf(parts[field]) ?? tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length)
    if (value !== undefined) repeated.add(prefix + value)
    return value
  }
  const fields = {
    message: textOf(parts.message),
    service: take('service'),
    status: take('status'),
    host: take('host'),
    source: take('source'),
    traceId: textOf(parts.traceId),
  }
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(kept), tags: tags.filter((tag) => !repeated.has(tag)) }
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  return Array.isArray(value) && value.length === 1 ? textOf(value[0]) : canonicalJson(value)
}
