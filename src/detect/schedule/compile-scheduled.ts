import type { Draft, SchedulingOptions } from '../../rule/rule'
import type { ReferenceRows } from '../compile-selector'
import type { CompiledMethod, GroupTrigger, Machine } from '../compiled-rule'
import type { Group } from '../group-key'
import { queryNames } from '../methods/query-names'
import { stateByGroup } from '../methods/state-by-group'
import { compileThreshold, planThreshold } from '../methods/threshold/compile-threshold'
import { firstCase, newThresholdState, stepThreshold, type ThresholdPlan } from '../methods/threshold/threshold-machine'
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
    finish: () => {
      const triggers: GroupTrigger[] = []
      for (const { group, instants } of gathered) {
        for (const trigger of runsOver(plan, recurrence, instants)) triggers.push({ group, trigger })
      }
      return triggers.sort((a, b) => a.trigger.atMs - b.trigger.atMs)
    },
  }
}

/** All runs that see at least one event, in order of time. */
function* runsOver(plan: ThresholdPlan, recurrence: Recurrence, instants: readonly Instant[]): Iterable<Trigger> {
  let oldest = 0
  for (let runMs = nextRun(recurrence, instants[0]); runMs !== undefined; ) {
    const fromMs = runMs - plan.windowMs
    while (oldest < instants.length && (instants[oldest]?.timeMs ?? 0) < fromMs) oldest += 1
    let newest = oldest
    while (newest < instants.length && (instants[newest]?.timeMs ?? 0) <= runMs) newest += 1
    const trigger = lookBack(plan, instants.slice(oldest, newest), runMs)
    if (trigger !== undefined) yield trigger
    const following = recurrence.nextFrom(runMs + 1)
    const waiting = instants[oldest]
    if (waiting === undefined || following === undefined) return
    runMs = following >= waiting.timeMs ? following : nextRun(recurrence, waiting)
  }
}

function nextRun(recurrence: Recurrence, instant: Instant | undefined): number | undefined {
  return instant && recurrence.nextFrom(instant.timeMs)
}

/** What one run sees: the last time that its case came true, or for a plain condition the whole window at once. */
function lookBack(plan: ThresholdPlan, instants: readonly Instant[], runMs: number): Trigger | undefined {
  const state = newThresholdState(plan)
  let last: Trigger | undefined
  for (const instant of instants) last = stepThreshold(plan, state, instant).at(-1) ?? last
  const found = plan.cases.some(({ kind }) => kind === 'then')
    ? last
    : firstCase(plan, state, { timeMs: runMs, arrivals: [] })
  return found && { ...found, atMs: runMs }
}
