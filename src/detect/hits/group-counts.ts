import type { CompiledRule, LeastHits } from '../compiled-rule'
import type { HitRows } from './hit-rows'

/** So many counters, however many hits there are. */
const slots = 2 ** 22
/** A counter that has come this far stands for any number. */
const most = 0xff
/** Of fewer events nothing is counted: running them costs less. */
const leastRows = 512
/** Time is cut into pieces of this length at least. */
const leastPieceMs = 1000

interface CountedRule {
  readonly takes: LeastHits
  /** What a trigger takes lies in one piece of time, or in two that follow each other. */
  readonly pieceMs: number
}

/**
 * How many hits each group of each query has about a moment, at most: groups and pieces of time are known by a hash, and
 * those that share a counter are counted together. Enough to know of most hits that no trigger can need them: most
 * principals do half of a sequence, and come near no threshold.
 */
export class GroupCounts {
  private counts: Uint8Array | undefined
  /** The first events, until they are enough. */
  private waiting: HitRows[] = []
  private waitingRows = 0
  private readonly counted: readonly (CountedRule | undefined)[]
  /** Rules of which an event joined several groups: of those none is known by its hash. */
  private readonly ofSeveral = new Set<number>()

  /** Rules whose hits are not all that they are decided by are left alone: those that look at signals, and those with variants. */
  constructor(
    rules: readonly CompiledRule[],
    private readonly countsFrom = leastRows,
  ) {
    this.counted = rules.map(({ takes, sources, varied }) =>
      takes === undefined || sources.length > 0 || varied !== undefined
        ? undefined
        : { takes, pieceMs: Math.max(takes.withinMs + 1, leastPieceMs) },
    )
  }

  add(rows: HitRows): void {
    if (this.counts !== undefined) {
      this.count(rows, this.counts)
      return
    }
    this.waiting.push(rows)
    this.waitingRows += rows.times.length
    if (this.waitingRows < this.countsFrom) return
    this.counts = new Uint8Array(slots)
    for (const some of this.waiting) this.count(some, this.counts)
    this.waiting = []
  }

  /** Whether the rule, by its position, may fire for a group, by its hash, so that a hit of it at this time counts. */
  mayFire(rule: number, group: number, timeMs: number): boolean {
    const { counts } = this
    const counted = this.counted[rule]
    if (counted === undefined || counts === undefined || this.ofSeveral.has(rule)) return true
    const piece = Math.floor(timeMs / counted.pieceMs)
    return counted.takes.areEnough((query) => {
      const key = keyOf(rule, query, group)
      let hits = 0
      for (let near = piece - 1; near <= piece + 1; near += 1) {
        const count = counts[slotOf(key, near)] ?? 0
        hits += count === most ? Number.POSITIVE_INFINITY : count
      }
      return hits
    })
  }

  private count({ times, hitEnds, rules, groups, queries }: HitRows, counts: Uint8Array): void {
    let hit = 0
    for (let at = 0; at < times.length; at += 1) {
      for (const end = hitEnds[at] ?? 0; hit < end; hit += 1) {
        const rule = rules[hit] ?? 0
        const counted = this.counted[rule]
        if (counted === undefined) continue
        const group = groups[hit] ?? 0
        if (group === 0) this.ofSeveral.add(rule)
        const piece = Math.floor((times[at] ?? 0) / counted.pieceMs)
        for (let left = queries[hit] ?? 0, query = 0; left !== 0; left >>>= 1, query += 1) {
          if ((left & 1) === 0) continue
          const slot = slotOf(keyOf(rule, query, group), piece)
          const count = counts[slot] ?? 0
          if (count < most) counts[slot] = count + 1
        }
      }
    }
  }
}

function keyOf(rule: number, query: number, group: number): number {
  return Math.imul(group ^ Math.imul(rule * 32 + query + 1, 0x9e37_79b1), 0x85eb_ca6b)
}

function slotOf(key: number, piece: number): number {
  const mixed = Math.imul((key ^ (key >>> 13)) + Math.imul(piece, 0xc2b2_ae35), 0x27d4_eb2f)
  return (mixed ^ (mixed >>> 15)) & (slots - 1)
}
