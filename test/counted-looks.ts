/** The methods whose calls are counted: each call is a look at a text or a collection. */
const textMethods = ['charAt', 'charCodeAt', 'codePointAt', 'indexOf', 'lastIndexOf', 'slice', 'startsWith'] as const
const listMethods = ['push', 'includes', 'indexOf', 'slice', 'concat'] as const

/** How many looks a piece of work takes, which unlike its time is the same on every machine. */
export function looksDuring(work: () => void): number {
  let looks = 0
  const restore = [
    ...textMethods.map((method) => counted(String.prototype, method, () => looks++)),
    ...listMethods.map((method) => counted(Array.prototype, method, () => looks++)),
    counted(Map.prototype, 'get', () => looks++),
    counted(Set.prototype, 'has', () => looks++),
  ]
  try {
    work()
  } finally {
    for (const undo of restore) undo()
  }
  return looks
}

function counted(prototype: object, method: string, count: () => void): () => void {
  const original = Object.getOwnPropertyDescriptor(prototype, method)
  if (original === undefined) throw new Error(`there is no ${method}`)
  const call = original.value as (...args: readonly unknown[]) => unknown
  Object.defineProperty(prototype, method, {
    ...original,
    value(this: unknown, ...args: readonly unknown[]) {
      count()
      return Reflect.apply(call, this, args)
    },
  })
  return () => Object.defineProperty(prototype, method, original)
}
