import type { GlancedRecords } from '../records/record-sink'

/** Lines that were passed over: how many, and where the last one ends. */
export type SkippedLines = Pick<GlancedRecords, 'end' | 'lineFeeds'>

/**
 * What a line has that is more than a message of its own: JSON, XML, a record or a head of flow logs, or an escape by code,
 * which may be of any sign. Lines of S3 are told by where their first blank stands.
 */
const odd = [
  ...['\\{', '\\\\u', 'schemas\\.microsoft', '\\b(?:ACCEPT|REJECT|OK|NODATA|SKIPDATA)\\b', 'eni-', 'interface-id'],
  ...['addr', 'account-id', 'log-status'],
]
const [lineFeed, blank, quote, openList, dash] = [0x0a, 0x20, 0x22, 0x5b, 0x2d]
/** An id of an owner, with which lines of S3 begin, is so long. */
const ownerLength = 64

/** Passes over lines of text that have none of some texts and are nothing but messages. */
export class LineSkip {
  private readonly search: RegExp
  private chunk: Buffer | undefined
  private text = ''
  /** Where the next of the texts stands; -1 where none does. */
  private stop = -1

  constructor(texts: readonly string[]) {
    const plain = texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    this.search = new RegExp([...odd, ...plain].join('|'), 'g')
  }

  /** Of the lines that begin at `from`, `most` at most. */
  skip(chunk: Buffer, from: number, most: number): SkippedLines {
    this.look(chunk, from)
    let end = from
    let lineFeeds = 0
    while (lineFeeds < most) {
      const to = chunk.indexOf(lineFeed, end)
      if (to === -1 || (this.stop !== -1 && to > this.stop) || !isMessage(chunk, end, to)) break
      end = to + 1
      lineFeeds += 1
    }
    return { end, lineFeeds }
  }

  private look(chunk: Buffer, from: number): void {
    if (this.chunk !== chunk) {
      this.chunk = chunk
      // Texts that are searched for are ASCII, so that it does not matter how the rest is read.
      this.text = chunk.toString('latin1')
    } else if (this.stop === -1 || this.stop >= from) return
    this.search.lastIndex = from
    this.stop = this.search.exec(this.text)?.index ?? -1
  }
}

/** By how a line begins. */
function isMessage(chunk: Buffer, from: number, to: number): boolean {
  const first = chunk[from] as number
  if (first <= blank || first === quote || first === openList || first >= 0x7f) return false
  if (to - from < ownerLength) return first !== dash
  return first !== dash && chunk[from + ownerLength] !== blank
}
