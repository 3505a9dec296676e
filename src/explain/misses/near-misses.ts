import type { GroupTrigger } from '../../detect/compiled-rule'
import type { Group } from '../../detect/group-key'
import { engineOf } from '../../detect/methods/all-methods'
import { eventsOfPart, type GroupValues } from '../../detect/methods/method-miss'
import type { Target } from '../../detect/methods/target'
import { readRecurrence } from '../../detect/schedule/recurrence'
import type { Draft } from '../../rule/rule'
import { windowMsOf } from '../../rule/usual-options'
import type { Aftermath } from '../aftermath'
import type { Bench } from '../bench'
import type { NearMiss } from '../explanation'
import { Search } from '../search'
import { groupValues, partsOf } from '../shown'
import { countMisses } from './count-misses'
import { groupMisses } from './group-misses'
import { orderMisses } from './order-misses'
import { timeMisses } from './time-misses'
import { isWaiting, waitingMisses } from './waiting-misses'

/** Of each kind so many are told. */
const mostMisses = 5

/** All near misses of a run, and how many of each kind were left out. */
export function nearMissesOf(after: Aftermath): {
  readonly nearMisses: readonly NearMiss[]
  readonly cuts: readonly string[]
} {
  const found = [...relaxedMisses(after), ...targetMisses(after), ...methodMisses(after)]
  const kinds = [...new Set(found.map(({ kind }) => kind))].map((kind) => found.filter((miss) => miss.kind === kind))
  const cuts = kinds.flatMap(({ length, 0: first }) =>
    first !== undefined && length > mostMisses ? [`more near misses of the kind ${first.kind}`] : [],
  )
  return { nearMisses: kinds.flatMap((misses) => misses.slice(0, mostMisses)), cuts }
}

/** Near misses in time, count, order, group and schedule: of cases one by one, of a sequence where each group got stuck. */
function targetMisses(after: Aftermath): readonly NearMiss[] {
  const { rule, bench, groups, spanMs } = after
  const search = new Search(rule, bench, groups, spanMs)
  const fired = new Set(after.triggers.map(({ group, trigger }) => `${trigger.caseIndex} ${group.key}`))
  const found: NearMiss[] = []
  let before: ReadonlyMap<string, Group> = groups.all
  const acrossGroups: (() => readonly NearMiss[])[] = []
  const targets = engineOf(rule)?.targets?.(rule) ?? []
  const inOrder = targets.some(({ stage }) => stage.kind === 'step')
  for (const target of targets) {
    const reached = search.firstTriggers(target.rule)
    const candidates = inOrder ? before : groups.all
    const lacking = new Map(
      [...candidates].filter(([key]) => !reached.has(key) && !fired.has(`${target.caseIndex} ${key}`)),
    )
    if (inOrder) before = new Map([...groups.all].filter(([key]) => reached.has(key)))
    found.push(...scheduleMisses(after, target, reached))
    if (isWaiting(target)) {
      // No log comes near to silence, and a wider window only puts it off.
      found.push(...waitingMisses(after, target, lacking))
      continue
    }
    const late = timeMisses(search, target, lacking, mostMisses + 1)
    const ofWindow = new Set(late.filter(({ window }) => window.what === 'window').map(({ group }) => keyOf(group)))
    const counts = countMisses(search, target, lacking).filter(({ group }) => !ofWindow.has(keyOf(group)))
    found.push(...late, ...orderMisses(search, target, lacking), ...counts)
    if (target.joins || reached.size === 0) {
      acrossGroups.push(() =>
        groupMisses(search, target, after.fieldsOf, { reached, among: unreached(after, reached) }),
      )
    }
  }
  return [...found, ...furthest(acrossGroups, inOrder)]
}

/** Of a sequence, only what comes nearest to its end across groups; of cases, all. */
function furthest(searches: readonly (() => readonly NearMiss[])[], onlyOne: boolean): readonly NearMiss[] {
  if (!onlyOne) return searches.flatMap((search) => search())
  for (const search of searches.toReversed()) {
    const found = search()
    if (found.length > 0) return found
  }
  return []
}

