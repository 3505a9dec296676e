import { unreachable } from '../diagnostic/unreachable'
import { compareEvents } from '../event/compare-events'
import type { LogEvent } from '../event/log-event'
import { compileQuery } from '../query/compile-query'
import { explainQuery, type Reason, type Verdict } from '../query/explain-query'
import { parseQuery } from '../query/parse-query'
import { printQuery } from '../query/print-query'
import { queryNameAt, type Rule } from '../rule/rule'
import type { QueryAccount } from './test-result'

/** Telling more clauses than this helps nobody. */
const mostReasons = 5
/** Of a large test, so many logs are asked why a query misses them. */
const mostAsked = 200

/** What each query of the rules made of the logs: which it matched, or which came nearest and what kept it out. */
export function accountOf(rules: readonly Rule[], events: readonly LogEvent[]): readonly QueryAccount[] {
  const inOrder = events.toSorted(compareEvents)
  return rules.flatMap((rule) =>
    rule.queries.flatMap((each, index): QueryAccount[] => {
      const { query } = parseQuery(each.query ?? '')
      if (!query) return []
      const matched = inOrder.filter(compileQuery(query)).map(({ id }) => id)
      const account = { rule: rule.id ?? rule.name, query: queryNameAt(each, index), matched }
      const nearest =
        matched.length > 0 ? undefined : nearestOf(inOrder.slice(0, mostAsked), (event) => explainQuery(query, event))
      return [{ ...account, ...(nearest && { nearest }) }]
    }),
  )
}

function nearestOf(events: readonly LogEvent[], explain: (event: LogEvent) => Verdict): QueryAccount['nearest'] {
  let nearest: { readonly log: string; readonly misses: readonly Verdict[] } | undefined
  for (const event of events) {
    const misses = missesIn(explain(event))
    if (nearest === undefined || misses.length < nearest.misses.length) nearest = { log: event.id, misses }
  }
  return nearest && { log: nearest.log, because: nearest.misses.slice(0, mostReasons).map(missText) }
}

/** The parts that kept the event out: of an `and` those that failed, of an `or` all, since one would have done. */
function missesIn(verdict: Verdict): readonly Verdict[] {
  if (verdict.matched) return []
  const { kind } = verdict.query
  if (kind === 'and') return verdict.parts.flatMap(missesIn)
  return [verdict]
}

function missText({ query, reason }: Verdict): string {
  return `${printQuery(query)}: ${reason ? reasonText(reason) : 'it does not match'}`
}

function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'absent':
      return `the log has no ${reason.field}`
    case 'other-case':
      return `${reason.field} is ${JSON.stringify(reason.found)}, which differs in capitals`
    case 'other-type':
      return `${reason.field} is ${JSON.stringify(reason.found)}, which is of another type`
    case 'other-value':
      return `${reason.field} is ${reason.found.map((value) => JSON.stringify(value)).join(', ')}`
    case 'excluded':
      return `${reason.field} is ${reason.found.map((value) => JSON.stringify(value)).join(', ')}, which is excluded`
    default:
      return unreachable(reason)
  }
}
