import type { LogEvent } from '../../event/log-event'
import { compileExplanation, type Verdict } from '../../query/explain-query'
import { printQuery } from '../../query/print-query'
import type { Query } from '../../query/query'
import type { ClauseMiss } from '../explanation'

/** The parts of a query that kept an event out: of an `and` those that failed, of an `or` the whole, since one would do. */
export function compileMisses(query: Query): (event: LogEvent) => readonly ClauseMiss[] {
  const explain = compileExplanation(query)
  const texts = new Map<Query, string>()
  const textOf = (part: Query): string => {
    const text = texts.get(part) ?? printQuery(part)
    texts.set(part, text)
    return text
  }
  return (event) => missesIn(explain(event), textOf).map((miss) => withLookup(miss, event))
}

/** A miss of an attribute that only a lookup gives, where none was to be had for the log. */
function withLookup(miss: ClauseMiss, { unenriched = [] }: LogEvent): ClauseMiss {
  const { reason } = miss
  if (reason?.kind !== 'absent') return miss
  const lookup = unenriched.find((name) => reason.field === `@${name}` || reason.field.startsWith(`@${name}.`))
  return lookup === undefined ? miss : { ...miss, lookup }
}

function missesIn(verdict: Verdict, textOf: (query: Query) => string): readonly ClauseMiss[] {
  const { matched, query, parts } = verdict
  if (matched) return []
  if (query.kind === 'and') return parts.flatMap((part) => missesIn(part, textOf))
  const reason = verdict.reason ?? tellingReason(query.kind === 'or' ? parts : [])
  return [{ clause: textOf(query), ...(reason && { reason }) }]
}

/** Of an `or`, the reason that says most: what lies closest to a match. */
function tellingReason(parts: readonly Verdict[]): Verdict['reason'] {
  const reasons = parts.flatMap((part) => part.reason ?? tellingReason(part.parts) ?? [])
  return reasons.toSorted((a, b) => distanceOf({ clause: '', reason: a }) - distanceOf({ clause: '', reason: b }))[0]
}

/** How far one failed clause puts a log from the query: a slip of the pen is nearer than another value. */
export function distanceOf({ reason }: ClauseMiss): number {
  switch (reason?.kind) {
    case 'other-case':
      return 0.25
    case 'other-type':
      return 0.5
    case 'excluded':
      return 0.75
    case 'absent':
      return reason.near === undefined ? 1 : 0.25
    default:
      return 1
  }
}

/** Whether a failed clause says more than that the log is another one: its value is close, absent or negated. */
export function isClose({ reason }: ClauseMiss): boolean {
  return reason !== undefined && reason.kind !== 'other-value'
}
