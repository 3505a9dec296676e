import type { SignalPair } from './pair-signals'
import type { RaisedSignal, WaitingSignals } from './waiting-signals'

const nobody = -1

/**
 * Pairs the signals that are left on both sides, as `signalChanges` does: first those of one group that overlap in time, then
 * those that share an event.
 */
export function* pairWaiting(before: WaitingSignals, after: WaitingSignals): Generator<SignalPair<RaisedSignal>> {
  const [ones, twos] = [before.left(), after.left()]
  /** By positions among those that are left. */
  const twoOf = new Int32Array(ones.length).fill(nobody)
  const isTaken = new Uint8Array(twos.length)
  const pair = (one: number, two: number): void => {
    twoOf[one] = two
    isTaken[two] = 1
  }
  pairOverlapping({ signals: before, rows: ones }, { signals: after, rows: twos }, pair)
  const sharing = new EventsShared({ signals: after, rows: twos }, isTaken)
  for (const [one, row] of ones.entries()) {
    if (twoOf[one] !== nobody) continue
    const two = sharing.firstWith(before.idsOf(row))
    if (two !== undefined) pair(one, two)
  }
  for (const [one, row] of ones.entries()) {
    const two = twos[twoOf[one] ?? nobody]
    yield two === undefined ? { before: before.at(row) } : { before: before.at(row), after: after.at(two) }
  }
  for (const [two, row] of twos.entries()) if (isTaken[two] === 0) yield { after: after.at(row) }
}

interface Left {
  readonly signals: WaitingSignals
  readonly rows: Uint32Array
}

/** Walks through the signals group by group in time. Those that are equal in time have found each other before. */
function pairOverlapping(before: Left, after: Left, pair: (one: number, two: number) => void): void {
  const [ones, twos] = [inGroups(before), inGroups(after)]
  for (let [at, to] = [0, 0]; at < ones.length && to < twos.length; ) {
    const [one = 0, two = 0] = [ones[at], twos[to]]
    const [row, theirs] = [before.rows[one] ?? 0, after.rows[two] ?? 0]
    const apart = before.signals.groupOf(row) - after.signals.groupOf(theirs)
    if (apart < 0) at += 1
    else if (apart > 0) to += 1
    else if (before.signals.lastOf(row) < after.signals.firstOf(theirs)) at += 1
    else if (after.signals.lastOf(theirs) < before.signals.firstOf(row)) to += 1
    else {
      pair(one, two)
      at += 1
      to += 1
    }
  }
}

/** Their positions, by group, then in time. */
function inGroups({ signals, rows }: Left): Uint32Array {
  return positionsOf(rows).sort((a, b) => {
    const [one, two] = [rows[a] ?? 0, rows[b] ?? 0]
    return (
      signals.groupOf(one) - signals.groupOf(two) ||
      signals.firstOf(one) - signals.firstOf(two) ||
      signals.lastOf(one) - signals.lastOf(two) ||
      a - b
    )
  })
}

/** The signals of one side by their events, in their order. */
class EventsShared {
  private readonly ids: Float64Array
  private readonly owners: Uint32Array
  /** How far each event's first place was gone on from. */
  private readonly passed: Uint32Array

  constructor(
    { signals, rows }: Left,
    private readonly isTaken: Uint8Array,
  ) {
    let length = 0
    const isLeft = (position: number): boolean => isTaken[position] === 0
    for (const [position, row] of rows.entries()) if (isLeft(position)) length += signals.idsOf(row).length
    const [ids, owners] = [new Float64Array(length), new Uint32Array(length)]
    let at = 0
    for (const [position, row] of rows.entries()) {
      if (!isLeft(position)) continue
      for (const id of signals.idsOf(row)) {
        ids[at] = id
        owners[at] = position
        at += 1
      }
    }
    const order = positionsOf(ids).sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0) || a - b)
    this.ids = Float64Array.from(order, (index) => ids[index] ?? 0)
    this.owners = Uint32Array.from(order, (index) => owners[index] ?? 0)
    this.passed = new Uint32Array(length)
  }

  /** The first signal that nobody took and that has the first of these events that any such has. */
  firstWith(ids: Float64Array): number | undefined {
    for (const id of ids) {
      const start = this.firstOf(id)
      let at = Math.max(start, this.passed[start] ?? 0)
      while (this.ids[at] === id && this.isTaken[this.owners[at] ?? 0] === 1) at += 1
      // Who is taken stays so, so that no one is passed twice where very many signals share an event.
      if (this.ids[start] === id) this.passed[start] = at
      if (this.ids[at] === id) return this.owners[at]
    }
    return undefined
  }

  private firstOf(id: number): number {
    let [low, high] = [0, this.ids.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.ids[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    return low
  }
}

function positionsOf({ length }: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length }, (_, index) => index)
}
