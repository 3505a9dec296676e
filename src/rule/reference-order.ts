/** Things in an order in which each comes after those it refers to, and the circles that have no such order. */
export interface ReferenceOrder<Id> {
  /** Ids in order; members of circles are left out. */
  readonly order: readonly Id[]
  readonly circles: readonly Circle<Id>[]
  /** All ids, the members of a circle together, each after what it refers to. */
  readonly turns: readonly (readonly Id[])[]
}

/** Things that all lead to each other. */
export interface Circle<Id> {
  readonly members: readonly Id[]
  /** The shortest way from the first member back to it, which need not pass them all. */
  readonly way: readonly Id[]
}

/**
 * Orders ids so that targets come first; beyond that they keep the order they came in. What refers to a circle without
 * being part of it is still ordered. Works without recursion (Tarjan's strongly connected components).
 */
export function orderByReference<Id>(references: ReadonlyMap<Id, readonly Id[]>): ReferenceOrder<Id> {
  const order: Id[] = []
  const circles: Circle<Id>[] = []
  const turns: (readonly Id[])[] = []
  /** When each id was met, and the earliest id still open that it leads to. */
  const met = new Map<Id, number>()
  const earliest = new Map<Id, number>()
  const open: Id[] = []
  const isOpen = new Set<Id>()
  const leadsTo = (id: Id, at: number): void => void earliest.set(id, Math.min(earliest.get(id) ?? at, at))
  for (const start of references.keys()) {
    const path: { readonly id: Id; next: number }[] = met.has(start) ? [] : [{ id: start, next: 0 }]
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { id } = top
      if (!met.has(id)) {
        leadsTo(id, met.size)
        met.set(id, met.size)
        open.push(id)
        isOpen.add(id)
      }
      const targets = references.get(id) ?? []
      const target = targets[top.next]
      top.next += 1
      if (target !== undefined) {
        if (isOpen.has(target)) leadsTo(id, met.get(target) ?? 0)
        else if (references.has(target) && !met.has(target)) path.push({ id: target, next: 0 })
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent) leadsTo(parent.id, earliest.get(id) ?? 0)
      if (earliest.get(id) !== met.get(id)) continue
      const members = open.splice(open.lastIndexOf(id))
      for (const member of members) isOpen.delete(member)
      turns.push(members)
      if (members.length === 1 && !targets.includes(id)) order.push(id)
      else circles.push({ members, way: wayBack(members, references) })
    }
  }
  return { order, circles, turns }
}

function wayBack<Id>(members: readonly Id[], references: ReadonlyMap<Id, readonly Id[]>): readonly Id[] {
  const [first] = members as readonly [Id, ...Id[]]
  const within = new Set(members)
  const before = new Map<Id, Id>()
  const reached = [first]
  for (const id of reached) {
    for (const target of references.get(id) ?? []) {
      if (target === first) {
        const way = [id]
        for (let each = before.get(id); each !== undefined; each = before.get(each)) way.push(each)
        return way.reverse()
      }
      if (!within.delete(target)) continue
      before.set(target, id)
      reached.push(target)
    }
  }
  return members
}
