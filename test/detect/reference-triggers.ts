import type {
  ReferenceEvent,
  ReferenceGroup,
  ReferenceRule,
  ReferenceTerm,
  ReferenceTest,
  ReferenceTrigger,
} from './reference-evaluator'

type Block = readonly ReferenceEvent[]
type Triggers = readonly ReferenceTrigger[] | undefined

/** What the events of one group trigger, in order of time; undefined if there are too many orders to try. */
export function triggersOf(rule: ReferenceRule, group: ReferenceGroup, beganAt: number, end: number): Triggers {
  const { events } = group
  switch (rule.method) {
    case 'threshold':
      return rule.cases.some(({ test }) => waysOf(test).some(({ few }) => few.length > 0))
        ? waitingTriggers(rule, useful(rule, blocksOf(events)), end)
        : thresholdTriggers(rule, useful(rule, blocksOf(events)))
    case 'scheduled':
      return scheduledTriggers(rule, useful(rule, [events]).flat())
    case 'sequence':
      return sequenceTriggers(rule, blocksOf(events))
    case 'new_value':
      return newValueTriggers(rule, events, beganAt)
    case 'third_party':
      return thirdPartyTriggers(rule, events)
    case 'travel':
      return travelTriggers(rule, events)
  }
}

/** Sets of events in order of time; inside a set the order is unknown. */
function blocksOf(events: readonly ReferenceEvent[]): readonly Block[] {
  const times = [...new Set(events.map(({ time }) => time))].sort((a, b) => a - b)
  return times.flatMap((time) => {
    const together = events.filter((event) => event.time === time)
    if (together.some(({ tiebreaker }) => tiebreaker === undefined)) return [together]
    const ties = [...new Set(together.map(({ tiebreaker }) => tiebreaker ?? 0))].sort((a, b) => a - b)
    return ties.map((tie) => together.filter(({ tiebreaker }) => tiebreaker === tie))
  })
}

/** An event without a value says nothing to a query that looks at values. */
function useful(rule: ReferenceRule, blocks: readonly Block[]): readonly Block[] {
  const counts = (query: number, { values }: ReferenceEvent): boolean =>
    rule.aggregations[query] === 'count' || values.length > 0
  return blocks
    .map((block) =>
      block.map((event) => ({ ...event, queries: event.queries.filter((query) => counts(query, event)) })),
    )
    .map((block) => block.filter(({ queries }) => queries.length > 0))
    .filter((block) => block.length > 0)
}

function numberOf(rule: ReferenceRule, query: number, events: readonly ReferenceEvent[]): number {
  const matching = events.filter(({ queries }) => queries.includes(query))
  const values = matching.flatMap((event) => event.values)
  switch (rule.aggregations[query]) {
    case 'cardinality':
      return new Set(values).size
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0)
    case 'max':
      return values.length === 0 ? Number.NaN : Math.max(...values)
    default:
      return matching.length
  }
}

function holds(rule: ReferenceRule, test: ReferenceTest, events: readonly ReferenceEvent[]): boolean {
  const one = (term: ReferenceTerm) => meets(rule, term, events)
  return test.join === 'and' ? test.terms.every(one) : test.terms.some(one)
}

function meets(rule: ReferenceRule, term: ReferenceTerm, events: readonly ReferenceEvent[]): boolean {
  const number = numberOf(rule, term.query, events)
  return 'moreThan' in term ? number > term.moreThan : number < term.lessThan
}

/** The ways in which a test comes true, each with what it asks logs for and what it asks to have few of. */
function waysOf({ join, terms }: ReferenceTest) {
  const ways = join === 'and' ? [terms] : terms.map((term) => [term])
  return ways.map((way) => {
    const wanted = way.flatMap((term) => ('moreThan' in term ? [term.query] : []))
    const isFew = (term: ReferenceTerm): boolean => 'lessThan' in term && !wanted.includes(term.query)
    return { some: way.filter((term) => !isFew(term)), few: way.filter(isFew) }
  })
}

/**
 * Walks through all whole times up to the end of the logs. At each: the logs that come; then the logs whose window ends
 * now, if their case waits for others; then, if a log left its window, silence, which is told once.
 */
