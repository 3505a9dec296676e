import { type CsvError, type Parser, parse } from 'csv-parse'
import { largestRecord } from './records/record-sink'

/** What is read of a table. A line counts from 1; what a sink throws is thrown by the next call. */
export interface CsvSink {
  readonly header: (names: readonly string[]) => void
  readonly row: (cells: readonly string[], line: number) => void
  readonly broken: (message: string, line: number) => void
}

const lineFeed = 0x0a

/**
 * Reads a table of comma-separated values as its bytes come: quoted cells with delimiters and line ends in them, any line
 * ends, lines of blanks between. A row that does not fit its header costs itself alone.
 */
export class CsvReader {
  private readonly parser: Parser
  /** Offsets of line feeds behind the last row. */
  private feeds: number[] = []
  private offset = 0
  private line = 1
  private columns: number | undefined
  private failure: unknown
  private hasEnded = false

  constructor(
    private readonly sink: CsvSink,
    delimiter: string,
  ) {
    this.parser = parse({
      delimiter,
      info: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: largestRecord,
      on_skip: (error) => void this.guarded(() => this.refuse(error)),
    })
    this.parser.on('data', ({ record, info }: { record: readonly string[]; info: { readonly bytes: number } }) =>
      this.guarded(() => this.take(record, info.bytes)),
    )
    this.parser.on('error', (error: CsvError) => this.guarded(() => this.refuse(error)))
  }

  push(chunk: Buffer): void {
    if (this.failure) throw this.failure
    if (this.hasEnded) return
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1))
      this.feeds.push(this.offset + at)
    this.offset += chunk.length
    this.parser.write(chunk)
  }

  async end(): Promise<void> {
    if (!this.hasEnded && !this.failure) {
      await new Promise<void>((done) => {
        this.parser.once('close', done)
        this.parser.end()
      })
    }
    if (this.failure) throw this.failure
  }

  private take(record: readonly string[], end: number): void {
    const line = this.lineBefore(record, end)
    if (this.columns === undefined) {
      this.columns = record.length
      this.sink.header(record)
    } else if (record.length === this.columns) this.sink.row(record, line)
    else if (record.some((cell) => cell.trim() !== '')) {
      this.sink.broken(
        `this row has ${record.length === 1 ? 'one cell' : `${record.length} cells`}, and the header ${this.columns}`,
        line,
      )
    }
  }

  /** The line on which a record begins that ends at an offset. */
  private lineBefore(record: readonly string[], end: number): number {
    const index = this.feeds.findIndex((feed) => feed >= end)
    const passed = index === -1 ? this.feeds.length : index
    const endsLine = passed > 0 && this.feeds[passed - 1] === end - 1
    const inside = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    this.feeds = this.feeds.slice(passed)
    this.line += passed
    return this.line - inside - (endsLine ? 1 : 0)
  }

  private refuse(error: CsvError | undefined): void {
    if (this.hasEnded) return
    // Behind either no row can be told from what stands in quotes.
    this.hasEnded = true
    const message =
      error?.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quote that opens in this row does not close; the rows before it were read'
        : 'a row is larger than 256 MB; the rows before it were read'
    this.sink.broken(message, this.line)
    this.parser.destroy()
  }

  private guarded(work: () => void): void {
    if (this.failure) return
    try {
      work()
    } catch (error) {
      this.failure = error
      this.parser.destroy()
    }
  }
}
