import type { JsonObject } from '../../json/json'
import { readTime } from '../event-time'
import { type Place, standingAt } from '../place'

/** The time of a record under a name of its source's own; undefined where none of those known has one. */
export function timeIn(log: JsonObject, record: Place = []): number | undefined {
  for (const place of places) {
    const timeMs = timeAt(log, [...record, ...place])
    if (timeMs !== undefined) return timeMs
  }
  return undefined
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
  ...['receiveTimestamp', 'submissionTimestamp', 'logged_at'],
  ...['EVENT_TIMESTAMP', 'EVENT_TIME', 'TIMESTAMP_DERIVED', 'CreationDate', 'clickTime', 'surfaced_timestamp'],
]
/** Objects of a record that hold its time. */
const inside: readonly Place[] = [
  ['id', 'time'],
  ['event', 'created'],
  ['event', 'timestamp'],
  ['metadata', 'eventCreationTime'],
  ['event', 'datetime'],
  ['Event', 'System', 'TimeCreated', '#attributes', 'SystemTime'],
  ['ts', '$date'],
]
const places: readonly Place[] = [...names.map((name) => [name]), ...inside]

/** Smaller numbers under such names are durations and counts. */
const leastNumber = 1e9

function timeAt(log: JsonObject, place: Place): number | undefined {
  const written = standingAt(log, place)
  if (written === undefined || written === null) return undefined
  const isSmall = typeof written === 'boolean' || (Number.isFinite(Number(written)) && Number(written) < leastNumber)
  return isSmall ? undefined : readTime(written)
}