/** The events of groups that did not reach a target, and those without a group; undefined for a rule over signals. */
function unreached({ compiled, selected, groups }: Aftermath, reached: ReadonlyMap<string, unknown>) {
  if (compiled.sources.length > 0) return undefined
  const events = selected.filter(({ event, hits }) => {
    const keys = groups.allKeysOf(event)
    return hits.length > 0 && (keys.length === 0 || keys.some((key) => !reached.has(key)))
  })
  return new Set(events.map(({ event }) => event))
}

function scheduleMisses(
  { rule, triggers, groups }: Aftermath,
  target: Target,
  reached: ReadonlyMap<string, GroupTrigger>,
): readonly NearMiss[] {
  const { schedulingOptions } = rule
  if (!schedulingOptions) return []
  const { rrule = '', start, timezone } = schedulingOptions
  const recurrence = readRecurrence(rrule, start, timezone)
  const fired = new Set(triggers.map(({ group }) => group.key))
  return [...reached.values()].flatMap(({ group, trigger: { atMs } }): readonly NearMiss[] => {
    if (fired.has(group.key)) return []
    const nextRunMs = 'reason' in recurrence ? undefined : recurrence.nextFrom(atMs)
    const windowMs = windowMsOf(rule.options)
    const values = groups.valuesOf(group)
    const when = nextRunMs === undefined ? {} : { nextRunMs }
    return [{ kind: 'schedule', stage: target.stage, group: values, atMs, windowMs, ...when }]
  })
}

/** Groups for which the rule would fire if nothing were excluded, filtered or hidden before it sees it. */
function relaxedMisses(after: Aftermath): readonly NearMiss[] {
  const { compiled, triggers, relaxed } = after
  const { withExcluded, withFiltered, withHidden } = relaxed
  const fired = new Set(triggers.map(({ group, trigger }) => `${trigger.caseIndex} ${group.key}`))
  const newIn = (bench: Bench | undefined) => {
    const seen = new Set(fired)
    return (bench?.triggersOf(after.rule) ?? []).flatMap(({ group, trigger }) => {
      const key = `${trigger.caseIndex} ${group.key}`
      if (seen.has(key)) return []
      seen.add(key)
      const name = compiled.cases[trigger.caseIndex]?.name || after.rule.cases[trigger.caseIndex]?.condition || ''
      const missed = { stage: { kind: 'case' as const, name }, group: groupValues(group, compiled.groupFields) }
      return [{ trigger, missed: { ...missed, atMs: trigger.atMs, parts: partsOf(trigger) } }]
    })
  }
  const excluded = newIn(withExcluded?.bench).map(({ trigger, missed }): NearMiss => {
    const by = trigger.parts.flatMap(eventsOfPart).flatMap((event) => withExcluded?.suppressionsOf(event) ?? [])
    return { kind: 'excluded', ...missed, suppressions: [...new Set(by)] }
  })
  const filtered = newIn(withFiltered).map(({ missed }): NearMiss => ({ kind: 'filtered', ...missed }))
  const suppressions = withHidden?.suppressions ?? []
  const hidden = newIn(withHidden?.bench).map(
    ({ missed }): NearMiss => ({ kind: 'hiddenSource', ...missed, suppressions }),
  )
  return [...excluded, ...filtered, ...hidden]
}

function methodMisses({ rule, triggers, moments, bench, groups }: Aftermath): readonly NearMiss[] {
  const watched = {
    rule,
    triggers,
    moments,
    triggersOf: (variation: Draft) => bench.triggersOf(variation),
    valuesOf: (group: Group) => groups.valuesOf(group),
  }
  return engineOf(rule)?.near?.(watched) ?? []
}

function keyOf(group: GroupValues): string {
  return JSON.stringify(group)
}
