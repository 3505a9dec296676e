import type { CompiledRule } from '../compiled-rule'
import type { Variation, VariationsOfRule } from './variation'

/** What a variation does to one event of a rule. */
export interface VariedEvent {
  /** By its position among all. */
  readonly variation: number
  /** The rule has the event under it and has it not as things are, or the other way round. */
  readonly isOther: boolean
}

/** Answers the variations of rules that look at logs alone; what looks at signals is compiled as a set of its own. */
export function variationsOfRules(
  variations: readonly Variation[],
): (rule: CompiledRule) => VariationsOfRule | undefined {
  const ofSuppression = new Map<string, number[]>()
  for (const [at, { suppression }] of variations.entries()) {
    const known = ofSuppression.get(suppression.id)
    if (known) known.push(at)
    else ofSuppression.set(suppression.id, [at])
  }
  return ({ sources, suppressions }) => {
    if (sources.length > 0 || variations.length === 0) return undefined
    const found = suppressions.flatMap(({ suppression }, position): [number, readonly number[]][] => {
      const own = ofSuppression.get(suppression.id)
      return own ? [[position, own]] : []
    })
    return found.length > 0 ? new Map(found) : undefined
  }
}

/**
 * What variations do to an event that a rule's queries match: those under which its suppression takes the event all along, and
 * those that give the rule what nobody else takes. `excluders` are the positions of the suppressions whose exclusion matches it,
 * `takers` those of them that take it as things are.
 */
export function variedBy(
  { varied = new Map() }: CompiledRule,
  variations: readonly Variation[],
  excluders: readonly number[],
  takers: readonly number[],
): readonly VariedEvent[] {
  const found: VariedEvent[] = []
  for (const position of excluders) {
    const isTaker = takers.includes(position)
    for (const variation of varied.get(position) ?? []) {
      const isLasting = variations[variation]?.kind === 'allAlong'
      if (isLasting) found.push({ variation, isOther: takers.length === 0 })
      else if (isTaker) found.push({ variation, isOther: takers.length === 1 })
    }
  }
  return found
}
