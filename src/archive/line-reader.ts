import type { SkippedLines } from './glance/line-skip'
import { isBlank } from './records/log-bytes'
import { largestRecord, type RecordPlace } from './records/record-sink'

/** What is read of a file of lines. */
export interface LineSink {
  /** Given where a line begins, passes over it and those behind it as far as nobody wants them. */
  readonly skipLines?: (chunk: Buffer, from: number) => SkippedLines | undefined
  readonly textLine: (line: string, place: RecordPlace) => void
  readonly tooLong: (place: RecordPlace) => void
}

const lineFeed = 0x0a

/** Cuts bytes into lines of text, as an agent tails a file: each that is not blank is a log. */
export class LineReader {
  private parts: Buffer[] = []
  private length = 0
  private isSkipped = false
  private start: RecordPlace = { offset: 0, line: 1, column: 1 }

  /** `largest`: a line with more bytes is left out. */
  constructor(
    private readonly sink: LineSink,
    private readonly largest = largestRecord,
  ) {}

  push(chunk: Buffer): void {
    let from = this.skip(chunk, 0)
    for (let at = chunk.indexOf(lineFeed, from); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      this.add(chunk.subarray(from, at))
      this.endLine(1)
      from = this.skip(chunk, at + 1)
    }
    this.add(chunk.subarray(from))
  }

  end(): void {
    this.endLine(0)
  }

  /** Answers where the next line begins that is to be read. */
  private skip(chunk: Buffer, from: number): number {
    const skipped = this.length === 0 ? this.sink.skipLines?.(chunk, from) : undefined
    if (skipped === undefined || skipped.lineFeeds === 0) return from
    const { offset, line } = this.start
    this.start = { offset: offset + skipped.end - from, line: line + skipped.lineFeeds, column: 1 }
    return skipped.end
  }

  private add(part: Buffer): void {
    this.length += part.length
    if (this.length > this.largest) {
      if (!this.isSkipped) this.sink.tooLong(this.start)
      this.isSkipped = true
      this.parts = []
    }
    if (!this.isSkipped && part.length > 0) this.parts.push(part)
  }

  private endLine(ending: number): void {
    const { start, parts, length } = this
    const isSkipped = this.isSkipped
    this.start = { offset: start.offset + length + ending, line: start.line + 1, column: 1 }
    this.parts = []
    this.length = 0
    this.isSkipped = false
    const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    if (!isSkipped && !isBlank(bytes)) this.sink.textLine(bytes.toString('utf8').trimEnd(), start)
  }
}