function waitingTriggers(rule: ReferenceRule, blocks: readonly Block[], end: number): Triggers {
  const triggers: ReferenceTrigger[] = []
  const events = blocks.flat()
  const ways = rule.cases.map(({ test }) => waysOf(test))
  const allMeet = (terms: readonly ReferenceTerm[], window: Block) => terms.every((term) => meets(rule, term, window))
  const atOnce = (index: number, window: Block): boolean =>
    window.length > 0 && (ways[index] ?? []).some(({ some, few }) => few.length === 0 && allMeet(some, window))
  const silences = (index: number, window: Block): readonly number[] =>
    (ways[index] ?? []).flatMap(({ some, few }, at) => (some.length === 0 && allMeet(few, window) ? [at] : []))
  const told = rule.cases.map(() => new Set<number>())
  const asked: {
    readonly until: number
    readonly index: number
    readonly few: readonly ReferenceTerm[]
    readonly logs: Block
  }[] = []
  for (let time = 0; time <= end; time += 1) {
    const before = events.filter((event) => event.time < time && event.time >= time - rule.window)
    const came: ReferenceEvent[] = []
    for (const block of blocks.filter(([first]) => first?.time === time)) {
      came.push(...block)
      const window = [...before, ...came]
      const won = rule.cases.findIndex((_, index) => atOnce(index, window))
      if (won !== -1) triggers.push({ time, severity: rule.cases[won]?.severity ?? 0, events: window })
      for (const [index, each] of ways.entries()) {
        const now = silences(index, window)
        for (const silence of told[index] ?? []) if (!now.includes(silence)) told[index]?.delete(silence)
        for (const { some, few } of each) {
          const isAsked = some.some(({ query }) => block.some(({ queries }) => queries.includes(query)))
          if (few.length === 0 || !isAsked || !allMeet(some, window)) continue
          const logs = window.filter(({ queries }) => some.some(({ query }) => queries.includes(query)))
          asked.push({ until: time + rule.window, index, few, logs })
        }
      }
    }
    const within = [...before, ...came]
    const first = rule.cases.findIndex(
      (_, index) =>
        atOnce(index, within) ||
        asked.some((one) => one.until === time && one.index === index && allMeet(one.few, within)) ||
        (silences(index, within).length > 0 && silences(index, within).every((silence) => told[index]?.has(silence))),
    )
    const unanswered = asked.find((one) => one.until === time && one.index === first && allMeet(one.few, within))
    if (unanswered) {
      triggers.push({ time, severity: rule.cases[first]?.severity ?? 0, events: unanswered.logs, between: 1 })
    }
    if (time === end || !events.some((event) => event.time === time - rule.window)) continue
    const left = within.filter((event) => event.time > time - rule.window)
    const won = rule.cases.findIndex((_, index) => atOnce(index, left) || silences(index, left).length > 0)
    const now = silences(won, left)
    if (won === -1 || atOnce(won, left) || now.every((silence) => told[won]?.has(silence))) continue
    for (const silence of now) told[won]?.add(silence)
    triggers.push({ time, severity: rule.cases[won]?.severity ?? 0, events: [], between: 2 })
  }
  return triggers
}

function concerns(test: ReferenceTest, event: ReferenceEvent): boolean {
  return test.terms.some(({ query }) => event.queries.includes(query))
}

function thresholdTriggers(rule: ReferenceRule, blocks: readonly Block[]): Triggers {
  const triggers: ReferenceTrigger[] = []
  const looks = rule.window === 0 ? blocks.flatMap((block) => block.map((event) => [event])) : blocks
  for (const [index, block] of looks.entries()) {
    const time = block[0]?.time ?? 0
    const past =
      rule.window === 0 ? [] : looks.slice(0, index).map((other) => other.filter((e) => e.time >= time - rule.window))
    for (const { severity, test, after } of rule.cases) {
      const window = [...past.flat(), ...block]
      if (after === undefined) {
        if (!holds(rule, test, window)) continue
        triggers.push({ time, severity, events: window })
        break
      }
      const orders = ordersOf([...past, block])
      if (orders === undefined) return undefined
      const completes = orders.some((order) =>
        order.some((right, at) => {
          if (!block.includes(right) || !concerns(after, right)) return false
          if (!holds(rule, after, order.slice(0, at + 1))) return false
          return order
            .slice(0, at)
            .some((left, to) => concerns(test, left) && holds(rule, test, order.slice(0, to + 1)))
        }),
      )
      if (!completes) continue
      triggers.push({ time, severity, events: window.filter((e) => concerns(test, e) || concerns(after, e)) })
      break
    }
  }
  return triggers
}

