/** Longer names are compared by their first characters only; the work stays bounded on any input. */
const longestCompared = 64

/**
 * The one of `names` that someone who wrote `written` most likely meant, if any is near: at most a third of the
 * characters differ (one in short names), where a change of capitals alone counts as nothing.
 */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const from = [...written.slice(0, longestCompared).toLowerCase()]
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(from.length / 3)) + 1
  for (const name of names) {
    const distance = editDistance(from, [...name.slice(0, longestCompared).toLowerCase()])
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

/** How many characters must be added, dropped, replaced, or swapped with their neighbour to turn one into the other. */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1]
      const replaced = at(last, column - 1) + (isSame ? 0 : 1)
      let least = Math.min(replaced, at(last, column) + 1, at(current, column - 1) + 1)
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwapped) least = Math.min(least, at(beforeLast, column - 2) + 1)
      current.push(least)
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0
}
