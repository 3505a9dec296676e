/** Where a record begins in its file: bytes from the start; line and column from 1, columns in bytes. */
export interface RecordPlace {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** What the splitter hands on. The bytes of a record are a view of the file's buffer, to be used at once. */
export interface RecordSink {
  readonly record: (bytes: Buffer, place: RecordPlace) => void
  readonly broken: (what: BrokenRecord, place: RecordPlace) => void
  /**
   * Given where a record begins, takes the whole of it if it is told at a glance, and answers where it ends; in a list
   * those behind it, too. `isAlone`: it is none of a list, and not to be taken if it stands on several lines.
   */
  readonly glance?: (chunk: Buffer, from: number, place: RecordPlace, isAlone: boolean) => GlancedRecords | undefined
  /** Given where a line begins, takes it and those behind it as far as they are records told at a glance. */
  readonly glanceLines?: (chunk: Buffer, from: number) => GlancedRecords | undefined
  /** Given a line that begins no JSON, answers whether it is a log all the same. */
  readonly line: (bytes: Buffer, place: RecordPlace) => boolean
}

/** Records that were taken: where the last one ends, how many line feeds stand before that, and where the last one is. */
export interface GlancedRecords {
  readonly end: number
  readonly lineFeeds: number
  readonly lastLineFeed: number
}

export type BrokenRecord = 'cut-off' | 'unclosed-text' | 'not-json' | 'too-large'

/** Far more than any log, and it still fits into one string. */
export const largestRecord = 256 * 1024 * 1024
