import { WorldError } from '../diagnostic/world-error'
import type { Impact } from './measure-impact'
import { type ChangeKind, changeKinds } from './pair-signals'
import { type Counts, changesIn } from './tally'

/** What of an impact is too much: signals of a kind, more than so many of them in all, or on one day. */
export interface FailOn {
  readonly what: ChangeKind | 'any'
  readonly moreThan: number
  readonly per: 'all' | 'day'
}

const written = /^\s*([a-z]+)\s*(?:>\s*(\d{1,9})\s*(\/\s*day)?\s*)?$/i

/** Reads `new`, `any`, `gone > 20`, `new > 50/day`. Throws a `usage` WorldError for what is none. */
export function parseFailOn(text: string): FailOn {
  const [, word = '', bound, daily] = written.exec(text) ?? []
  const what = [...changeKinds, 'any' as const].find((kind) => kind === word.toLowerCase())
  if (what === undefined) {
    const help = `Write ${[...changeKinds, 'any'].join(', ')}, or a bound such as 'new > 50/day'.`
    throw new WorldError('usage', `--fail-on cannot be "${text}"`, help)
  }
  return { what, moreThan: Number(bound ?? 0), per: daily === undefined ? 'all' : 'day' }
}

/** A bound that is passed: how many there are, and of a bound by day, on which day the most. */
export interface Excess {
  readonly failOn: FailOn
  readonly count: number
  readonly day?: string
}

/** The bounds that an impact passes. */
export function excessesOf({ totals, days }: Impact, bounds: readonly FailOn[]): readonly Excess[] {
  return bounds.flatMap((failOn): readonly Excess[] => {
    const count = (counts: Counts): number => (failOn.what === 'any' ? changesIn(counts) : counts[failOn.what])
    if (failOn.per === 'all') return count(totals) > failOn.moreThan ? [{ failOn, count: count(totals) }] : []
    const worst = [...days]
      .map(([day, counts]) => ({ failOn, day, count: count(counts) }))
      .sort((a, b) => b.count - a.count)
    return worst.slice(0, 1).filter((one) => one.count > failOn.moreThan)
  })
}
