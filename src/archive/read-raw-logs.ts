import { systemCode } from '../diagnostic/thrown'
import type { ToldLog } from '../event/open-log'
import { ForeignFile } from './foreign-file'
import { FormatReader } from './format-reader'
import type { LogFile } from './log-files'
import { LogReader } from './log-reader'
import { readLogBytes } from './open-log-file'
import type { HandedRecord, RawLogReading } from './raw-log-reading'
import { reasonOf } from './reason-of'
import { DamagedGzip } from './unpack/unpack-gzip'

/** Reads records of a file that were handed over, each known to be the same; answers how many logs they hold. */
export function readHandedRecords(
  file: string,
  records: Iterable<HandedRecord>,
  known: ToldLog | undefined,
  reading: Pick<RawLogReading, 'onLog' | 'onTrouble'>,
): number {
  const reader = new LogReader(file, reading)
  for (const { text, place, candidates } of records) reader.readText(text, place, { candidates, known })
  return reader.logs
}

/**
 * Reads a log file, whatever its shape, log by log as they were written, and answers how many it holds. What is broken
 * in it is told with its place, and the reading goes on behind it; only what `onLog` and `onTrouble` throw is thrown.
 */
export async function readRawLogs(file: LogFile, reading: RawLogReading): Promise<number> {
  const reader = new LogReader(file.name, reading)
  const { nextWanted, leaps = false } = reading
  const isText = reading.given?.source !== undefined
  const format = new FormatReader(reader, file.name, isText, leaps ? nextWanted : undefined)
  const { mostBytes = Infinity } = reading
  let bytes = 0
  try {
    const take = (chunk: Buffer): void => {
      if (reading.abort?.aborted) throw new Stopped()
      format.push(chunk)
      if (bytes <= mostBytes && bytes + chunk.length > mostBytes) reader.tooLarge(mostBytes)
      bytes += chunk.length
    }
    const { onFar } = reading
    await readLogBytes(file, reading.stdin, take, reading.room, {
      onBytes: onFar && ((read) => onFar({ bytes: read, logs: reader.logs })),
      onUnsure: () => {
        reader.countsAll = true
      },
    })
    await format.end()
  } catch (error) {
    if (error instanceof Stopped || reading.abort?.aborted) return reader.logs
    if (error instanceof DamagedGzip) await reader.damaged(error.how, () => format.end())
    else if (error instanceof ForeignFile) reader.trouble('L005', error.message, undefined, error.help)
    else if (systemCode(error) === undefined) throw error
    else reader.trouble('L005', `cannot be read: ${reasonOf(error)}`)
  }
  return reader.logs
}

/** Nobody wants the rest. */
class Stopped extends Error {}
