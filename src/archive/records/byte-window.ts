/** The stretch of a byte stream that is still wanted, addressed by offsets from the start of the stream. */
export class ByteWindow {
  /** Where the stream ends so far. */
  end = 0
  private chunk: Buffer = Buffer.alloc(0)
  private chunkStart = 0
  private earlier: Buffer[] = []
  private earlierStart = 0

  /** How many bytes of earlier chunks are held. */
  get held(): number {
    return this.chunkStart - this.earlierStart
  }

  /** Adds the next bytes, keeping what was there from `wanted` on. */
  push(chunk: Buffer, wanted: number): void {
    this.keep(wanted)
    this.chunk = chunk
    this.chunkStart = this.end
    this.end += chunk.length
  }

  /** The bytes between two offsets that are both still held. */
  slice(from: number, to: number): Buffer {
    if (from >= this.chunkStart) return this.chunk.subarray(from - this.chunkStart, to - this.chunkStart)
    const whole = Buffer.concat([...this.earlier, this.chunk.subarray(0, Math.max(0, to - this.chunkStart))])
    return whole.subarray(from - this.earlierStart, to - this.earlierStart)
  }

  private keep(wanted: number): void {
    if (wanted >= this.chunkStart) {
      this.earlier = wanted < this.end ? [this.chunk.subarray(wanted - this.chunkStart)] : []
      this.earlierStart = wanted
    } else this.earlier.push(this.chunk)
  }
}
