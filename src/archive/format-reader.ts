import { readerOfRows } from '../event/envelopes/csv-row'
import { LineReader, type LineSink } from './line-reader'
import { formatOf, isTelling } from './log-format'
import type { RecordSink } from './records/record-sink'
import { RecordSplitter } from './records/record-splitter'
import { type NextWanted, RecordsAt } from './records/records-at'

/** What becomes of the logs of a file, whatever its format. */
export interface FormatSink extends RecordSink, LineSink {
  /** A row as a log, and where it begins. */
  readonly whole: (raw: unknown, line: number) => void
  readonly trouble: (code: 'L001', message: string, place: { readonly line: number; readonly column: number }) => void
}

interface ByteReader {
  readonly push: (chunk: Buffer) => void
  readonly end: () => void | Promise<void>
}

/** Reads a file in the format that its beginning tells. */
export class FormatReader implements ByteReader {
  private beginning: Buffer = Buffer.alloc(0)
  private reader: ByteReader | undefined

  constructor(
    private readonly sink: FormatSink,
    private readonly name: string,
    /** Whether what is no JSON and no table is text, a log a line. */
    private readonly isText: boolean,
    /** Where records lie, if these are all that is looked for. */
    private readonly wanted?: NextWanted,
  ) {}

  push(chunk: Buffer): void {
    if (this.reader) {
      this.reader.push(chunk)
      return
    }
    this.beginning = this.beginning.length === 0 ? chunk : Buffer.concat([this.beginning, chunk])
    if (isTelling(this.beginning)) this.begin()
  }

  end(): void | Promise<void> {
    return (this.reader ?? this.begin()).end()
  }

  private begin(): ByteReader {
    const reader = this.made()
    const { beginning } = this
    this.reader = reader
    this.beginning = Buffer.alloc(0)
    reader.push(beginning)
    return reader
  }

  private made(): ByteReader {
    const format = formatOf(this.beginning, this.name, this.isText)
    if (format.kind === 'lines') return new LineReader(this.sink)
    if (format.kind !== 'records') return this.table(format.delimiter)
    return this.wanted === undefined ? new RecordSplitter(this.sink) : new RecordsAt(this.sink, this.wanted)
  }

  private table(delimiter: string): ByteReader {
    const { sink } = this
    let logOf = readerOfRows([])
    return new LoadedReader(async () => {
      const { CsvReader } = await import('./csv-reader')
      return new CsvReader(
        {
          header: (names) => {
            logOf = readerOfRows(names)
          },
          row: (cells, line) => sink.whole(logOf(cells), line),
          broken: (message, line) => sink.trouble('L001', message, { line, column: 1 }),
        },
        delimiter,
      )
    })
  }
}

/** A reader that is loaded when a file needs it; what comes meanwhile waits. */
class LoadedReader implements ByteReader {
  private reader: ByteReader | undefined
  private waiting: Buffer[] = []
  private readonly loading: Promise<void>

  constructor(load: () => Promise<ByteReader>) {
    this.loading = load().then((reader) => {
      this.reader = reader
      for (const chunk of this.waiting) reader.push(chunk)
      this.waiting = []
    })
    // Whoever ends the reading hears of it.
    this.loading.catch(() => {})
  }

  push(chunk: Buffer): void {
    if (this.reader) this.reader.push(chunk)
    else this.waiting.push(chunk)
  }

  async end(): Promise<void> {
    await this.loading
    await this.reader?.end()
  }
}
