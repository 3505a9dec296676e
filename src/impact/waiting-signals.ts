import type { CaseStatus } from '../rule/case-status'
import { hash53 } from './hash53'

/** What is known of a signal until it is known what became of it. */
export interface RaisedSignal {
  /** The run that raised it, and its position among the signals of that run. */
  readonly run: number
  readonly position: number
  /** Its position among the signals of its rule and side. */
  readonly order: number
  /** Its number among principals. */
  readonly principal: number
  readonly severity: CaseStatus
  readonly case: string
  /** No suppression hides it. */
  readonly isSeen: boolean
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  /** Its group, and the list of its events: equal numbers for equal ones, see `hash53`. */
  readonly group: number
  readonly events: number
}

/** What many signals have alike. */
type Kind = Pick<RaisedSignal, 'run' | 'severity' | 'case' | 'isSeen'>

/** Of each signal so many numbers are kept: its kind, where it is told again, and what tells it from others. */
const [kindAt, positionAt, orderAt, principalAt, firstAt, lastAt, groupAt, eventsAt, idsAt, idsLengthAt] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
]
const width = idsLengthAt + 1
const nobody = -1

/**
 * Signals of one rule and side that wait for their like on the other side: plain numbers, for there may be very many. One
 * that has found it gives its room back.
 */
export class WaitingSignals {
  private cells = new Float64Array(16 * width)
  /** Behind each row the next one of its bucket. */
  private next = new Int32Array(16)
  private readonly free: number[] = []
  private rows = 0
  private live = 0
  /** The first and the last row of each bucket; those of one key lie in one bucket, in the order in which they came. */
  private heads = new Int32Array(32).fill(nobody)
  private tails = new Int32Array(32).fill(nobody)
  private ids = new Float64Array(16)
  private idsEnd = 0
  private idsLive = 0
  private readonly kinds: Kind[] = []
  private readonly kindByKey = new Map<string, number>()

  add(signal: RaisedSignal, ids: readonly string[]): void {
    const row = this.free.pop() ?? this.newRow()
    const from = this.roomForIds(ids.length)
    for (const [index, id] of ids.entries()) this.ids[from + index] = hash53(id)
    this.cells.set(
      [
        this.kindOf(signal),
        signal.position,
        signal.order,
        signal.principal,
        signal.firstSeenMs,
        signal.lastSeenMs,
        signal.group,
        signal.events,
        from,
        ids.length,
      ],
      row * width,
    )
    this.live += 1
    this.append(row)
  }

  /** Takes away the first that waits with this group and these times. */
  takeTwin({ group, firstSeenMs, lastSeenMs }: RaisedSignal): RaisedSignal | undefined {
    const bucket = bucketOf(group, firstSeenMs, lastSeenMs, this.heads.length)
    let before = nobody
    for (let row = this.heads[bucket] ?? nobody; row !== nobody; row = this.next[row] ?? nobody) {
      const isTwin = this.groupOf(row) === group && this.firstOf(row) === firstSeenMs && this.lastOf(row) === lastSeenMs
      if (isTwin) {
        const signal = this.at(row)
        this.remove(row, before, bucket)
        return signal
      }
      before = row
    }
    return undefined
  }

  /** The rows that are left, in the order in which their signals came. */
  left(): Uint32Array {
    const isFree = new Set(this.free)
    const rows = Uint32Array.from({ length: this.live })
    let at = 0
    for (let row = 0; row < this.rows; row += 1) if (!isFree.has(row)) rows[at++] = row
    return rows.sort((a, b) => this.cell(a, orderAt) - this.cell(b, orderAt))
  }

  at(row: number): RaisedSignal {
    const kind = this.kinds[this.cell(row, kindAt)]
    if (kind === undefined) throw new Error(`no signal waits in row ${row}`)
    return {
      ...kind,
      position: this.cell(row, positionAt),
      order: this.cell(row, orderAt),
      principal: this.cell(row, principalAt),
      firstSeenMs: this.firstOf(row),
      lastSeenMs: this.lastOf(row),
      group: this.groupOf(row),
      events: this.cell(row, eventsAt),
    }
  }

