import type { Draft } from '../../../rule/rule'
import { windowMsOf } from '../../../rule/usual-options'
import { compileQueries, groupBysOf, type ReferenceRows } from '../../compile-selector'
import type { CompiledMethod, GroupTrigger, Machine, Selector } from '../../compiled-rule'
import { fieldsByPosition } from '../../group-key'
import type { RuleNotes } from '../../rule-notes'
import { aggregationOf } from '../../windows/new-window'
import { Timers } from '../../windows/timers'
import { compileCases } from '../compile-cases'
import { GroupStates } from '../group-states'
import { queryNames, sameGroupCounts } from '../query-names'
import type { CaseTest, SideTest } from '../side-test'
import { isAsNew, newThresholdState, stepThreshold } from './threshold-machine'
import type { ThresholdPlan } from './threshold-plan'
import { lookAt, nextLook, waits } from './vigil'

/** Compiles a threshold rule over logs. */
export function compileThreshold(rule: Draft, tables: ReferenceRows, notes: RuleNotes): CompiledMethod {
  const names = queryNames(rule, notes)
  const queries = compileQueries(rule, names, tables, notes)
  const { plan, cases, reads, mostOf } = planThreshold(rule, names, notes)
  sameGroupCounts(groupBysOf(rule), 'groupByFields', notes)
  return {
    ...withReads(queries, reads),
    queryNames: names,
    groupFields: fieldsByPosition(groupBysOf(rule)),
    cases,
    waits: waitsFor(plan),
    takes: leastHits(plan, mostOf),
    start: () => thresholdMachine(plan),
  }
}

/** A case comes true by what its window holds. */
function leastHits(
  { cases, windowMs }: ThresholdPlan,
  mostOf: readonly ((hits: number) => number)[],
): CompiledMethod['takes'] {
  const asked = cases.map(sidesOf)
  if (asked.some((sides) => sides === undefined || sides.some(({ growsOnly }) => !growsOnly))) return undefined
  return {
    withinMs: windowMs,
    areEnough: (hitsOf) => {
      const most = (query: number): number => mostOf[query]?.(hitsOf(query)) ?? Number.POSITIVE_INFINITY
      return asked.some((sides) => sides?.every((side) => side.holds(most)))
    },
  }
}

/** The conditions that have all held, at one time or another, where a case comes true by its logs; undefined of others. */
function sidesOf(test: CaseTest): readonly SideTest[] | undefined {
  if (test.kind === 'then') return [test.left, test.right]
  return test.kind === 'plain' ? [test.test] : undefined
}

/** What the windows and cases of a rule ask, whatever it is that its queries count. */
export function planThreshold(rule: Draft, names: readonly string[], notes: RuleNotes) {
  const { cases, tests } = compileCases(rule, names, notes)
  const aggregations = rule.queries.map((query, index) => aggregationOf(query, index, notes))
  const plan: ThresholdPlan = {
    windowMs: windowMsOf(rule.options),
    queryNames: names,
    cases: tests,
    newWindow: (query) => {
      const aggregation = aggregations[query]
      if (aggregation === undefined) throw new Error(`a window for query ${query}, which the rule does not have`)
      return aggregation.newWindow()
    },
  }
  return {
    plan,
    cases,
    reads: aggregations.map(({ read }) => read),
    mostOf: aggregations.map(({ mostOf }) => mostOf),
  }
}

/** Queries with what their aggregations read of events and of signals. */
export function withReads(
  { selectors, sources }: Pick<CompiledMethod, 'selectors' | 'sources'>,
  reads: readonly Selector['read'][],
): Pick<CompiledMethod, 'selectors' | 'sources'> {
  const reading = <Query extends { readonly index: number }>(query: Query) => {
    const read = reads[query.index]
    return read ? { ...query, read } : query
  }
  return { selectors: selectors.map(reading), sources: sources.map(reading) }
}

/** For what a rule waits between logs: for silence, for logs that answer others, or for nothing. */
export function waitsFor(plan: ThresholdPlan): CompiledMethod['waits'] {
  if (!waits(plan)) return undefined
  return plan.cases.some((test) => test.kind === 'waits' && test.silences.length > 0) ? 'silence' : 'answer'
}

export function thresholdMachine(plan: ThresholdPlan): Machine {
  let groups = 0
  const timers = new Timers<ReturnType<typeof states.of>>()
  const states = new GroupStates((group) => {
    groups += 1
    return { group, rank: groups, state: newThresholdState(plan), dueMs: Number.POSITIVE_INFINITY }
  })
  if (!waits(plan)) {
    return {
      step: (group, instant) => stepThreshold(plan, states.of(group).state, instant),
      giveBack: (nowMs) => states.giveBack(({ state }) => isAsNew(plan, state, nowMs)),
    }
  }
  const setTimer = (entry: ReturnType<typeof states.of>): void => {
    const due = nextLook(plan, entry.state) ?? Number.POSITIVE_INFINITY
    if (due >= entry.dueMs) return
    entry.dueMs = due
    timers.set(due, entry, entry.rank)
  }
  return {
    step: (group, instant) => {
      const entry = states.of(group)
      const triggers = stepThreshold(plan, entry.state, instant)
      setTimer(entry)
      return triggers
    },
    pass: (toMs) => {
      const found: GroupTrigger[] = []
      for (let timer = timers.takeBefore(toMs); timer !== undefined; timer = timers.takeBefore(toMs)) {
        const { owner, dueMs } = timer
        if (owner.dueMs !== dueMs) continue
        owner.dueMs = Number.POSITIVE_INFINITY
        // What was due may have moved on since: a log that was to leave did so when another one came.
        const trigger = nextLook(plan, owner.state) === dueMs ? lookAt(plan, owner.state, dueMs) : undefined
        if (trigger !== undefined) found.push({ group: owner.group, trigger })
        setTimer(owner)
      }
      return found
    },
  }
}
