import type { DistinctQuery } from '../detect/candidate-index'
import type { GivenOfLogs } from '../event/given'
import type { LogEvent } from '../event/log-event'
import { readLog } from '../event/read-log'
import type { LogFile } from './log-files'
import { type PlaceInFile, type RawLogReading, readRawLogs } from './read-raw-logs'

export interface LogFileReading
  extends Pick<
    RawLogReading,
    'mayMatch' | 'glance' | 'sampling' | 'room' | 'abort' | 'isWanted' | 'onFar' | 'stdin' | 'onTrouble'
  > {
  /** What is said of the logs of this file for what they lack. */
  readonly given?: GivenOfLogs | undefined
  readonly onEvent: (event: LogEvent, place: PlaceInFile, candidates?: readonly DistinctQuery[]) => void
}

/** Reads a log file as `readRawLogs` does, each log as the event that it is; one that is none is a trouble. */
export function readLogFile(file: LogFile, { onEvent, given, ...reading }: LogFileReading): Promise<number> {
  const options = { given }
  return readRawLogs(file, {
    ...reading,
    given,
    onLog: (raw, place, candidates) => {
      const result = readLog(raw, options)
      if ('trouble' in result) return result
      onEvent(result.event, place, candidates)
      return undefined
    },
  })
}
