import type { LogEvent } from '../../event/log-event'
import { printQuery } from '../print-query'
import type { Query } from '../query'
import { compileQuery, type Predicate } from './compile-query'
import { DemandIndex } from './demand-index'

/** A query with its test. Where the query is not known, the test is asked each time. */
export interface Asked {
  readonly query: Query | undefined
  readonly matches: Predicate
}

/**
 * Many queries that are asked of one event together. One that demands a value is only asked where the event has it; equal ones,
 * and equal parts of those that must all match, are asked once.
 */
export class QueryPanel {
  private readonly index: DemandIndex<Together>
  private round = 0

  constructor(asked: readonly Asked[]) {
    const parts = new Map<string, Part>()
    const partOf = (query: Query, text: string, matches: Predicate | undefined): Part => {
      const known = parts.get(text) ?? { matches: matches ?? compileQuery(query), round: 0, answer: false }
      parts.set(text, known)
      return known
    }
    const all = new Map<string, Together>()
    const alone: Together[] = []
    for (const [place, { query, matches }] of asked.entries()) {
      if (query === undefined) {
        alone.push({ query, parts: [{ matches, round: 0, answer: false }], places: [place] })
        continue
      }
      const inner = query.kind === 'and' ? query.queries : [query]
      const texts = inner.map((one) => printQuery(one))
      const key = JSON.stringify(texts)
      const known = all.get(key)
      if (known) known.places.push(place)
      else {
        const own = inner.map((one, at) => partOf(one, texts[at] ?? '', one === query ? matches : undefined))
        all.set(key, { query, parts: own, places: [place] })
      }
    }
    this.index = new DemandIndex([...alone, ...all.values()].map((item) => ({ query: item.query, item })))
  }

  /** The places, in order, of those that match an event, and what more of it there may be. */
  matching(event: LogEvent, more?: () => LogEvent): readonly number[] {
    let found = this.of(this.index.candidatesFor(event), event)
    if (more !== undefined && found.length > 0) found = this.of(found, more())
    const [only, ...others] = found
    if (only === undefined) return []
    return others.length === 0 ? only.places : found.flatMap(({ places }) => places).sort((one, two) => one - two)
  }

  private of(candidates: readonly Together[], event: LogEvent): readonly Together[] {
    this.round += 1
    return candidates.filter(({ parts }) => {
      for (const part of parts) {
        if (part.round !== this.round) {
          part.round = this.round
          part.answer = part.matches(event)
        }
        if (!part.answer) return false
      }
      return true
    })
  }
}

/** Equal queries: the parts that must all match, and the places at which they stand. */
interface Together {
  readonly query: Query | undefined
  readonly parts: readonly Part[]
  readonly places: number[]
}

/** One part with its answer of a round. */
interface Part {
  readonly matches: Predicate
  round: number
  answer: boolean
}
