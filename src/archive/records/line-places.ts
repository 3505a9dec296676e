import type { RecordPlace } from './record-sink'

/** Counts the lines of a file, so that places in it can be told. */
export class LinePlaces {
  /** From 1. */
  line = 1
  /** Where the line begins. */
  lineStart = 0

  /** A line ends at this offset. */
  end(offset: number): void {
    this.line += 1
    this.lineStart = offset + 1
  }

  /** So many lines went by; this is where the last of them began. */
  pass(lines: number, lineStart: number): void {
    if (lines === 0) return
    this.line += lines
    this.lineStart = lineStart
  }

  at(offset: number): RecordPlace {
    return { offset, line: this.line, column: offset - this.lineStart + 1 }
  }
}
