import { type Block, blocksOf, ordersOf } from './blocks'
import { type Hit, type Part, queryNames, type ReferenceRule, type Trigger } from './model'
import { concerns, holds, queriesOf } from './numbers'

/** What the hits of one group trigger, if no case waits for silence; undefined if there are too many orders to try. */
export function thresholdTriggers(rule: ReferenceRule, hits: readonly Hit[]): readonly Trigger[] | undefined {
  const blocks = blocksOf(hits)
  const looks = rule.window === 0 ? blocks.flatMap((block) => block.map((hit) => [hit])) : blocks
  const triggers: Trigger[] = []
  for (const [index, block] of looks.entries()) {
    const time = block[0]?.time ?? 0
    const past = looks.slice(0, index).map((other) => other.filter((hit) => hit.time >= time - rule.window))
    const found = firstCase(rule, rule.window === 0 ? [] : past, block)
    if (found === undefined) return undefined
    if (found !== 'none') triggers.push({ time, ...found })
  }
  return triggers
}

/** At each run, the whole look-back at once; `THEN` looks for its order in there. */
export function scheduledTriggers(rule: ReferenceRule, hits: readonly Hit[]): readonly Trigger[] | undefined {
  const last = Math.max(...hits.map(({ time }) => time)) + rule.window + rule.every
  const triggers: Trigger[] = []
  let idle = Number.NEGATIVE_INFINITY
  for (let time = 0; time <= last; time += rule.every) {
    const since = hits.find((hit) => hit.time > idle)?.thing
    const window = hits.filter((hit) => hit.time >= time - rule.window && hit.time <= time)
    const blocks = blocksOf(window)
    if (window.length === 0) idle = time
    for (const [caseIndex, { test, after }] of rule.cases.entries()) {
      if (window.length === 0) continue
      if (after === undefined) {
        if (!holds(rule, test, window)) continue
        triggers.push({ time, since, caseIndex, parts: partsOfQueries(window) })
        break
      }
      const closings = blocks.map((block, at) => closingOf(rule, caseIndex, blocks.slice(0, at), block))
      if (closings.includes(undefined)) return undefined
      const last = closings.findLastIndex((closing) => closing !== undefined && closing.length > 0)
      if (last === -1) continue
      triggers.push({
        time,
        since,
        ...sidesOf(rule, caseIndex, blocks.slice(0, last + 1).flat(), closings[last] ?? []),
      })
      break
    }
  }
  return triggers
}

/** The first case that comes true at the hits of a block; undefined if there are too many orders to try. */
export function firstCase(
  rule: ReferenceRule,
  past: readonly Block[],
  block: Block,
  isTrue = (caseIndex: number, window: readonly Hit[]) => holds(rule, rule.cases[caseIndex]?.test, window),
) {
  const window = [...past.flat(), ...block]
  for (const [caseIndex, { after }] of rule.cases.entries()) {
    if (after === undefined) {
      if (isTrue(caseIndex, window)) return { caseIndex, parts: partsOfQueries(window) }
      continue
    }
    const closing = closingOf(rule, caseIndex, past, block)
    if (closing === undefined) return undefined
    if (closing.length > 0) return sidesOf(rule, caseIndex, window, closing)
  }
  return 'none'
}

/** The hits of the block that make the right side true in some order in which the left one came true before. */
function closingOf(
  rule: ReferenceRule,
  caseIndex: number,
  past: readonly Block[],
  block: Block,
): readonly Hit[] | undefined {
  const { test, after } = rule.cases[caseIndex] ?? {}
  const orders = ordersOf([...past, block])
  return (
    orders &&
    block.filter((right) =>
      orders.some((order) => {
        const at = order.indexOf(right)
        if (!concerns(after, right) || !holds(rule, after, order.slice(0, at + 1))) return false
        return order.slice(0, at).some((left, to) => concerns(test, left) && holds(rule, test, order.slice(0, to + 1)))
      }),
    )
  )
}

/** One part a query that took part. */
export function partsOfQueries(window: readonly Hit[]): readonly Part[] {
  return queryNames
    .map((name, query) =>
      partOf(
        name,
        window.filter(({ queries }) => queries.includes(query)),
        [query],
      ),
    )
    .filter(({ things }) => things.length > 0)
}

/** What took part under a name, by some of the rule's queries. */
export function partOf(name: string, hits: readonly Hit[], queries: readonly number[]): Part {
  return {
    name,
    things: hits.map(({ thing }) => thing),
    matches: hits.flatMap((hit) =>
      queries.filter((one) => hit.queries.includes(one)).map((one) => `${one} ${hit.thing.id}`),
    ),
  }
}

/** Both sides, the left one without what closed the right; where several may have, the documents do not say which. */
function sidesOf(rule: ReferenceRule, caseIndex: number, window: readonly Hit[], closing: readonly Hit[]) {
  const { test, after } = rule.cases[caseIndex] ?? {}
  const left = window.filter((hit) => hit !== closing[0] && concerns(test, hit))
  const right = window.filter((hit) => concerns(after, hit))
  const parts = [partOf('before THEN', left, [...queriesOf(test)]), partOf('then', right, [...queriesOf(after)])]
  return { caseIndex, parts, isLoose: closing.length > 1 }
}