/** At each run, the whole look-back at once. */
function scheduledTriggers(rule: ReferenceRule, events: readonly ReferenceEvent[]): Triggers {
  const triggers: ReferenceTrigger[] = []
  const last = Math.max(...events.map(({ time }) => time)) + rule.window + rule.every
  for (let time = 0; time <= last; time += rule.every) {
    const window = events.filter((event) => event.time >= time - rule.window && event.time <= time)
    const won = window.length === 0 ? undefined : rule.cases.find(({ test }) => holds(rule, test, window))
    if (won !== undefined) triggers.push({ time, severity: won.severity, events: window })
  }
  return triggers
}

function sequenceTriggers(rule: ReferenceRule, blocks: readonly Block[]): Triggers {
  const orders = ordersOf(blocks)
  if (orders === undefined) return undefined
  const terminal = rule.steps.at(-1)
  const completed = new Map<ReferenceEvent, readonly ReferenceEvent[]>()
  for (const order of orders) {
    for (const [at, chain] of chainsThrough(rule, order)) {
      const event = order[at]
      if (event !== undefined && !completed.has(event)) completed.set(event, chain)
    }
  }
  const triggers: ReferenceTrigger[] = []
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
      if (!concerns(step.test, event) || !holds(rule, step.test, window)) continue
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

/** The learning time counts from the rule's first event; values are known by group. */
function newValueTriggers(rule: ReferenceRule, events: readonly ReferenceEvent[], beganAt: number): Triggers {
  const triggers: ReferenceTrigger[] = []
  let learned = 0
  for (const [index, event] of events.entries()) {
    let isNew = false
    for (const value of new Set(event.values)) {
      const before = events.slice(0, index).findLast(({ values }) => values.includes(value))
      if (before !== undefined && event.time - before.time <= rule.forgetAfter) continue
      const silent =
        rule.learning.by === 'duration' ? event.time - beganAt <= rule.learning.amount : learned < rule.learning.amount
      learned += 1
      isNew ||= !silent
    }
    if (isNew) triggers.push({ time: event.time, severity: rule.cases[0]?.severity ?? 0, events: [event] })
  }
  return triggers
}

function thirdPartyTriggers(rule: ReferenceRule, events: readonly ReferenceEvent[]): Triggers {
  return events.flatMap((event) => {
    const grade = rule.grades.find(({ value }) => event.values.includes(value))
    const severity = grade?.severity ?? rule.defaultSeverity
    return severity === undefined ? [] : [{ time: event.time, severity, events: [event] }]
  })
}

/** Places lie 556 km apart along the equator, two to a city; a unit is an hour, so one place an hour is possible. */
function travelTriggers(rule: ReferenceRule, events: readonly ReferenceEvent[]): Triggers {
  const triggers: ReferenceTrigger[] = []
  const located = events.filter(({ values }) => values.length > 0)
  const placeOf = ({ values }: ReferenceEvent): number => values[0] ?? 0
  for (const [index, event] of located.entries()) {
    const last = located[index - 1]
    if (last === undefined) continue
    const past = located.slice(0, index)
    const city = (other: ReferenceEvent): number => Math.floor(placeOf(other) / 2)
    const lastHere = past.findLast((other) => city(other) === city(event))
    const wentBefore = past.some((other, at) => {
      const from = past[at - 1]
      return from !== undefined && placeOf(from) === placeOf(last) && placeOf(other) === placeOf(event)
    })
    const began = located[0]?.time ?? 0
    if (rule.baseline !== undefined) {
      if (event.time - began <= rule.baseline) continue
      if (lastHere !== undefined && event.time - lastHere.time <= 30 * 24) continue
      if (rule.learnsTransitions && wentBefore) continue
    }
    const kilometres = Math.abs(placeOf(event) - placeOf(last)) * 556
    if (kilometres <= 500 || kilometres <= 1000 * (event.time - last.time)) continue
    triggers.push({ time: event.time, severity: rule.cases[0]?.severity ?? 0, events: [last, event] })
  }
  return triggers
}

/** Every order that the blocks allow; undefined if there are too many. */
function ordersOf(blocks: readonly Block[]): readonly Block[] | undefined {
  let orders: Block[] = [[]]
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
