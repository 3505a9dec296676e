import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { lacksZone, readTime } from '../event-time'
import { type Place, standingAt } from '../place'

/** Where Datadog looks for the time of a JSON log, in its order (docs, Preprocessing for JSON logs). */
export const timeFields = ['@timestamp', 'timestamp', '_timestamp', 'Timestamp', 'eventTime', 'date', 'published_date']

/** A time under a name of its source's own. */
export interface FoundTime {
  readonly timeMs: number
  /** Set where it was read as UTC because it says no zone. */
  readonly isZoneAssumed?: true
}

/** The time of a record under a name of its source's own; undefined where none of those known has one. */
export function timeIn(log: JsonObject, record: Place = []): FoundTime | undefined {
  for (const place of [...ownPlaces(standingAt(log, record)), ...places]) {
    const found = timeAt(log, [...record, ...place])
    if (found !== undefined) return found
  }
  return undefined
}

/** What Defender publishes says under `time` when it was published. */
function ownPlaces(record: unknown): readonly Place[] {
  const category = isJsonObject(record) ? record['category'] : undefined
  return isText(category) && category.startsWith('AdvancedHunting-') ? [['properties', 'Timestamp']] : []
}

/** A text under such a name that looks like a time and cannot be read; the name with it. */
export function unreadTimeIn(log: JsonObject): { readonly name: string; readonly text: string } | undefined {
  for (const name of names) {
    const text = log[name]
    if (isText(text) && text.length <= 60 && looksLikeTime.test(text) && readTime(text) === undefined)
      return { name, text }
  }
  return undefined
}

const looksLikeTime = /\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2}/

/** A time as an object: of MongoDB's extended JSON, of Protocol Buffers, of Log4j; undefined for any other value. */
export function timeInObject(value: unknown): number | undefined {
  if (!isJsonObject(value)) return undefined
  const date = value['$date']
  if (date !== undefined) return readTime(isJsonObject(date) ? date['$numberLong'] : date)
  const seconds = value['seconds'] ?? value['epochSecond']
  const nanos = value['nanos'] ?? value['nanoOfSecond'] ?? 0
  const isInstant = isWhole(seconds) && Number(seconds) >= leastNumber && isWhole(nanos)
  return isInstant ? readTime(Number(seconds) * 1000 + Math.floor(Number(nanos) / 1e6)) : undefined
}

function isWhole(value: unknown): boolean {
  return typeof value === 'number' || (isText(value) && /^\d{1,12}$/.test(value))
}

/**
 * Names under which sources write when an event happened, besides those at which Datadog looks: the event's own before
 * that of a record about it. A tenant's pipeline would tell; without one the log would get the time of its arrival.
 */
const names = [
  ...['eventTimestamp', 'event_timestamp', 'event_time', 'event_ts', 'eventDateTime', 'activityDateTime'],
  ...[
    'published',
    'occurred_at',
    'occurredAt',
    'occurrenceTime',
    'UTCTimestamp',
    'UtcTime',
    'TimeCreated',
    'timeCreated',
  ],
  ...[
    'EventTime',
    'eventCreationTime',
    'requestReceivedTimestamp',
    'stageTimestamp',
    'query_timestamp',
    'isotimestamp',
  ],
  ...['EdgeStartTimestamp', 'Datetime', 'datetime', 'dateTime', 'date_time', 'time', 'Time', 'ts', 'when', '@time'],
  ...['start_time', 'startTime', 'createdDateTime', 'CreationTime', 'TimeGenerated', 'timeGenerated', 'unixTime'],
  ...['updatedAt', 'UpdatedAt', 'updated_at', 'createdAt', 'CreatedAt', 'created_at', 'created', 'date_create'],
  ...['receiveTimestamp', 'submissionTimestamp', 'logged_at', 'logged'],
  ...['EVENT_TIMESTAMP', 'EVENT_TIME', 'TIMESTAMP_DERIVED', 'CreationDate', 'clickTime', 'surfaced_timestamp'],
  ...['eventDate', 'EventDate', 'logTime', 'log_time', 'LogTimestamp', 'recordedAt', 'execution_time', 'messageTime'],
  ...['receivedTime', 'detection_timestamp', 'lastTimestamp', 'creationDate', 'When', '@t', '__REALTIME_TIMESTAMP'],
  ...['Date (UTC)', 'Time (UTC)', 'Timestamp (UTC)', 'TimeGenerated [UTC]', 'instant', 'timeMillis'],
]
/** Objects of a record that hold its time. */
const inside: readonly Place[] = [
  ['id', 'time'],
  ['event', 'created'],
  ['event', 'timestamp'],
  ['metadata', 'eventCreationTime'],
  ['event', 'datetime'],
  ['Event', 'System', 'TimeCreated', '#attributes', 'SystemTime'],
  ['t', '$date'],
  ['finding', 'eventTime'],
  ['mail', 'timestamp'],
]
const places: readonly Place[] = [...names.map((name) => [name]), ...inside]

/** Smaller numbers under such names are durations and counts. */
const leastNumber = 1e9

function timeAt(log: JsonObject, place: Place): FoundTime | undefined {
  const written = standingAt(log, place)
  if (written === undefined || written === null) return undefined
  const number = typeof written === 'number' || isText(written) ? Number(written) : Number.NaN
  const isSmall = typeof written === 'boolean' || (Number.isFinite(number) && number < leastNumber)
  const timeMs = isSmall ? undefined : (readTime(written) ?? timeInObject(written))
  if (timeMs === undefined) return undefined
  return lacksZone(written) ? { timeMs, isZoneAssumed: true } : { timeMs }
}
