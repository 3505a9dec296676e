import { compileSuppression } from '../../suppression/compile-suppression'
import type { CompiledRules } from '../compile-rules'
import type { CompiledRule } from '../compiled-rule'
import type { HitRow } from '../hits/hit-rows'
import { variantOf } from './variation'

/**
 * The rules of a run with those variants of which at least one event is another: all other variants come out as their rule does,
 * and are not run. A row says what the rules have of an event, and of variants only where they differ.
 */
export class VariantRules {
  readonly compiled: CompiledRules
  /** The position of each variant, by its number; its rule's variants, by their numbers. */
  private readonly positions = new Map<number, number>()
  private readonly ofRule = new Map<number, number[]>()

  constructor(
    private readonly base: CompiledRules,
    numbers: Iterable<number>,
  ) {
    const variants: CompiledRule[] = []
    for (const number of [...numbers].sort((one, two) => one - two)) {
      const variant = variantOf(base, number)
      const rule = variant && this.variant(variant)
      if (variant === undefined || rule === undefined) continue
      this.positions.set(number, base.rules.length + variants.length)
      this.ofRule.set(variant.rule, [...(this.ofRule.get(variant.rule) ?? []), number])
      variants.push(rule)
    }
    this.compiled = variants.length === 0 ? base : { ...base, rules: [...base.rules, ...variants] }
  }

  /** What rules and variants have of an event: their positions, and what their queries make of it. */
  *hitsOf({ rules, hits }: HitRow): Generator<readonly [rule: number, hits: string]> {
    const count = this.base.rules.length
    const others = new Set(rules.filter((number) => number >= count))
    for (const [index, number] of rules.entries()) {
      const text = hits[index] ?? '[]'
      if (number < count) {
        yield [number, text]
        for (const variant of this.ofRule.get(number) ?? []) {
          const position = this.positions.get(variant)
          if (position !== undefined && !others.has(variant)) yield [position, text]
        }
        continue
      }
      const position = this.positions.get(number)
      const rule = variantOf(this.base, number)?.rule ?? number
      if (position !== undefined && !rules.includes(rule)) yield [position, text]
    }
  }

  private variant({ rule, variation }: NonNullable<ReturnType<typeof variantOf>>): CompiledRule | undefined {
    const own = this.base.rules[rule]
    const { side, suppression } = this.base.variations[variation] ?? {}
    if (own === undefined || side === undefined || suppression === undefined) return undefined
    const { varied: _, ...rest } = own
    return {
      ...rest,
      side,
      ...(own.side !== undefined && { variantOf: own.side }),
      suppressions: own.suppressions.map((one) =>
        one.suppression.id === suppression.id ? compileSuppression(suppression) : one,
      ),
    }
  }
}
