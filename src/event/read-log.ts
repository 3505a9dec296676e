import { contentDigest } from '../json/canonical-json'
import { isCollection, isDeeperThan } from '../json/json-object'
import { isText } from '../json/json-text'
import { cloudTrailHost, cloudTrailTags, withCloudTrailAttributes } from './cloudtrail'
import { readTime } from './event-time'
import type { LogEvent } from './log-event'
import { type LogParts, logParts } from './log-parts'
import { readTags, takeReserved } from './log-tags'

export interface ReadLogOptions {
  /** The time of a log that carries none. Without it such a log is refused. */
  readonly defaultTimeMs?: number
}

export type ReadLogResult = { readonly event: LogEvent } | { readonly trouble: string }

/** A log nested deeper than this is refused: nothing that Datadog accepts comes near. */
const deepestLog = 200

/**
 * Reads one raw record of any shape that the README of this room lists. What is not a log, or has no time, is answered
 * with a trouble in words that follow "this log …".
 */
export function readLog(raw: unknown, options: ReadLogOptions = {}): ReadLogResult {
  if (isDeeperThan(raw, deepestLog)) return { trouble: `is nested deeper than ${deepestLog} levels` }
  const parts = logParts(raw)
  if ('trouble' in parts) return parts
  const reserved = takeReserved(parts, readTags(parts.tags))
  const cloudTrail = reserved.source === 'cloudtrail'
  const writtenTime = parts.time ?? (cloudTrail ? parts.attributes['eventTime'] : undefined)
  const timeMs = writtenTime === undefined || writtenTime === null ? options.defaultTimeMs : readTime(writtenTime)
  if (timeMs === undefined) return { trouble: timeTrouble(writtenTime) }
  const event = { timeMs, ...tiebreakerOf(parts), ...reserved, attributes: parts.attributes }
  const mapped = cloudTrail && isText(parts.attributes['eventName']) ? asIntegrationMaps(event) : event
  return { event: { id: idOf(parts, cloudTrail) ?? contentDigest(mapped, 32), ...mapped } }
}

type Unnamed = Omit<LogEvent, 'id'>

/** Fills what Datadog's CloudTrail integration fills, and leaves what is there. */
function asIntegrationMaps(event: Unnamed): Unnamed {
  const { attributes } = event
  const host = event.host ?? cloudTrailHost(attributes)
  const missingTags = cloudTrailTags(attributes).filter((tag) => !event.tags.includes(tag))
  return {
    service: 'cloudtrail',
    status: isText(attributes['errorCode']) ? 'error' : 'info',
    ...event,
    ...(host !== undefined && { host }),
    tags: missingTags.length > 0 ? [...event.tags, ...missingTags] : event.tags,
    attributes: withCloudTrailAttributes(attributes),
  }
}

function idOf(parts: LogParts, cloudTrail: boolean): string | undefined {
  const id = isText(parts.id) ? parts.id : cloudTrail ? parts.attributes['eventID'] : undefined
  return isText(id) ? id : undefined
}

function tiebreakerOf({ tiebreaker }: LogParts): { readonly tiebreaker?: number } {
  const value = isText(tiebreaker) ? Number(tiebreaker) : tiebreaker
  return typeof value === 'number' && Number.isFinite(value) ? { tiebreaker: value } : {}
}

function timeTrouble(written: unknown): string {
  if (written === undefined || written === null) return 'has no time'
  const shown = isCollection(written) ? 'a list or an object' : JSON.stringify(String(written).slice(0, 60))
  return `has a time that cannot be read: ${shown}`
}
