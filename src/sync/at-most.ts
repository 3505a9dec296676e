/** Begins works in the order they come, at most `count` of them at the same time; each is answered as it ends. */
export function atMost(count: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let free = Math.max(1, count)
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The place is handed on, so that nobody who comes now is before those who wait.
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
