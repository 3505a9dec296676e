import { type Block, blocksOf, ordersOf } from './blocks'
import type { Hit, Part, ReferenceRule, Trigger } from './model'
import { concerns, holds, queriesOf } from './numbers'
import { partOf } from './threshold'

/** The completions of a sequence; undefined if there are too many orders to try. */
export function sequenceTriggers(rule: ReferenceRule, hits: readonly Hit[]): readonly Trigger[] | undefined {
  const blocks = blocksOf(hits)
  const orders = ordersOf(blocks)
  if (orders === undefined) return undefined
  const completed = new Map<Hit, Completion>()
  for (const order of orders) {
    for (const [at, parts] of chainsThrough(rule, order)) {
      const hit = order[at]
      if (hit === undefined) continue
      const known = completed.get(hit)
      if (known === undefined) completed.set(hit, { parts, isLoose: false })
      else if (idsOf(known.parts) !== idsOf(parts)) completed.set(hit, { ...known, isLoose: true })
    }
  }
  const triggers: Trigger[] = []
  for (const block of blocks) {
    const closing = block.flatMap((hit) => completed.get(hit) ?? [])
    const tied = blocks.filter(({ length }) => length > 1).flatMap((tie) => tie.map(({ thing }) => thing))
    const isTied = ({ parts }: Completion): boolean =>
      parts.some(({ things }) => things.some((one) => tied.includes(one)))
    const isLoose = closing.some((one) => one.isLoose || isTied(one))
    for (const { parts } of rule.steps.at(-1)?.window === 0 ? closing : closing.slice(0, 1)) {
      triggers.push({ time: block[0]?.time ?? 0, caseIndex: 0, parts, isLoose })
    }
  }
  return triggers
}

interface Completion {
  readonly parts: readonly Part[]
  /** Another order shows other events. */
  readonly isLoose: boolean
}

function idsOf(parts: readonly Part[]): string {
  return JSON.stringify(parts.map(({ name, things }) => [name, things.map(({ id }) => id).sort()]))
}

/** For each position at which the last step fires at the end of a chain, what took part in that chain. */
function chainsThrough(rule: ReferenceRule, order: Block): ReadonlyMap<number, readonly Part[]> {
  let before = new Map<number, readonly Part[]>()
  for (const [index, { test, window: width, transition }] of rule.steps.entries()) {
    const now = new Map<number, readonly Part[]>()
    for (const [at, hit] of order.entries()) {
      const window = width === 0 ? [hit] : order.slice(0, at + 1).filter(({ time }) => time >= hit.time - width)
      if (!concerns(test, hit) || !holds(rule, test, window)) continue
      const own = window.filter((other) => concerns(test, other))
      const part = partOf(`step_${index}`, own, [...queriesOf(test)])
      if (index === 0) {
        now.set(at, [part])
        continue
      }
      const parents = [...before.keys()].filter(
        (other) => other < at && hit.time - (order[other]?.time ?? 0) <= transition,
      )
      // Of several firings of the parent the latest counts.
      if (parents.length > 0) now.set(at, [...(before.get(Math.max(...parents)) ?? []), part])
    }
    before = now
  }
  return before
}
