import type { Draft, SchedulingOptions } from '../../rule/rule'
import type { ReferenceRows } from '../compile-selector'
import type { CompiledMethod, GroupTrigger, Machine } from '../compiled-rule'
import type { Group } from '../group-key'
import { GroupStates } from '../methods/group-states'
import { queryNames } from '../methods/query-names'
import { holdsAtOnce, type SideTest } from '../methods/side-test'
import { compileThreshold, planThreshold } from '../methods/threshold/compile-threshold'
import { firstCase, newThresholdState, plainParts, stepThreshold } from '../methods/threshold/threshold-machine'
import type { ThresholdPlan, ThresholdState } from '../methods/threshold/threshold-plan'
import { waits } from '../methods/threshold/vigil'
import { RuleNotes } from '../rule-notes'
import type { Trigger } from '../signals/trigger'
import type { Instant } from '../windows/instant'
import { Timers } from '../windows/timers'
import { type Recurrence, readRecurrence } from './recurrence'

/** Compiles a threshold rule that runs at set times and looks back over its evaluation window (assumed). */
export function compileScheduled(
  rule: Draft,
  scheduling: SchedulingOptions,
  tables: ReferenceRows,
  notes: RuleNotes,
): CompiledMethod {
  const method = compileThreshold(rule, tables, notes)
  const { plan } = planThreshold(rule, queryNames(rule, new RuleNotes()), new RuleNotes())
  if (plan.windowMs === 0) notes.refuse('it is scheduled and has no evaluationWindow to look back over')
  if (plan.cases.some(({ kind }) => kind === 'then') && method.waits !== undefined) {
    notes.refuse('it is scheduled, and one of its cases has a THEN while another asks for few or no logs')
  }
  const recurrence = readRecurrence(scheduling.rrule ?? '', scheduling.start, scheduling.timezone)
  if ('reason' in recurrence) {
    notes.refuse(recurrence.reason)
    return method
  }
  return { ...method, start: () => scheduledMachine(plan, recurrence) }
}

/** One group of a scheduled rule. */
interface ScheduledGroup {
  readonly group: Group
  /** Its place among the groups of one run: since it last had nothing in its window, as if it were given back then. */
  rank: number
  firstMs: number | undefined
  /** Those that a run to come may see. */
  instants: Instant[]
  /** Instants came since the last run. */
  hasNew: boolean
  /** The next run that has something to see or to tell; none where undefined. */
  runMs: number | undefined
  readonly told: Told
}

/** Runs a rule whenever the clock of the logs has passed a time of its schedule. */
function scheduledMachine(plan: ThresholdPlan, recurrence: Recurrence): Machine {
  const timers = new Timers<ScheduledGroup>()
  let ranks = 0
  const setRun = (entry: ScheduledGroup, runMs: number | undefined): void => {
    entry.runMs = runMs
    if (runMs !== undefined) timers.set(runMs, entry, entry.rank)
  }
  const states = new GroupStates((group): ScheduledGroup => {
    return { group, rank: 0, firstMs: undefined, instants: [], hasNew: false, runMs: undefined, told: new Told() }
  })
  const runBefore = (toMs: number, endMs: number): readonly GroupTrigger[] => {
    const found: GroupTrigger[] = []
    for (let timer = timers.takeBefore(toMs); timer !== undefined; timer = timers.takeBefore(toMs)) {
      const { owner, dueMs } = timer
      const trigger = runAt(plan, owner, dueMs, endMs)
      if (trigger !== undefined) found.push({ group: owner.group, trigger })
      setRun(owner, following(plan, recurrence, owner, dueMs, endMs))
    }
    return found
  }
  return {
    step: (group, instant) => {
      const entry = states.of(group)
      entry.firstMs ??= instant.timeMs
      entry.instants.push(instant)
      entry.hasNew = true
      if (entry.runMs === undefined) {
        ranks += 1
        entry.rank = ranks
        setRun(entry, recurrence.nextFrom(instant.timeMs))
      }
      return []
    },
    pass: (toMs) => runBefore(toMs, Number.POSITIVE_INFINITY),
    // A silence that was told is over once a log comes, so those groups stay.
    giveBack: () => states.giveBack(({ runMs }) => runMs === undefined && !waits(plan)),
    finish: (endMs) => runBefore(Number.POSITIVE_INFINITY, endMs),
  }
}

