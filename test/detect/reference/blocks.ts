import type { Hit } from './model'

/** Hits whose order among each other is unknown. */
export type Block = readonly Hit[]

/** Blocks in order of time: only tiebreakers order what happened at one time, and only where all of it have one. */
export function blocksOf(hits: readonly Hit[]): readonly Block[] {
  const times = [...new Set(hits.map(({ time }) => time))].sort((a, b) => a - b)
  return times.flatMap((time) => {
    const together = hits.filter((hit) => hit.time === time)
    if (together.some(({ thing }) => thing.tiebreaker === undefined)) return [together]
    const ties = [...new Set(together.map(({ thing }) => thing.tiebreaker ?? 0))].sort((a, b) => a - b)
    return ties.map((tie) => together.filter(({ thing }) => thing.tiebreaker === tie))
  })
}

/** Every order that the blocks allow; undefined if there are too many. */
export function ordersOf(blocks: readonly Block[]): readonly Block[] | undefined {
  let orders: Block[] = [[]]
  for (const block of blocks) {
    if (block.length > 5) return undefined
    const inner = permutations(block)
    if (orders.length * inner.length > 720) return undefined
    orders = orders.flatMap((order) => inner.map((rest) => [...order, ...rest]))
  }
  return orders
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  )
}
