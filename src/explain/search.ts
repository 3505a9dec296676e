import { namesIn } from '../condition/names-in'
import type { GroupTrigger } from '../detect/compiled-rule'
import type { Group } from '../detect/group-key'
import type { Target, TargetSide } from '../detect/methods/target'
import type { Draft } from '../rule/rule'
import { queryNameAt } from '../rule/rule'
import type { Bench } from './bench'
import type { Groups } from './groups'
import { type Gap, gapOf } from './misses/shortfall'

/** The groups that lack a target, by key. */
export type Lacking = ReadonlyMap<string, Group>

/** A group at the moment at which a condition came nearest to being true. */
export interface Nearest {
  readonly group: Group
  readonly atMs: number
  readonly gap: Gap
  /** Whether any query that the condition names had something to show. */
  readonly isBegun: boolean
}

/** What the search for near misses works with. */
export class Search {
  private readonly known = new Map<TargetSide, ReadonlyMap<string, Nearest>>()

  constructor(
    private readonly rule: Draft,
    readonly bench: Bench,
    readonly groups: Groups,
    /** From the first to the last event: no window needs to be wider. */
    readonly spanMs: number,
  ) {}

  /** The first trigger of each group that a variation of the rule has. */
  firstTriggers(variation: Draft): ReadonlyMap<string, GroupTrigger> {
    const first = new Map<string, GroupTrigger>()
    for (const found of this.bench.triggersOf(variation)) {
      if (!first.has(found.group.key)) first.set(found.group.key, found)
    }
    return first
  }

  /** Where each group came nearest to a side's condition; at equal distance the earliest moment. */
  nearestTo(side: TargetSide): ReadonlyMap<string, Nearest> {
    const known = this.known.get(side)
    if (known !== undefined) return known
    const nearest = new Map<string, Nearest>()
    const names = namesOf(side)
    this.bench.watchNumbers(
      side.counted,
      () => nearest.clear(),
      (group, atMs, numberOf) => {
        const gap = gapOf(side.condition, numberOf, (name) => this.countsWhole(name))
        const best = nearest.get(group.key)
        if (best !== undefined && best.gap.size <= gap.size) return
        nearest.set(group.key, { group, atMs, gap, isBegun: names.some((name) => (numberOf(name) || 0) !== 0) })
      },
    )
    this.known.set(side, nearest)
    return nearest
  }

  private countsWhole(name: string): boolean {
    const query = this.rule.queries.find((each, index) => queryNameAt(each, index) === name)
    return query?.aggregation !== 'sum' && query?.aggregation !== 'max'
  }
}

function namesOf({ condition }: Target['sides'][number]): readonly string[] {
  return [...new Set(namesIn(condition).map(({ name }) => name))]
}
