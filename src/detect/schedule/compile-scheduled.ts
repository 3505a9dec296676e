import type { Draft, SchedulingOptions } from '../../rule/rule'
import type { ReferenceRows } from '../compile-selector'
import type { CompiledMethod, GroupTrigger, Machine } from '../compiled-rule'
import type { Group } from '../group-key'
import { queryNames } from '../methods/query-names'
import { holdsAtOnce, type SideTest } from '../methods/side-test'
import { stateByGroup } from '../methods/state-by-group'
import { compileThreshold, planThreshold } from '../methods/threshold/compile-threshold'
import { firstCase, newThresholdState, plainParts, stepThreshold } from '../methods/threshold/threshold-machine'
import type { ThresholdPlan, ThresholdState } from '../methods/threshold/threshold-plan'
import { RuleNotes } from '../rule-notes'
import type { Trigger } from '../signals/trigger'
import type { Instant } from '../windows/instant'
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

/** Gathers all events first, since it is the schedule that says when to look, not they. */
function scheduledMachine(plan: ThresholdPlan, recurrence: Recurrence): Machine {
  const gathered: { readonly group: Group; readonly instants: Instant[] }[] = []
  const stateOf = stateByGroup((group) => {
    const state = { group, instants: [] as Instant[] }
    gathered.push(state)
    return state
  })
  return {
    step: (group, instant) => {
      stateOf(group).instants.push(instant)
      return []
    },
    finish: (endMs) => {
      const triggers: GroupTrigger[] = []
      for (const { group, instants } of gathered) {
        for (const trigger of runsOver(plan, recurrence, instants, endMs)) triggers.push({ group, trigger })
      }
      return triggers.sort((a, b) => a.trigger.atMs - b.trigger.atMs)
    },
  }
}

/**
 * All runs that see at least one event, in order of time; where a case waits for silence also those that see none, up
 * to the end of the logs, until the silence has been told.
 */
function* runsOver(
  plan: ThresholdPlan,
  recurrence: Recurrence,
  instants: readonly Instant[],
  endMs: number,
): Iterable<Trigger> {
  const [first] = instants
  const told = new Told()
  let oldest = 0
  let seen = 0
  for (let runMs = nextRun(recurrence, first); first !== undefined && runMs !== undefined; ) {
    const fromMs = runMs - plan.windowMs
    while (oldest < instants.length && (instants[oldest]?.timeMs ?? 0) < fromMs) oldest += 1
    let newest = oldest
    while (newest < instants.length && (instants[newest]?.timeMs ?? 0) <= runMs) newest += 1
    if (newest > seen) told.logsCame()
    seen = newest
    const watches = first.timeMs < fromMs && runMs <= endMs
    const trigger = lookBack(plan, instants.slice(oldest, newest), runMs, watches ? told : undefined)
    if (trigger !== undefined) yield trigger
    const following = recurrence.nextFrom(runMs + 1)
    const waiting = instants[oldest]
    if (following === undefined) return
    if (waiting !== undefined && following >= waiting.timeMs) runMs = following
    else if (following <= endMs && waitsOn(plan, told)) runMs = following
    else if (waiting === undefined) return
    else runMs = nextRun(recurrence, waiting)
  }
}

function nextRun(recurrence: Recurrence, instant: Instant | undefined): number | undefined {
  return instant && recurrence.nextFrom(instant.timeMs)
}

/** The silences of a group that its runs have told, by case. */
class Told {
  readonly cases = new Set<number>()
  silence = { isOver: false }

  logsCame(): void {
    this.silence.isOver = true
    this.silence = { isOver: false }
  }
}

/** Whether a run without any event could still tell something. */
function waitsOn({ cases }: ThresholdPlan, told: Told): boolean {
  return cases.some((test, index) => test.kind === 'waits' && test.silences.length > 0 && !told.cases.has(index))
}

/**
 * What one run sees: the last time that its case came true, or for a plain condition the whole window at once. Few or
 * no logs are looked for at the runs themselves (assumed), once the group is known for longer than the window: `told`.
 */
function lookBack(
  plan: ThresholdPlan,
  instants: readonly Instant[],
  runMs: number,
  told: Told | undefined,
): Trigger | undefined {
  const state = newThresholdState(plan)
  let last: Trigger | undefined
  for (const instant of instants) last = stepThreshold(plan, state, instant).at(-1) ?? last
  if (plan.cases.some(({ kind }) => kind === 'waits')) return caseOfRun(plan, state, runMs, told)
  const found = plan.cases.some(({ kind }) => kind === 'then')
    ? last
    : firstCase(plan, state, { timeMs: runMs, arrivals: [] })
  return found && { ...found, atMs: runMs }
}

/** The first case from the top that holds at a run; a silence only the first time. */
function caseOfRun(plan: ThresholdPlan, state: ThresholdState, runMs: number, told: Told | undefined) {
  const numberOf = (query: number): number => state.windows[query]?.value() ?? Number.NaN
  const isEmpty = state.windows.every(({ size }) => size === 0)
  let found: Trigger | undefined
  for (const [caseIndex, test] of plan.cases.entries()) {
    if (test.kind === 'then') continue
    const holds = (side: SideTest): boolean => side.holds(numberOf)
    const isSilent = test.kind === 'waits' && test.silences.some(holds)
    if (!isSilent) told?.cases.delete(caseIndex)
    if (found !== undefined) continue
    const isUnanswered =
      test.kind === 'waits' && test.unanswered.some(({ present, absent }) => holds(present) && holds(absent))
    if (!isEmpty && (holdsAtOnce(test, numberOf) || isUnanswered)) {
      found = { atMs: runMs, caseIndex, parts: plainParts(plan, state) }
    } else if (isSilent && told !== undefined) {
      if (told.cases.has(caseIndex)) return undefined
      told.cases.add(caseIndex)
      found = { atMs: runMs, caseIndex, parts: [], seenMs: runMs, silence: told.silence }
    }
  }
  return found
}
