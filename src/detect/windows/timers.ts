interface Timer<Owner> {
  readonly dueMs: number
  readonly owner: Owner
  /** Of timers that are due together the one with the lower rank comes first. */
  readonly rank: number
}

/** Moments at which somebody wants to be asked, earliest first. An owner that is set again keeps its earlier moment, too. */
export class Timers<Owner> {
  private readonly heap: Timer<Owner>[] = []

  set(dueMs: number, owner: Owner, rank: number): void {
    const { heap } = this
    heap.push({ dueMs, owner, rank })
    for (let at = heap.length - 1; at > 0; ) {
      const above = (at - 1) >> 1
      if (!this.swapped(above, at)) return
      at = above
    }
  }

  /** Takes the earliest one that is due before a time. */
  takeBefore(timeMs: number): Timer<Owner> | undefined {
    const { heap } = this
    const [first] = heap
    if (first === undefined || first.dueMs >= timeMs) return undefined
    const last = heap.pop()
    if (heap.length > 0 && last !== undefined) {
      heap[0] = last
      for (let at = 0; ; ) {
        const left = 2 * at + 1
        const right = left + 1
        const child = right < heap.length && comesBefore(heap[right], heap[left]) ? right : left
        if (child >= heap.length || !this.swapped(at, child)) break
        at = child
      }
    }
    return first
  }

  /** Puts the later one of two below the earlier. */
  private swapped(above: number, below: number): boolean {
    const [upper, lower] = [this.heap[above], this.heap[below]]
    if (upper === undefined || lower === undefined || !comesBefore(lower, upper)) return false
    this.heap[above] = lower
    this.heap[below] = upper
    return true
  }
}

function comesBefore(a: Timer<unknown> | undefined, b: Timer<unknown> | undefined): boolean {
  return a !== undefined && b !== undefined && (a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.rank < b.rank))
}
