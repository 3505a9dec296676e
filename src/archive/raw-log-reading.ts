import type { Readable } from 'node:stream'
import type { DistinctQuery } from '../detect/candidate-index'
import type { LogPlace } from '../detect/hits/hit'
import type { GivenOfLogs } from '../event/given'
import type { ToldLog } from '../event/open-log'
import type { LogRefusal } from '../event/read-log'
import type { LineGlance } from './glance/line-glance'
import type { RecordGlance } from './glance/record-glance'
import type { LogTrouble } from './log-trouble'
import type { RecordPlace } from './records/record-sink'
import type { NextWanted } from './records/records-at'
import type { UnpackRoom } from './unpack/unpack-room'

/** Of the logs that nobody wants, the first and then one in so many is read all the same. */
export interface Sampling {
  /** So many are passed over before the next that is read. */
  readonly left: number
  /** So many were passed over. */
  readonly pass: (logs: number) => void
  /** The next one is read. */
  readonly begin: () => void
}

export interface RawLogReading {
  /** Given the raw text of a log, answers false if nobody wants it; it then counts as read without being parsed. */
  readonly mayMatch?: ((text: string) => boolean) | undefined
  /** Tells of usual records which queries can match them; one that none can then counts as read, too. */
  readonly glance?: RecordGlance | undefined
  /** The same for records like one of the file, the first that can be parsed, where that tells more. */
  readonly glanceLike?: ((raw: unknown) => RecordGlance | undefined) | undefined
  /** Tells of lines that are logs of text. */
  readonly lines?: () => LineGlance | undefined
  /** Where it is set, the reading stops; what was read until then counts. */
  readonly abort?: AbortSignal | undefined
  /** Says which of the logs that nobody wants are read all the same: of the usual records, and of all others. */
  readonly sampling?: { readonly usual: Sampling; readonly others: Sampling }
  /** What the file `-` is read from. */
  readonly stdin?: Readable
  /** Where files are unpacked that are read one after the other. */
  readonly room?: UnpackRoom | undefined
  /** What is said of the file. Where that names a source, lines that are no JSON are its logs as text. */
  readonly given?: GivenOfLogs | undefined
  /**
   * Is handed a usual record whole, to be read by somebody else (`readHandedRecords`), who counts it; answers false where it
   * is to be read here.
   */
  readonly handOver?: ((record: FoundRecord) => boolean) | undefined
  /** Where the records lie whose logs are looked for, known from a reading before; others are passed over. */
  readonly nextWanted?: NextWanted | undefined
  /** What lies between those is not looked at; where that cannot be, NoObjectThere is thrown. */
  readonly leaps?: boolean
  /** Told, of a file that is read bit by bit, how far the reading is. */
  readonly onFar?: ((far: FarInFile) => void) | undefined
  /** A file of more than this, unpacked, is a trouble. */
  readonly mostBytes?: number
  /** Answers what is wrong with the log; undefined if nothing is. */
  readonly onLog: (raw: unknown, place: PlaceInFile, glanced?: GlancedLog) => LogRefusal | undefined
  readonly onTrouble: (trouble: LogTrouble) => void
}

/** What a glance told of a log. */
export interface GlancedLog {
  /** Other queries cannot match it. */
  readonly candidates: readonly DistinctQuery[]
  /** What it is; undefined where reading tells. */
  readonly known: ToldLog | undefined
}

/** How far the reading of a file is: bytes as they lie on disk, and logs. */
export interface FarInFile {
  readonly bytes: number
  readonly logs: number
}

/** Where a log lies in its file, so that it can be told among all logs of the same file, read again. */
export type PlaceInFile = Omit<LogPlace, 'file'>

/** A usual record as it was found, and the only queries that can match it. Its bytes are to be used at once. */
export interface FoundRecord<Query = DistinctQuery> {
  readonly bytes: Uint8Array
  readonly place: RecordPlace
  readonly candidates: readonly Query[]
}

/** The same, handed over. */
export interface HandedRecord<Query = DistinctQuery> extends Omit<FoundRecord<Query>, 'bytes'> {
  readonly text: string
}
