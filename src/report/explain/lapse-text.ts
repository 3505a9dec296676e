const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
]

/** A duration in milliseconds as people read it: `41 s`, `2 h 22 min 26 s`, `250 ms`; nothing at all is `0 s`. */
export function lapseText(ms: number): string {
  const parts: string[] = []
  let left = Math.round(ms)
  for (const [unit, size] of units) {
    const count = Math.floor(left / size)
    if (count > 0) parts.push(`${count} ${unit}`)
    left -= count * size
  }
  return parts.join(' ') || '0 s'
}
