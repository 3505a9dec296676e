import type { Suppression } from '../../suppression/suppression'

/**
 * Another way in which the exclusion of one suppression acts on the rules of a set: not at all, or all along. Its rules are those
 * of the set with that suppression in place of the one of its id.
 */
export interface Variation {
  readonly kind: 'without' | 'allAlong'
  /** What the rules are told by that come out otherwise. */
  readonly side: string
  readonly suppression: Suppression
}

/** The variations of a rule: those of the suppression at a position among its own, by their position among all. */
export type VariationsOfRule = ReadonlyMap<number, readonly number[]>

/** Rules in whose hits variations are written as numbers beyond those of the rules. */
interface Numbered {
  readonly rules: { readonly length: number }
  readonly variations: readonly Variation[]
}

/** Stands for a rule under a variation, both by position, where rules stand. */
export function variantNumber({ rules, variations }: Numbered, rule: number, variation: number): number {
  return rules.length + rule * variations.length + variation
}

/** The positions that a number stands for; undefined for that of a rule itself. */
export function variantOf(
  { rules, variations }: Numbered,
  number: number,
): { readonly rule: number; readonly variation: number } | undefined {
  const beyond = number - rules.length
  if (beyond < 0) return undefined
  return { rule: Math.floor(beyond / variations.length), variation: beyond % variations.length }
}
