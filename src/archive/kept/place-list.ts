import type { LogPlace } from '../../detect/hits/hit'

/** What is known of the log at a place. */
export interface PlacedLog {
  readonly timeMs: number
  /** All of it is wanted. */
  readonly isWhole: boolean
}

const [places, times, wholes, starts, lengths] = [3, 3, 4, 5, 6]

/**
 * Logs by their places, each once, in the order of files and places: plain numbers, for there may be very many. Beside
 * each stands where its text is written, once it is.
 */
export class PlaceList {
  /** File, offset, part, time, whether it is wanted whole, where its text begins, how long that is (0: none). */
  private columns: Float64Array[] = Array.from({ length: lengths + 1 }, () => new Float64Array(0))
  private count = 0
  private isSorted = true

  /** Of a place that is added again, what is wanted adds up. */
  add({ file, offset, part }: LogPlace, { timeMs, isWhole }: PlacedLog, text = { from: 0, length: 0 }): void {
    const [first] = this.columns
    if (first === undefined || this.count === first.length) this.grow()
    const row = [file, offset, part, timeMs, isWhole ? 1 : 0, text.from, text.length]
    for (const [index, column] of this.columns.entries()) column[this.count] = row[index] ?? 0
    this.count += 1
    this.isSorted = false
  }

  /** How many places there are. */
  size(): number {
    this.sort()
    return this.count
  }

  placeAt(at: number): LogPlace {
    return { file: this.number(0, at), offset: this.number(1, at), part: this.number(2, at) }
  }

  logAt(at: number): PlacedLog {
    return { timeMs: this.number(times, at), isWhole: this.number(wholes, at) === 1 }
  }

  textAt(at: number): { readonly from: number; readonly length: number } {
    return { from: this.number(starts, at), length: this.number(lengths, at) }
  }

  setText(at: number, from: number, length: number): void {
    const [start, long] = [this.columns[starts], this.columns[lengths]]
    if (start === undefined || long === undefined) return
    start[at] = from
    long[at] = length
  }

  /** The position of a place; below zero if it is not among them. */
  positionOf(place: LogPlace): number {
    const at = this.firstFrom(place)
    return at < this.count && this.compareAt(at, place) === 0 ? at : -1
  }

  /** The position of the first place at or behind another. */
  firstFrom(place: LogPlace): number {
    this.sort()
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.compareAt(middle, place) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  private compareAt(at: number, { file, offset, part }: LogPlace): number {
    return this.number(0, at) - file || this.number(1, at) - offset || this.number(2, at) - part
  }

  private number(column: number, at: number): number {
    return this.columns[column]?.[at] ?? 0
  }

  private sort(): void {
    if (this.isSorted) return
    this.isSorted = true
    const before = this.columns
    const order = Uint32Array.from({ length: this.count }, (_, index) => index).sort(
      (a, b) =>
        this.number(0, a) - this.number(0, b) ||
        this.number(1, a) - this.number(1, b) ||
        this.number(2, a) - this.number(2, b),
    )
    this.columns = before.map(() => new Float64Array(order.length))
    let kept = 0
    for (const from of order) {
      const isSame =
        kept > 0 && this.columns.slice(0, places).every((column, index) => column[kept - 1] === before[index]?.[from])
      if (isSame) {
        const whole = this.columns[wholes]
        if (whole && before[wholes]?.[from] === 1) whole[kept - 1] = 1
        continue
      }
      for (const [index, column] of this.columns.entries()) column[kept] = before[index]?.[from] ?? 0
      kept += 1
    }
    this.count = kept
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
