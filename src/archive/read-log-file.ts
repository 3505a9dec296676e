import type { DistinctQuery } from '../detect/candidate-index'
import type { GivenOfLogs } from '../event/given'
import type { LogEvent } from '../event/log-event'
import { usualRecords } from '../event/mapping/usual-records'
import { readLog } from '../event/read-log'
import { usualLog } from './glance/own-records'
import type { LogFile } from './log-files'
import type { HandedRecord, PlaceInFile, RawLogReading } from './raw-log-reading'
import { readHandedRecords, readRawLogs } from './read-raw-logs'

export interface LogFileReading
  extends Pick<
    RawLogReading,
    | 'mayMatch'
    | 'glance'
    | 'glanceLike'
    | 'lines'
    | 'handOver'
    | 'sampling'
    | 'room'
    | 'abort'
    | 'nextWanted'
    | 'leaps'
    | 'onFar'
    | 'stdin'
    | 'onTrouble'
  > {
  /** What is said of the logs of this file for what they lack. */
  readonly given?: GivenOfLogs | undefined
  /** The same for those that no other than some queries can match. */
  readonly givenFor?: ((candidates: readonly DistinctQuery[]) => GivenOfLogs | undefined) | undefined
  readonly onEvent: (event: LogEvent, place: PlaceInFile, candidates?: readonly DistinctQuery[]) => void
}

/** Reads a log file as `readRawLogs` does, each log as the event that it is; one that is none is a trouble. */
export function readLogFile(file: LogFile, { onEvent, given, givenFor, ...reading }: LogFileReading): Promise<number> {
  return readRawLogs(file, { ...reading, given, onLog: showEvents({ onEvent, given, givenFor }) })
}

/** Reads in the same way records that were found in a file and handed over; answers how many logs they hold. */
export function readRecordsOf(file: LogFile, records: Iterable<HandedRecord>, reading: RecordReading): number {
  const [usual] = usualRecords
  const { onTrouble } = reading
  return readHandedRecords(file.name, records, usual && usualLog(usual), { onLog: showEvents(reading), onTrouble })
}

type RecordReading = Pick<LogFileReading, 'onEvent' | 'given' | 'onTrouble'>

function showEvents({
  onEvent,
  given,
  givenFor = () => given,
}: Pick<LogFileReading, 'onEvent' | 'given' | 'givenFor'>): RawLogReading['onLog'] {
  const options = { given }
  return (raw, place, glanced) => {
    const result = readLog(
      raw,
      glanced === undefined ? options : { given: givenFor(glanced.candidates), told: glanced.known },
    )
    if ('trouble' in result) return result
    onEvent(result.event, place, glanced?.candidates)
    return undefined
  }
}
