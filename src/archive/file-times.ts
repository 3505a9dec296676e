import { dayMs } from '../diagnostic/times'
import { readTime } from '../event/event-time'

/** From when to when the logs of a file are; both ends within. */
export interface FileTimes {
  readonly fromMs: number
  readonly toMs: number
}

const [minuteMs, hourMs] = [60_000, 3_600_000]

/**
 * A file is named when it is written: CloudTrail delivers most events within minutes and some much later, an archive of
 * Datadog takes logs that are up to 18 hours old, and folders by day may count days as their own place does. So a day is
 * added on either side.
 */
const marginMs = dayMs

// `111122223333_CloudTrail_eu-west-1_20260101T0005Z_aBcD.json.gz` (AWS, CloudTrail log file examples)
const ofCloudTrail = /_CloudTrail(?:-Insight)?_[a-z0-9-]+_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^/]*$/
// `dt=20260101/hour=05/archive_050000.json.gz` (Datadog docs, Log Archives)
const ofDatadog = /(?:^|\/)dt=(\d{4})(\d{2})(\d{2})\/hour=(\d{2})\/[^/]*$/
// `2026/01/01/…`, and by the hour `2026/01/01/05/…`
const byDay = /(?:^|\/)(\d{4})\/(\d{2})\/(\d{2})(?:\/(\d{2}))?\/[^/]*$/

/**
 * What the name of a file, and of the folders that lead to it, say of the times of its logs, with room to spare; undefined
 * where they say nothing.
 */
export function timesOfFile(name: string): FileTimes | undefined {
  const path = name.replaceAll('\\', '/')
  return (
    timesOf(ofCloudTrail.exec(path), minuteMs) ??
    timesOf(ofDatadog.exec(path), hourMs) ??
    timesOf(byDay.exec(path), dayMs)
  )
}

function timesOf(found: RegExpExecArray | null, lengthMs: number): FileTimes | undefined {
  if (found === null) return undefined
  const [, year = '', month = '', day = '', hour = '00', minute = '00'] = found
  // 30 February is no day.
  const timeMs = readTime(`${year}-${month}-${day}T${hour}:${minute}:00Z`)
  if (timeMs === undefined) return undefined
  const isByHour = found[4] !== undefined
  return { fromMs: timeMs - marginMs, toMs: timeMs + (isByHour ? Math.min(lengthMs, hourMs) : lengthMs) + marginMs }
}
