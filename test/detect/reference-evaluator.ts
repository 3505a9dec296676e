/**
 * A second evaluator of threshold and sequence rules, slow and simple, written from the prose of the design alone: it
 * tries every order of the events that have none, looks at every window anew, and shares no code with the engine.
 */
export interface ReferenceRule {
  readonly method: 'threshold' | 'sequence'
  readonly queryCount: number
  /** Seconds, as everything here. */
  readonly window: number
  readonly keepAlive: number
  readonly maxSignal: number
  readonly cases: readonly ReferenceCase[]
  readonly steps: readonly { readonly test: ReferenceTest; readonly window: number; readonly transition: number }[]
}

interface ReferenceCase {
  /** 0 is the mildest. */
  readonly severity: number
  readonly test: ReferenceTest
  /** If present, the case is `test THEN after`. */
  readonly after?: ReferenceTest | undefined
}

/** All (`and`) or one (`or`) of: query counts more than a number. */
export interface ReferenceTest {
  readonly join: 'and' | 'or'
  readonly terms: readonly { readonly query: number; readonly moreThan: number }[]
}

export interface ReferenceEvent {
  readonly id: string
  readonly time: number
  readonly tiebreaker?: number | undefined
  readonly queries: readonly number[]
  readonly groups: readonly string[]
}

export interface ReferenceSignal {
  readonly group: string
  readonly severity: number
  readonly opened: number
  readonly lastSeen: number
  readonly firstSeen: number
  readonly events: readonly string[]
}

/** Evaluates a rule; undefined if there are too many orders to try. */
export function evaluateByReference(
  rule: ReferenceRule,
  events: readonly ReferenceEvent[],
): readonly ReferenceSignal[] | undefined {
  const signals: (ReferenceSignal & { at: number })[] = []
  for (const group of [...new Set(events.flatMap(({ groups }) => groups))].sort()) {
    const blocks = blocksOf(events.filter(({ groups }) => groups.includes(group)))
    const triggers = rule.method === 'threshold' ? thresholdTriggers(rule, blocks) : sequenceTriggers(rule, blocks)
    if (triggers === undefined) return undefined
    signals.push(...live(rule, group, triggers))
  }
  return signals.map(({ at, ...signal }) => signal)
}

interface Trigger {
  readonly time: number
  readonly severity: number
  readonly events: readonly ReferenceEvent[]
}

/** Sets of events in order of time; inside a set the order is unknown. */
function blocksOf(events: readonly ReferenceEvent[]): readonly (readonly ReferenceEvent[])[] {
  const times = [...new Set(events.map(({ time }) => time))].sort((a, b) => a - b)
  return times.flatMap((time) => {
    const together = events.filter((event) => event.time === time)
    if (together.some(({ tiebreaker }) => tiebreaker === undefined)) return [together]
    const ties = [...new Set(together.map(({ tiebreaker }) => tiebreaker ?? 0))].sort((a, b) => a - b)
    return ties.map((tie) => together.filter(({ tiebreaker }) => tiebreaker === tie))
  })
}

function live(rule: ReferenceRule, group: string, triggers: readonly Trigger[]) {
  const signals: (ReferenceSignal & { at: number })[] = []
  for (const { time, severity, events } of triggers) {
    const open = signals.at(-1)
    if (open && rule.keepAlive > 0 && time - open.at <= rule.keepAlive && time - open.opened <= rule.maxSignal) {
      signals[signals.length - 1] = {
        ...seen(group, Math.max(open.severity, severity), open.opened, [...open.events, ...events.map(({ id }) => id)]),
        firstSeen: Math.min(open.firstSeen, ...events.map((event) => event.time)),
        lastSeen: Math.max(open.lastSeen, ...events.map((event) => event.time)),
        at: time,
      }
    } else {
      signals.push({
        ...seen(
          group,
          severity,
          time,
          events.map(({ id }) => id),
        ),
        firstSeen: Math.min(...events.map((event) => event.time)),
        lastSeen: Math.max(...events.map((event) => event.time)),
        at: time,
      })
    }
  }
  return signals
}

function seen(group: string, severity: number, opened: number, ids: readonly string[]) {
  return { group, severity, opened, events: [...new Set(ids)].sort() }
}

