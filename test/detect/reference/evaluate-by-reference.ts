/**
 * A second evaluator of rules, slow and simple, written from the prose of the documents alone: it tries every order of the
 * events that have none, looks at every window anew, and shares no code with the engine.
 */

import { groupsOf, type Matched } from './groups-of'
import { newValueTriggers, thirdPartyTriggers, travelTriggers } from './learned'
import { hangsOnFirstSeen, isActive, live, type Told, type Triggered, withoutWorkflow } from './live'
import {
  type Group,
  inOrder,
  type ReferenceLog,
  type ReferenceQuery,
  type ReferenceRule,
  type ReferenceRun,
  type ReferenceSignal,
  type Term,
  type Thing,
  type Trigger,
  unitsOfDay,
} from './model'
import { termsOf, usefulHits, waysOf } from './numbers'
import { finds } from './search'
import { sequenceTriggers } from './sequence'
import { type Board, settled } from './settle'
import { beginsWithLogs, waitingRuns, waitingTriggers, waitsForSilence } from './silence'
import { scheduledTriggers, thresholdTriggers } from './threshold'

export interface ReferenceVerdict {
  readonly signals: readonly ReferenceSignal[]
  /** The ids of the rules that are not evaluated. */
  readonly notEvaluated: readonly string[]
  /** How many logs an exclusion took from a rule, and how many a rule then looked at. */
  readonly excluded: number
  readonly matched: number
  /** The ids of the rules of whose signals it is not known which of several events of one moment they show. */
  readonly loose: readonly string[]
}

/** Evaluates a run; undefined if there are too many orders to try, or the documents do not say. */
export function evaluateByReference(run: ReferenceRun): ReferenceVerdict | undefined {
  const refused = refusedIn(run.rules)
  const excluded = new Set<ReferenceLog>()
  const matched = new Set<ReferenceLog>()
  const logsOf = new Map<ReferenceRule, readonly Matched[]>()
  for (const rule of run.rules.filter(({ id }) => !refused.includes(id))) {
    const seen = run.logs.flatMap((thing) => {
      const queries = matchedQueries(run, rule, thing)
      if (queries.length === 0) return []
      const isExcluded = run.suppressions.some(
        (one) => one.excludes !== undefined && isActive(one, rule, thing.time) && finds(one.excludes, thing),
      )
      if (isExcluded) excluded.add(thing)
      else matched.add(thing)
      return isExcluded ? [] : [{ thing, queries }]
    })
    logsOf.set(rule, seen)
  }
  const rules = [...logsOf.keys()]
  const unheard = rules.filter((rule) => beginsWithLogs(rule) && !readsSignals(rule) && logsOf.get(rule)?.length === 0)
  const loose = new Set<string>()
  const around = { suppressions: run.suppressions, day: unitsOfDay[run.unit] }
  const tell = (rule: ReferenceRule, board: Board): readonly Told[] | undefined => {
    const triggers = triggersIn(run, rule, logsOf.get(rule) ?? [], board)
    const isLoose = triggers?.some(({ trigger }) => trigger.isLoose) ?? false
    if (triggers === undefined || (isLoose && hangsOnFirstSeen(rule, triggers, around))) return undefined
    if (isLoose) loose.add(rule.id)
    return live(rule, triggers, around)
  }
  const overLogs = new Map<string, readonly Told[]>()
  for (const rule of rules.filter((each) => !readsSignals(each))) {
    const told = tell(rule, overLogs)
    if (told === undefined) return undefined
    overLogs.set(rule.id, told)
  }
  const board = settled(overLogs, rules.filter(readsSignals), tell)
  if (board === undefined) return undefined
  const signals = [...board.values()].flat().map(({ signal }) => signal)
  const notEvaluated = [...refused, ...unheard.map(({ id }) => id)]
  return { signals, notEvaluated, excluded: excluded.size, matched: matched.size, loose: [...loose] }
}

function readsSignals({ queries }: ReferenceRule): boolean {
  return queries.some(({ of }) => of !== 'logs')
}

/** Rules that cannot be decided, with those that look at signals which they would raise. */
function refusedIn(rules: readonly ReferenceRule[]): readonly string[] {
  const ids = (some: readonly ReferenceRule[]): readonly string[] => some.map(({ id }) => id)
  let evaluated = rules.filter((rule) => !isRefused(rule))
  for (const _ of rules) {
    const known = ids(evaluated)
    evaluated = evaluated.filter(({ queries }) =>
      queries.every(({ of }) => typeof of === 'string' || known.includes(of.rule)),
    )
  }
  const [only] = evaluated
  const isAlone = evaluated.length === 1 && only?.queries.some(({ of }) => of === 'all signals')
  const known = isAlone ? [] : ids(evaluated)
  return ids(rules).filter((id) => !known.includes(id))
}

/** What few logs mean there, nobody knows. */
function isRefused(rule: ReferenceRule): boolean {
  const few = rule.cases.flatMap(({ test }) => waysOf(test)).flatMap((way) => way.few)
  const isOfSum = few.some(({ query }) => ['sum', 'max'].includes(rule.queries[query]?.counting ?? ''))
  const isInStep = rule.steps.some(({ test }) => waysOf(test).some((way) => way.few.length > 0))
  const isBesideThen = rule.cases.some(
    ({ test, after }) =>
      after !== undefined && (termsOf(test).some(isUpper) || waysOf(after).some((way) => way.few.length > 0)),
  )
  switch (rule.method) {
    case 'sequence':
      return isInStep
    case 'threshold':
      return isOfSum || isBesideThen || (few.length > 0 && rule.window === 0)
    case 'scheduled':
      return isOfSum || isBesideThen || (waitsForSilence(rule) && rule.cases.some(({ after }) => after !== undefined))
    default:
      return false
  }
}

