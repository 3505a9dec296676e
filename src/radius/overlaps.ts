/** What one suppression hides that others hide as well. */
export interface Overlap {
  /** Of the signals that it hides, how many nothing else hides. */
  readonly alone: number
  /** By the id of another suppression how many signals both hide: the hundred that share most with it. */
  readonly overlaps: ReadonlyMap<string, number>
  /** So many more share some. */
  readonly moreOverlaps: number
}

const mostTold = 100

/** Counts which suppressions hide the same signals. Those that the same ones hide are laid side by side once. */
export class Overlaps {
  private readonly byHiders = new Map<string, { readonly ids: readonly string[]; signals: number }>()
  private readonly ofOne = new Map<string, { readonly ids: readonly string[]; signals: number }[]>()

  /** The suppressions that hide a signal. */
  show(ids: readonly string[]): void {
    if (ids.length === 0) return
    const key = JSON.stringify(ids)
    const known = this.byHiders.get(key)
    if (known) {
      known.signals += 1
      return
    }
    const fresh = { ids, signals: 1 }
    this.byHiders.set(key, fresh)
    for (const id of ids) {
      const own = this.ofOne.get(id)
      if (own) own.push(fresh)
      else this.ofOne.set(id, [fresh])
    }
  }

  of(id: string): Overlap {
    let alone = 0
    const all = new Map<string, number>()
    for (const { ids, signals } of this.ofOne.get(id) ?? []) {
      if (ids.length === 1) alone += signals
      else for (const other of ids) if (other !== id) all.set(other, (all.get(other) ?? 0) + signals)
    }
    const most = [...all].sort(([, one], [, two]) => two - one)
    return { alone, overlaps: new Map(most.slice(0, mostTold)), moreOverlaps: Math.max(0, most.length - mostTold) }
  }
}