function holds(test: ReferenceTest, events: readonly ReferenceEvent[]): boolean {
  const one = ({ query, moreThan }: ReferenceTest['terms'][number]) =>
    events.filter(({ queries }) => queries.includes(query)).length > moreThan
  return test.join === 'and' ? test.terms.every(one) : test.terms.some(one)
}

function concerns(test: ReferenceTest, event: ReferenceEvent): boolean {
  return test.terms.some(({ query }) => event.queries.includes(query))
}

function thresholdTriggers(
  rule: ReferenceRule,
  blocks: readonly (readonly ReferenceEvent[])[],
): readonly Trigger[] | undefined {
  const triggers: Trigger[] = []
  const looks = rule.window === 0 ? blocks.flatMap((block) => block.map((event) => [event])) : blocks
  for (const [index, block] of looks.entries()) {
    const time = block[0]?.time ?? 0
    const past =
      rule.window === 0 ? [] : looks.slice(0, index).map((other) => other.filter((e) => e.time >= time - rule.window))
    for (const { severity, test, after } of rule.cases) {
      const window = [...past.flat(), ...block]
      if (after === undefined) {
        if (!holds(test, window)) continue
        triggers.push({ time, severity, events: window })
        break
      }
      const orders = ordersOf([...past, block])
      if (orders === undefined) return undefined
      const completes = orders.some((order) =>
        order.some((right, at) => {
          if (!block.includes(right) || !concerns(after, right) || !holds(after, order.slice(0, at + 1))) return false
          return order.slice(0, at).some((left, to) => concerns(test, left) && holds(test, order.slice(0, to + 1)))
        }),
      )
      if (!completes) continue
      triggers.push({ time, severity, events: window.filter((e) => concerns(test, e) || concerns(after, e)) })
      break
    }
  }
  return triggers
}

function sequenceTriggers(
  rule: ReferenceRule,
  blocks: readonly (readonly ReferenceEvent[])[],
): readonly Trigger[] | undefined {
  const orders = ordersOf(blocks)
  if (orders === undefined) return undefined
  const terminal = rule.steps.at(-1)
  const completed = new Map<ReferenceEvent, readonly ReferenceEvent[]>()
  for (const order of orders) {
    const last = chainsThrough(rule, order)
    for (const [at, chain] of last) {
      const event = order[at]
      if (event !== undefined && !completed.has(event)) completed.set(event, chain)
    }
  }
  const triggers: Trigger[] = []
  for (const block of blocks) {
    const closing = block.filter((event) => completed.has(event))
    for (const event of terminal?.window === 0 ? closing : closing.slice(0, 1)) {
      triggers.push({ time: event.time, severity: rule.cases[0]?.severity ?? 0, events: completed.get(event) ?? [] })
    }
  }
  return triggers
}

/** For each position at which the last step fires at the end of a chain, the events of that chain. */
function chainsThrough(rule: ReferenceRule, order: readonly ReferenceEvent[]) {
  let before = new Map<number, readonly ReferenceEvent[]>()
  for (const [index, step] of rule.steps.entries()) {
    const now = new Map<number, readonly ReferenceEvent[]>()
    for (const [at, event] of order.entries()) {
      const window =
        step.window === 0 ? [event] : order.slice(0, at + 1).filter(({ time }) => time >= event.time - step.window)
      if (!concerns(step.test, event) || !holds(step.test, window)) continue
      const own = window.filter((other) => concerns(step.test, other))
      if (index === 0) {
        now.set(at, own)
        continue
      }
      const parent = [...before.keys()].filter(
        (other) => other < at && event.time - (order[other]?.time ?? 0) <= step.transition,
      )
      if (parent.length > 0) now.set(at, [...(before.get(Math.max(...parent)) ?? []), ...own])
    }
    before = now
  }
  return before
}

/** Every order that the blocks allow; undefined if there are too many. */
function ordersOf(blocks: readonly (readonly ReferenceEvent[])[]): readonly (readonly ReferenceEvent[])[] | undefined {
  let orders: (readonly ReferenceEvent[])[] = [[]]
  for (const block of blocks) {
    const inner = permutations(block)
    if (orders.length * inner.length > 3000) return undefined
    orders = orders.flatMap((order) => inner.map((rest) => [...order, ...rest]))
  }
  return orders
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items]
  if (items.length > 6) return new Array(5000).fill(items)
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  )
}
