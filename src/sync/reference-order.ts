/** Things in an order in which each comes after those it refers to, and the circles that have no such order. */
export interface ReferenceOrder {
  /** Ids in order; members of circles are left out. */
  readonly order: readonly string[]
  /** Each circle in the order of its references, beginning with its first id. */
  readonly circles: readonly (readonly string[])[]
}

/**
 * Orders ids so that targets come first; beyond that they keep the order they came in. What refers to a circle without
 * being part of it is still ordered. Works without recursion.
 */
export function orderByReference(references: ReadonlyMap<string, readonly string[]>): ReferenceOrder {
  const order: string[] = []
  const circles: (readonly string[])[] = []
  const state = new Map<string, 'open' | 'done'>()
  const inCircle = new Set<string>()
  for (const start of references.keys()) {
    if (state.has(start)) continue
    const path: { readonly id: string; next: number }[] = [{ id: start, next: 0 }]
    state.set(start, 'open')
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = references.get(top.id)?.[top.next]
      top.next += 1
      if (target === undefined) {
        state.set(top.id, 'done')
        if (!inCircle.has(top.id)) order.push(top.id)
        path.pop()
      } else if (references.has(target) && !state.has(target)) {
        state.set(target, 'open')
        path.push({ id: target, next: 0 })
      } else if (state.get(target) === 'open') {
        const circle = path.slice(path.findIndex(({ id }) => id === target)).map(({ id }) => id)
        for (const id of circle) inCircle.add(id)
        circles.push(circle)
      }
    }
  }
  return { order, circles }
}
