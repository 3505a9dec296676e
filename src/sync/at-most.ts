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

/**
 * Answers of many questions of one kind, in their order: the first is asked alone, so that a refusal of all is met once, the
 * others `count` at the same time. Where one fails, no other is begun.
 */
export async function answersOf<Value>(
  questions: readonly (() => Promise<Value>)[],
  count = 8,
): Promise<readonly Value[]> {
  const [first, ...others] = questions
  if (!first) return []
  const answer = await first()
  const ask = atMost(count)
  let isOver = false
  const rest = others.map((question) =>
    ask(async () => {
      if (isOver) throw new Error('another question failed')
      try {
        return await question()
      } catch (error) {
        isOver = true
        throw error
      }
    }),
  )
  return [answer, ...(await Promise.all(rest))]
}