  groupOf(row: number): number {
    return this.cell(row, groupAt)
  }

  firstOf(row: number): number {
    return this.cell(row, firstAt)
  }

  lastOf(row: number): number {
    return this.cell(row, lastAt)
  }

  /** The ids of its events, each as `hash53` has it. */
  idsOf(row: number): Float64Array {
    const from = this.cell(row, idsAt)
    return this.ids.subarray(from, from + this.cell(row, idsLengthAt))
  }

  private cell(row: number, at: number): number {
    return this.cells[row * width + at] ?? 0
  }

  private kindOf({ run, severity, case: wonCase, isSeen }: RaisedSignal): number {
    const kind: Kind = { run, severity, case: wonCase, isSeen }
    const key = JSON.stringify([run, severity, wonCase, isSeen])
    const known = this.kindByKey.get(key) ?? this.kinds.push(kind) - 1
    this.kindByKey.set(key, known)
    return known
  }

  private newRow(): number {
    const row = this.rows
    this.rows += 1
    if (this.rows > this.next.length) {
      this.cells = grown(this.cells, new Float64Array(this.cells.length * 2))
      this.next = grown(this.next, new Int32Array(this.next.length * 2))
      this.spread()
    }
    return row
  }

  private append(row: number): void {
    const bucket = bucketOf(this.groupOf(row), this.firstOf(row), this.lastOf(row), this.heads.length)
    const last = this.tails[bucket] ?? nobody
    this.next[row] = nobody
    if (last === nobody) this.heads[bucket] = row
    else this.next[last] = row
    this.tails[bucket] = row
  }

  private remove(row: number, before: number, bucket: number): void {
    const behind = this.next[row] ?? nobody
    if (before === nobody) this.heads[bucket] = behind
    else this.next[before] = behind
    if (behind === nobody) this.tails[bucket] = before
    this.idsLive -= this.cell(row, idsLengthAt)
    this.cells[row * width + idsLengthAt] = 0
    this.live -= 1
    this.free.push(row)
  }

  /** Twice as many buckets; those of one key stay in their order. */
  private spread(): void {
    const { heads, next } = this
    this.heads = new Int32Array(heads.length * 2).fill(nobody)
    this.tails = new Int32Array(heads.length * 2).fill(nobody)
    for (const head of heads) {
      for (let row = head; row !== nobody; ) {
        const behind = next[row] ?? nobody
        this.append(row)
        row = behind
      }
    }
  }

  /** Where so many ids find room; those of signals that are gone give theirs first. */
  private roomForIds(length: number): number {
    if (this.idsEnd + length > this.ids.length) {
      const wanted = this.idsLive + length
      const ids = new Float64Array(Math.max(this.ids.length, 2 * wanted))
      let end = 0
      for (let row = 0; row < this.rows; row += 1) {
        const own = this.idsOf(row)
        if (own.length === 0) continue
        ids.set(own, end)
        this.cells[row * width + idsAt] = end
        end += own.length
      }
      this.ids = ids
      this.idsEnd = end
    }
    const from = this.idsEnd
    this.idsEnd += length
    this.idsLive += length
    return from
  }
}

function bucketOf(group: number, firstSeenMs: number, lastSeenMs: number, buckets: number): number {
  const low = (group % 0x1_0000_0000) ^ Math.imul(firstSeenMs % 0x1_0000_0000, 0x9e37_79b1)
  const mixed = Math.imul(low ^ Math.imul(lastSeenMs % 0x1_0000_0000, 0x85eb_ca6b), 0xc2b2_ae35)
  return (mixed ^ (mixed >>> 15)) & (buckets - 1)
}

function grown<Column extends Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from)
  return to
}
