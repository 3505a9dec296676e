/**
 * The name that was most likely meant by a mistyped one; `undefined` if none is near. Swapped letters count as one slip,
 * and case as none.
 */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const word = written.toLowerCase()
  if (word.length > 100) return undefined
  let nearest: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= least) continue
    const slips = slipsBetween(word, name.toLowerCase())
    if (slips < least) {
      least = slips
      nearest = name
    }
  }
  return nearest
}

/**
 * Whether one word is most likely the other, mistyped: they differ in case, in two neighbours that changed places, or in
 * words of some length by one letter, of eight by two.
 */
export function isOneSlip(written: string, meant: string): boolean {
  const [word, other] = [written.toLowerCase(), meant.toLowerCase()]
  if (word === other) return true
  const length = Math.min(word.length, other.length)
  if (length > 100 || Math.abs(word.length - other.length) > 2) return false
  const slips = slipsBetween(word, other)
  if (length >= 4) return slips <= (length >= 8 ? 2 : 1)
  return slips === 1 && [...word].sort().join() === [...other].sort().join()
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function slipsBetween(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
