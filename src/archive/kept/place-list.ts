import type { LogPlace } from '../../detect/hits/hit'

/** What is known of the log at a place. */
export interface PlacedLog {
  readonly timeMs: number
  /** All of it is wanted. */
  readonly isWhole: boolean
}

const [files, offsets, parts, times, wholes, starts, lengths] = [0, 1, 2, 3, 4, 5, 6]

/**
 * Logs by their places, each once, in the order of files and places: plain numbers, for there may be very many. Beside
 * each stands where its text is written, once it is.
 */
export class PlaceList {
  /** File, offset, part, time, whether it is wanted whole, where its text begins, how long that is (0: none). */
  private columns: Float64Array[] = Array.from({ length: lengths + 1 }, () => new Float64Array(0))
  private count = 0
  private isSorted = true
  /** Where the last place was found: who asks next mostly asks for the same one, or the one behind it. */
  private near = 0

  /** Of a place that is added again, what is wanted adds up. */
  add({ file, offset, part }: LogPlace, { timeMs, isWhole }: PlacedLog, text = { from: 0, length: 0 }): void {
    if (this.count === this.columns[files]?.length) this.grow()
    const at = this.count
    this.put(files, at, file)
    this.put(offsets, at, offset)
    this.put(parts, at, part)
    this.put(times, at, timeMs)
    this.put(wholes, at, isWhole ? 1 : 0)
    this.put(starts, at, text.from)
    this.put(lengths, at, text.length)
    this.count += 1
    this.isSorted = false
  }

  /** How many places there are. */
  size(): number {
    this.sort()
    return this.count
  }

  placeAt(at: number): LogPlace {
    return { file: this.number(files, at), offset: this.number(offsets, at), part: this.number(parts, at) }
  }

  logAt(at: number): PlacedLog {
    return { timeMs: this.number(times, at), isWhole: this.number(wholes, at) === 1 }
  }

  textAt(at: number): { readonly from: number; readonly length: number } {
    return { from: this.number(starts, at), length: this.number(lengths, at) }
  }

  setText(at: number, from: number, length: number): void {
    this.put(starts, at, from)
    this.put(lengths, at, length)
  }

  /** The position of a place; below zero if it is not among them. */
  positionOf(place: LogPlace): number {
    const at = this.firstFrom(place)
    return at < this.count && this.compareAt(at, place) === 0 ? at : -1
  }

  /** The position of the first place at or behind another. */
  firstFrom(place: LogPlace): number {
    this.sort()
    for (const at of [this.near, this.near + 1]) {
      if (!this.isFirstFrom(at, place)) continue
      this.near = at
      return at
    }
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.compareAt(middle, place) < 0) low = middle + 1
      else high = middle
    }
    this.near = low
    return low
  }

  private isFirstFrom(at: number, place: LogPlace): boolean {
    if (at > this.count || (at < this.count && this.compareAt(at, place) < 0)) return false
    return at === 0 || this.compareAt(at - 1, place) < 0
  }

  private compareAt(at: number, { file, offset, part }: LogPlace): number {
    return this.number(files, at) - file || this.number(offsets, at) - offset || this.number(parts, at) - part
  }

  private number(column: number, at: number): number {
    return this.columns[column]?.[at] ?? 0
  }

  private put(column: number, at: number, value: number): void {
    const values = this.columns[column]
    if (values !== undefined) values[at] = value
  }

  private sort(): void {
    if (this.isSorted) return
    this.isSorted = true
    this.near = 0
    const before = this.columns
    const order = Uint32Array.from({ length: this.count }, (_, index) => index).sort(
      (a, b) =>
        this.number(files, a) - this.number(files, b) ||
        this.number(offsets, a) - this.number(offsets, b) ||
        this.number(parts, a) - this.number(parts, b),
    )
    this.columns = before.map((column) => Float64Array.from(order, (from) => column[from] ?? 0))
    const all = this.count
    this.count = 0
    for (let from = 0; from < all; from += 1) {
      if (this.count > 0 && this.compareAt(this.count - 1, this.placeAt(from)) === 0) {
        if (this.number(wholes, from) === 1) this.put(wholes, this.count - 1, 1)
        continue
      }
      for (const column of this.columns) column[this.count] = column[from] ?? 0
      this.count += 1
    }
  }

  private grow(): void {
    const length = Math.max(256, this.count * 2)
    this.columns = this.columns.map((column) => {
      const larger = new Float64Array(length)
      larger.set(column.subarray(0, this.count))
      return larger
    })
  }
}
