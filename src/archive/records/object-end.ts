import { backslash, closeList, closeObject, openList, openObject, quote } from './log-bytes'

/** Finds where an object of JSON ends, whatever the chunks are. That what it holds is JSON it does not say. */
export class ObjectEnd {
  private depth = 0
  private inText = false
  private afterBackslash = false

  /** Given the object's next bytes, from its first on; answers where it ends among them, or -1 where it goes on behind. */
  find(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (this.inText) {
        if (this.afterBackslash) this.afterBackslash = false
        else if (byte === quote) this.inText = false
        else if (byte === backslash) this.afterBackslash = true
      } else if (byte === quote) this.inText = true
      else if (byte === openObject || byte === openList) this.depth += 1
      else if (byte === closeObject || byte === closeList) {
        this.depth -= 1
        if (this.depth === 0) return at + 1
      }
    }
    return -1
  }
}
