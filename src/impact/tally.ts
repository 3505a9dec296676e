import { type ChangeKind, changeKinds } from './pair-signals'

/** How many signals a person sees before and after, and how many of them are seen otherwise. */
export interface Counts extends Readonly<Record<ChangeKind, number>> {
  readonly before: number
  readonly after: number
}

/** How many signals are seen otherwise. */
export function changesIn(counts: Counts): number {
  return changeKinds.reduce((sum, kind) => sum + counts[kind], 0)
}

/** Counts one by one. */
export class Tally {
  readonly counts: Record<keyof Counts, number> = {
    before: 0,
    after: 0,
    new: 0,
    gone: 0,
    changed: 0,
    suppressed: 0,
    unsuppressed: 0,
  }

  add(what: keyof Counts, times = 1): void {
    this.counts[what] += times
  }

  addAll(counts: Counts): void {
    for (const what of Object.keys(this.counts) as (keyof Counts)[]) this.add(what, counts[what])
  }
}

/** Counts by something. */
export class Tallies<Key> {
  private readonly tallies = new Map<Key, Tally>()

  of(key: Key): Tally {
    const tally = this.tallies.get(key) ?? new Tally()
    this.tallies.set(key, tally)
    return tally
  }

  sorted(order: (one: readonly [Key, Counts], two: readonly [Key, Counts]) => number): ReadonlyMap<Key, Counts> {
    const entries = [...this.tallies].map(([key, { counts }]) => [key, counts] as const)
    return new Map(entries.sort(order))
  }
}
