import { backslash, closeList, closeObject, openList, openObject, quote } from './log-bytes'

/** Finds where an object of JSON ends, whatever the chunks are. That what it holds is JSON it does not say. */
export class ObjectEnd {
  private depth = 0
  private inText = false
  private afterBackslash = false

  /** Given the object's next bytes, from its first on; answers where it ends among them, or -1 where it goes on behind. */
  find(chunk: Buffer, from: number): number {
    let { depth, inText } = this
    let at = this.afterBackslash ? from + 1 : from
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (inText) {
        if (byte === quote) inText = false
        else if (byte === backslash) at += 1
      } else if (byte === quote) inText = true
      else if (byte === openObject || byte === openList) depth += 1
      else if (byte === closeObject || byte === closeList) {
        depth -= 1
        if (depth === 0) return at + 1
      }
    }
    this.depth = depth
    this.inText = inText
    this.afterBackslash = at > chunk.length
    return -1
  }
}
