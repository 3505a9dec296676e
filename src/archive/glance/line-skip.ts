import type { GlancedRecords } from '../records/record-sink'

/** Lines that were passed over: how many, and where the last one ends. */
export type SkippedLines = Pick<GlancedRecords, 'end' | 'lineFeeds'>

/**
 * What a line has that is more than a message of its own: XML, a record or a head of flow logs, or an escape by code, which
 * may be of any sign. JSON and lines of S3 are told by how they begin.
 */
const odd = [
  ...['\\\\u', 'schemas\\.microsoft', '\\b(?:ACCEPT|REJECT|OK|NODATA|SKIPDATA)\\b', 'eni-', 'interface-id', 'addr'],
  ...['account-id', 'log-status'],
]
const [lineFeed, blank, openObject, dash] = [0x0a, 0x20, 0x7b, 0x2d]
/** So much is searched at once, as a text that an engine makes at no great cost. */
const windowBytes = 64 * 1024
/** An id of an owner, with which lines of S3 begin, is so long; so is the time before the record of an exported line. */
const [ownerLength, exportedLength] = [64, 24]

/** Passes over lines of text that have none of some texts and are nothing but messages. */
export class LineSkip {
  private readonly search: RegExp
  private chunk: Buffer | undefined
  /** What of it was searched, and where the first of the texts stands in that; -1 where none does. */
  private window = { from: 0, to: 0 }
  private text = ''
  private stop = -1

  constructor(texts: readonly string[]) {
    const plain = texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    this.search = new RegExp([...odd, ...plain].join('|'), 'g')
  }

  /** Of the lines that begin at `from`, `most` at most. */
  skip(chunk: Buffer, from: number, most: number): SkippedLines {
    let end = from
    let lineFeeds = 0
    while (lineFeeds < most && end < chunk.length) {
      const isInside = this.chunk === chunk && end >= this.window.from && end < this.window.to
      if (!isInside) this.look(chunk, end)
      else if (this.stop !== -1 && this.stop < end) this.find(end)
      const to = chunk.indexOf(lineFeed, end)
      // A line goes on behind what was searched: it is searched from its beginning, once.
      if (to >= this.window.to && end > this.window.from) this.look(chunk, end)
      if (to === -1 || to >= this.window.to || (this.stop !== -1 && to > this.stop) || !isMessage(chunk, end, to)) break
      end = to + 1
      lineFeeds += 1
    }
    return { end, lineFeeds }
  }

  private look(chunk: Buffer, from: number): void {
    this.chunk = chunk
    this.window = { from, to: Math.min(chunk.length, from + windowBytes) }
    // Texts that are searched for are ASCII, so that it does not matter how the rest is read.
    this.text = chunk.toString('latin1', from, this.window.to)
    this.find(from)
  }

  private find(from: number): void {
    this.search.lastIndex = from - this.window.from
    const found = this.search.exec(this.text)
    this.stop = found === null ? -1 : this.window.from + found.index
  }
}

/** By how a line begins; one of blanks alone is none. */
function isMessage(chunk: Buffer, from: number, to: number): boolean {
  const first = chunk[from] as number
  if (first === openObject || first === dash || first >= 0x7f) return false
  if (chunk[from + exportedLength + 1] === openObject && to - from > exportedLength) return false
  const mayBeOwned = to - from >= ownerLength && chunk[from + ownerLength] === blank
  if (mayBeOwned && chunk.indexOf(blank, from) === from + ownerLength) return false
  let at = from
  while (at < to && (chunk[at] as number) <= blank) at += 1
  return at < to
}
