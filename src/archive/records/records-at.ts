import { openObject } from './log-bytes'
import { ObjectEnd } from './object-end'
import type { RecordSink } from './record-sink'

/** Where the next record lies that is looked for, at an offset or behind it; undefined where there is none. */
export type NextWanted = (from: number) => number | undefined

/** At an offset no object begins: only who splits the whole file can tell what is there. */
export class NoObjectThere extends Error {}

/**
 * Takes out of a file, whatever the chunks are, the records that begin at offsets which are known since a `RecordSplitter`
 * split the same bytes, and looks at nothing between them. It does not know in which line they are. Throws NoObjectThere.
 */
export class RecordsAt {
  /** Where the next chunk begins. */
  private base = 0
  private next: number | undefined
  private objectEnd = new ObjectEnd()
  /** What stood in earlier chunks of the record that is next. */
  private earlier: Buffer[] = []

  constructor(
    private readonly sink: Pick<RecordSink, 'record'>,
    private readonly nextWanted: NextWanted,
  ) {
    this.next = nextWanted(0)
  }

  push(chunk: Buffer): void {
    const { base } = this
    this.base += chunk.length
    while (this.next !== undefined && this.next < this.base) {
      const isBegun = this.earlier.length > 0
      const from = isBegun ? 0 : this.next - base
      if (!isBegun && chunk[from] !== openObject) throw new NoObjectThere()
      const to = this.objectEnd.find(chunk, from)
      this.earlier.push(chunk.subarray(from, to === -1 ? chunk.length : to))
      if (to === -1) return
      this.emit(this.next)
    }
  }

  end(): void {}

  private emit(offset: number): void {
    const [first, ...others] = this.earlier
    const bytes = first === undefined || others.length > 0 ? Buffer.concat(this.earlier) : first
    this.earlier = []
    this.objectEnd = new ObjectEnd()
    this.sink.record(bytes, { offset, line: 1, column: 1 })
    this.next = this.nextWanted(offset + 1)
  }
}
