import { blocksOf } from './blocks'
import type { Hit, ReferenceRule, Term, Trigger } from './model'
import { meets, queriesOf, type Way, waysOf } from './numbers'
import { firstCase, partsOfQueries } from './threshold'

/** Whether a case of the rule asks for few or no logs. */
export function waitsForSilence(rule: ReferenceRule): boolean {
  return waysIn(rule)
    .flat()
    .some(({ few }) => few.length > 0)
}

/** Whether one asks for that alone, so that it has no beginning without a log. */
export function beginsWithLogs(rule: ReferenceRule): boolean {
  return waysIn(rule)
    .flat()
    .some(({ some, few }) => some.length === 0 && few.length > 0)
}

/** The ways of each case; a `THEN` comes true at logs alone. */
function waysIn({ cases }: ReferenceRule): readonly (readonly Way[])[] {
  return cases.map(({ test, after }) => (after === undefined ? waysOf(test) : []))
}

/** What logs asked for, and must be left without until the end of their window. */
interface Asked {
  readonly until: number
  readonly caseIndex: number
  readonly few: readonly Term[]
  readonly hits: readonly Hit[]
}

/**
 * Goes through all moments at which something can change, up to the end of the logs. At each: the logs that come; then the
 * logs whose window ends now, if their case waits for others; then, if a log left its window, silence, which is told once.
 */
export function waitingTriggers(
  rule: ReferenceRule,
  hits: readonly Hit[],
  lastLog: number,
  end: number,
): readonly Trigger[] | undefined {
  const triggers: Trigger[] = []
  const blocks = blocksOf(hits)
  const ways = waysIn(rule)
  const allMeet = (terms: readonly Term[], window: readonly Hit[]) => terms.every((term) => meets(rule, term, window))
  const atOnce = (index: number, window: readonly Hit[]): boolean =>
    window.length > 0 && (ways[index] ?? []).some(({ some, few }) => few.length === 0 && allMeet(some, window))
  const silences = (index: number, window: readonly Hit[]): readonly Way[] =>
    (ways[index] ?? []).filter(({ some, few }) => some.length === 0 && few.length > 0 && allMeet(few, window))
  const told = new Set<Way>()
  const asked: Asked[] = []
  const moments = new Set(hits.flatMap(({ time }) => [time, time + rule.window]))
  for (const time of [...moments].filter((moment) => moment <= end).sort((a, b) => a - b)) {
    const before = hits.filter((hit) => hit.time < time && hit.time >= time - rule.window)
    const came: Hit[] = []
    for (const [at, block] of blocks.entries()) {
      if (block[0]?.time !== time) continue
      const past = blocks.slice(0, at).map((other) => other.filter((hit) => hit.time >= time - rule.window))
      const won = firstCase(rule, past, block, atOnce)
      if (won === undefined) return undefined
      if (won !== 'none') triggers.push({ time, ...won })
      came.push(...block)
      const window = [...before, ...came]
      for (const [caseIndex, each] of ways.entries()) {
        const now = silences(caseIndex, window)
        for (const way of each) if (!now.includes(way)) told.delete(way)
        for (const { some, few } of each) {
          const isAsked = some.some(({ query }) => block.some(({ queries }) => queries.includes(query)))
          if (few.length === 0 || !isAsked || !allMeet(some, window)) continue
          const wanted = new Set(some.flatMap((term) => [...queriesOf(term)]))
          const own = window.map((hit) => ({ ...hit, queries: hit.queries.filter((query) => wanted.has(query)) }))
          asked.push({ until: time + rule.window, caseIndex, few, hits: own })
        }
      }
    }
    const within = [...before, ...came]
    const isUnanswered = (one: Asked): boolean => one.until === time && allMeet(one.few, within)
    const first = rule.cases.findIndex((_, index) => {
      const silent = silences(index, within)
      return (
        atOnce(index, within) ||
        asked.some((one) => one.caseIndex === index && isUnanswered(one)) ||
        (silent.length > 0 && silent.every((way) => told.has(way)))
      )
    })
    const unanswered = asked.find((one) => one.caseIndex === first && isUnanswered(one))
    if (unanswered) {
      const parts = partsOfQueries(unanswered.hits)
      triggers.push({ time, caseIndex: first, parts, between: 1, atEnd: time > lastLog })
    }
    if (time === end || !hits.some((hit) => hit.time === time - rule.window)) continue
    const left = within.filter((hit) => hit.time > time - rule.window)
    const won = rule.cases.findIndex((_, index) => atOnce(index, left) || silences(index, left).length > 0)
    const now = silences(won, left)
    if (won === -1 || atOnce(won, left) || now.every((way) => told.has(way))) continue
    for (const way of now) told.add(way)
    const atEnd = time > lastLog || !hits.some((hit) => hit.time > time)
    triggers.push({ time, caseIndex: won, parts: [], between: 2, atEnd })
  }
  return triggers
}

/** A scheduled rule looks at silence in its runs up to the end of the logs, over windows full of the group's time, once. */
export function waitingRuns(rule: ReferenceRule, hits: readonly Hit[], end: number): readonly Trigger[] {
  const triggers: Trigger[] = []
  const began = Math.min(...hits.map(({ time }) => time))
  const told = new Set<Way>()
  const last = Math.max(...hits.map(({ time }) => time)) + rule.window + rule.every
  const ways = waysIn(rule)
  const allMeet = (terms: readonly Term[], window: readonly Hit[]) => terms.every((term) => meets(rule, term, window))
  let idle = Number.NEGATIVE_INFINITY
  for (let time = 0; time <= Math.max(last, end); time += rule.every) {
    const since = hits.find((hit) => hit.time > idle)?.thing
    const window = hits.filter((hit) => hit.time >= time - rule.window && hit.time <= time)
    const isSilent = ({ some, few }: Way): boolean =>
      some.length === 0 && few.length > 0 && began < time - rule.window && time <= end && allMeet(few, window)
    const comesTrue = ({ some, few }: Way): boolean =>
      window.length > 0 && (some.length > 0 || few.length === 0) && allMeet([...some, ...few], window)
    for (const way of told) if (!isSilent(way)) told.delete(way)
    const caseIndex = ways.findIndex((each) => each.some((way) => comesTrue(way) || isSilent(way)))
    const won = ways[caseIndex] ?? []
    if (won.some(comesTrue)) triggers.push({ time, since, caseIndex, parts: partsOfQueries(window) })
    else {
      const fresh = won.filter((way) => isSilent(way) && !told.has(way))
      for (const way of fresh) told.add(way)
      const atEnd = !hits.some((hit) => hit.time > time)
      if (fresh.length > 0) triggers.push({ time, since, caseIndex, parts: [], between: 2, atEnd })
    }
    const isAllTold = ways.flat().every((way) => way.some.length > 0 || way.few.length === 0 || told.has(way))
    if (window.length === 0 && isAllTold) idle = time
  }
  return triggers
}
