import type { Bound } from '../../medium/bounded-markdown'

/** What fits into a comment of GitHub, which takes 65,536 characters, with some room for what others add to it. */
const usualMaxSize = 60_000

/** How long the Markdown of one of several tenants may get; undefined for as long as it is. */
export function boundOf(maxSize: number | undefined, tenants: number, whole: string): Bound | undefined {
  if (maxSize === 0) return undefined
  // Several tenants have a table of their counts above them.
  const counts = tenants > 1 ? 300 + 150 * tenants : 0
  return { maxBytes: Math.max(0, Math.floor(((maxSize ?? usualMaxSize) - counts) / tenants)), whole }
}
