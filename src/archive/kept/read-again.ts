import { WorldError } from '../../diagnostic/world-error'
import type { GivenOfLogs } from '../../event/given'
import type { LogEvent } from '../../event/log-event'
import type { LogFile } from '../log-files'
import type { LogTrouble } from '../log-trouble'
import { readLogFile, readRecordsOf } from '../read-log-file'
import { NoObjectThere } from '../records/records-at'
import { newUnpackRoom } from '../unpack/unpack-room'
import type { ReadAgain } from './kept-events'
import type { ReadRecord } from './written-events'

/** Files by numbers that the order in which they are given does not change. */
export class FileNumbers {
  private readonly files: readonly LogFile[]
  private readonly numbers: ReadonlyMap<string, number>

  constructor(files: readonly LogFile[]) {
    this.files = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
    this.numbers = new Map(this.files.map(({ path }, number) => [path, number]))
  }

  numberOf({ path }: LogFile): number {
    return this.numbers.get(path) ?? 0
  }

  fileOf(number: number): LogFile | undefined {
    return this.files[number]
  }
}

/** What is said of the logs of a file. */
interface GivenByFile {
  readonly givenOf?: (file: LogFile) => GivenOfLogs | undefined
}

/**
 * Reads some logs of the files of a run again, as they were read before. Throws a `read-failed` WorldError for a file that
 * does not hold any more what was read in it.
 */
export function readAgainFrom({ givenOf }: GivenByFile, numbers: FileNumbers): ReadAgain {
  const room = newUnpackRoom()
  return async (number, nextWanted, show) => {
    const file = numbers.fileOf(number)
    if (file === undefined) return
    const read = async (leaps: boolean): Promise<string> => {
      let trouble: LogTrouble | undefined
      await readLogFile(file, {
        nextWanted,
        leaps,
        room,
        given: againOf(givenOf?.(file)),
        onTrouble: (found) => {
          trouble ??= found
        },
        onEvent: (event, { offset, part }) => {
          const isWanted = nextWanted(offset) === offset
          if (isWanted && !show(event, { file: number, offset, part })) throw new Enough()
        },
      })
      // Whoever asked was not told that it is enough.
      return trouble?.code === 'L005' ? trouble.message : 'a log that was read in it is not there any more'
    }
    try {
      const why = await read(true).catch((error: unknown) => {
        if (error instanceof NoObjectThere) return read(false)
        throw error
      })
      throw changedMeanwhile(file.name, why)
    } catch (error) {
      if (!(error instanceof Enough)) throw error
    }
  }
}

/** A file that is read again does not give what was read in it before. */
export function changedMeanwhile(name: string, why: string): WorldError {
  return new WorldError(
    'read-failed',
    `${name} changed while it was evaluated: ${why}`,
    'Signals are told by logs that are read again: evaluate files that nobody changes meanwhile, or a copy of them.',
  )
}

/** Reads logs out of the texts of their records again, as they were read when those were handed over. */
export function readRecordFrom({ givenOf }: GivenByFile, numbers: FileNumbers): ReadRecord {
  return ({ file: number, offset, part }, text) => {
    const file = numbers.fileOf(number)
    let found: LogEvent | undefined
    const record = { text, place: { offset, line: 1, column: 1 }, candidates: [] }
    if (file !== undefined) {
      readRecordsOf(file, [record], {
        given: againOf(givenOf?.(file)),
        onTrouble: () => {},
        onEvent: (event, place) => {
          if (place.part === part) found = event
        },
      })
    }
    if (found === undefined)
      throw new Error(`no log in the record at ${number}:${offset}:${part}, which was read before`)
    return found
  }
}

/** All that was looked for has been found. */
class Enough extends Error {}

/** What is read again has been counted. */
function againOf(given: GivenOfLogs | undefined): GivenOfLogs | undefined {
  const { processing } = given ?? {}
  return processing === undefined
    ? given
    : { ...given, processing: { ...processing, process: processing.processAgain } }
}