/** More than another query is fewer of that. */
function isUpper({ is, than }: Term): boolean {
  return typeof than !== 'number' || is === '<' || is === '<='
}

/** Of several root queries that match the first one counts. Filters let through what rules may see. */
function matchedQueries(run: ReferenceRun, rule: ReferenceRule, log: ReferenceLog): readonly number[] {
  const isSeen = rule.method === 'scheduled' || run.filters.length === 0 || run.filters.some((one) => finds(one, log))
  const isLetThrough = rule.filters.every(({ action, search }) => finds(search, log) === (action === 'require'))
  if (!isSeen || !isLetThrough) return []
  const found = rule.queries.flatMap((query, index) => (query.of === 'logs' && matches(run, query, log) ? [index] : []))
  return rule.method === 'third_party' ? found.slice(0, 1) : found
}

function matches({ table }: ReferenceRun, query: ReferenceQuery, log: ReferenceLog): boolean {
  if (!finds(query.search, log)) return false
  if (query.table === undefined) return true
  const isHeld = (log.attributes['v'] ?? []).some((value) => table.includes(String(value)))
  return isHeld === (query.table === 'holds')
}

interface Placed extends Triggered {
  readonly at: readonly number[]
}

/** What a rule's groups trigger, in the order in which it comes true. */
function triggersIn(
  run: ReferenceRun,
  rule: ReferenceRule,
  logs: readonly Matched[],
  board: Board,
): readonly Placed[] | undefined {
  // What a query can use nothing of says nothing to it, and so has no place among what is looked at.
  const matched = usefulHits(rule, [...logs, ...signalsSeen(rule, board)])
  const groups = groupsOf(rule, matched)
  const things = [...new Set(groups.flatMap(({ hits }) => hits.map(({ thing }) => thing)))].sort(inOrder)
  const lastLog = Math.max(...run.logs.map(({ time }) => time))
  // What a rule over signals reads may come after the last log: scheduled rules run on.
  const end = Math.max(lastLog, run.until ?? lastLog, ...matched.map(({ thing }) => thing.time))
  const times = { lastLog, end, began: things[0]?.time ?? 0 }
  const placed: Placed[] = []
  for (const [rank, group] of groups.entries()) {
    const triggers = triggersOf(rule, group, times)
    if (triggers === undefined) return undefined
    // Groups of one moment are looked at in the order in which their first event of that moment stands, and its own groups.
    const placeOf = (thing: Thing | undefined): readonly number[] => {
      const own = matched.filter((one) => one.thing === thing)
      const keys = groupsOf(rule, own).map(({ key }) => JSON.stringify(key))
      return thing === undefined ? [rank] : [things.indexOf(thing), keys.indexOf(JSON.stringify(group.key))]
    }
    for (const trigger of triggers) {
      const first = things.find((thing) => thing.time === trigger.time && group.hits.some((hit) => hit.thing === thing))
      const inTurn = trigger.between === undefined ? [0, ...placeOf(first)] : [trigger.between, rank]
      const place = rule.method === 'scheduled' ? placeOf(trigger.since) : inTurn
      placed.push({ at: [trigger.time, ...place], key: group.key, first: firstOf(group), trigger })
    }
  }
  return placed.sort(
    (x, y) => x.at.map((part, index) => part - (y.at[index] ?? 0)).find((difference) => difference !== 0) ?? 0,
  )
}

function firstOf({ hits }: Group): Thing | undefined {
  return hits.map(({ thing }) => thing).sort(inOrder)[0]
}

/** The signals that no suppression hides stand for events at the time they opened. */
function signalsSeen(rule: ReferenceRule, board: Board): readonly Matched[] {
  if (!readsSignals(rule)) return []
  return [...board].flatMap(([id, told]) =>
    told.flatMap(({ signal, sure, possible }) => {
      if (signal.suppressedBy.length > 0 || id === rule.id) return []
      const queries = rule.queries.flatMap((query, index) => {
        const isOf = query.of === 'all signals' || (query.of !== 'logs' && query.of.rule === id)
        // Where it is not known whether an attribute is on the signal, it is taken as the rule wants it.
        return isOf && (finds(query.search, sure) || finds(query.search, possible)) ? [index] : []
      })
      return queries.length === 0 ? [] : [{ thing: withoutWorkflow(possible), queries }]
    }),
  )
}

function triggersOf(
  rule: ReferenceRule,
  { hits }: Group,
  { lastLog, end, began }: { readonly lastLog: number; readonly end: number; readonly began: number },
): readonly Trigger[] | undefined {
  switch (rule.method) {
    case 'threshold':
      return waitsForSilence(rule) ? waitingTriggers(rule, hits, lastLog, end) : thresholdTriggers(rule, hits)
    case 'scheduled':
      return waitsForSilence(rule) ? waitingRuns(rule, hits, end) : scheduledTriggers(rule, hits)
    case 'sequence':
      return sequenceTriggers(rule, hits)
    case 'new_value':
      return newValueTriggers(rule, hits, began)
    case 'third_party':
      return thirdPartyTriggers(rule, hits)
    case 'travel':
      return travelTriggers(rule, hits)
  }
}