/** One run: it sees what lies in its window. No run after `endMs` looks for silence. */
function runAt(plan: ThresholdPlan, entry: ScheduledGroup, runMs: number, endMs: number): Trigger | undefined {
  const fromMs = runMs - plan.windowMs
  entry.instants = entry.instants.filter(({ timeMs }) => timeMs >= fromMs)
  if (entry.hasNew) entry.told.logsCame()
  entry.hasNew = false
  const watches = entry.firstMs !== undefined && entry.firstMs < fromMs && runMs <= endMs
  return lookBack(plan, entry.instants, runMs, watches ? entry.told : undefined)
}

/** The next run while there is something in the window, or a silence to be told; else the next log asks for one. */
function following(
  plan: ThresholdPlan,
  recurrence: Recurrence,
  { instants, told }: ScheduledGroup,
  runMs: number,
  endMs: number,
): number | undefined {
  const next = recurrence.nextFrom(runMs + 1)
  if (next === undefined || instants.length > 0) return next
  return next <= endMs && waitsOn(plan, told) ? next : undefined
}

/** The silences of a group that its runs have told: each way in which a case asks for few logs is one. */
class Told {
  readonly ways = new Set<SideTest>()
  silence = { isOver: false }

  logsCame(): void {
    this.silence.isOver = true
    this.silence = { isOver: false }
  }
}

/** Whether a run without any event could still tell something. */
function waitsOn({ cases }: ThresholdPlan, told: Told): boolean {
  return cases.some((test) => test.kind === 'waits' && test.silences.some((way) => !told.ways.has(way)))
}

/**
 * What one run sees: the first case from the top that comes true in the whole window, a `THEN` at the last event that
 * completes it there. Few or no logs are looked for at the runs themselves (assumed), once the group is known for longer
 * than the window: `told`.
 */
function lookBack(
  plan: ThresholdPlan,
  instants: readonly Instant[],
  runMs: number,
  told: Told | undefined,
): Trigger | undefined {
  if (plan.cases.some(({ kind }) => kind === 'then')) return caseWithThen(plan, instants, runMs)
  const state = stateAfter(plan, instants)
  if (plan.cases.some(({ kind }) => kind === 'waits')) return caseOfRun(plan, state, runMs, told)
  return firstCase(plan, state, { timeMs: runMs, arrivals: [] })
}

function stateAfter(plan: ThresholdPlan, instants: readonly Instant[]): ThresholdState {
  const state = newThresholdState(plan)
  for (const instant of instants) stepThreshold(plan, state, instant)
  return state
}

function caseWithThen(plan: ThresholdPlan, instants: readonly Instant[], runMs: number): Trigger | undefined {
  for (const [caseIndex, test] of plan.cases.entries()) {
    const alone = { ...plan, cases: [test] }
    const found =
      test.kind === 'then'
        ? lastOf(alone, instants)
        : firstCase(alone, stateAfter(alone, instants), { timeMs: runMs, arrivals: [] })
    if (found !== undefined) return { ...found, caseIndex, atMs: runMs }
  }
  return undefined
}

function lastOf(plan: ThresholdPlan, instants: readonly Instant[]): Trigger | undefined {
  const state = newThresholdState(plan)
  let last: Trigger | undefined
  for (const instant of instants) last = stepThreshold(plan, state, instant).at(-1) ?? last
  return last
}

/** The first case from the top that holds at a run; a silence only the first time. */
function caseOfRun(plan: ThresholdPlan, state: ThresholdState, runMs: number, told: Told | undefined) {
  const numberOf = (query: number): number => state.windows[query]?.value() ?? Number.NaN
  const isEmpty = state.windows.every(({ size }) => size === 0)
  let found: Trigger | undefined
  for (const [caseIndex, test] of plan.cases.entries()) {
    if (test.kind === 'then') continue
    const holds = (side: SideTest): boolean => side.holds(numberOf)
    const silences = test.kind === 'waits' ? test.silences : []
    const silent = silences.filter(holds)
    for (const way of silences) if (!silent.includes(way)) told?.ways.delete(way)
    if (found !== undefined) continue
    const isUnanswered =
      test.kind === 'waits' && test.unanswered.some(({ present, absent }) => holds(present) && holds(absent))
    if (!isEmpty && (holdsAtOnce(test, numberOf) || isUnanswered)) {
      found = { atMs: runMs, caseIndex, parts: plainParts(plan, state) }
    } else if (silent.length > 0 && told !== undefined) {
      if (silent.every((way) => told.ways.has(way))) return undefined
      for (const way of silent) told.ways.add(way)
      found = { atMs: runMs, caseIndex, parts: [], seenMs: runMs, silence: told.silence }
    }
  }
  return found
}
