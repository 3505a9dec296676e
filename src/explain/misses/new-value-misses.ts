import type { GroupTrigger } from '../../detect/compiled-rule'
import type { Group } from '../../detect/group-key'
import { compileTuples } from '../../detect/group-key'
import { metricsOf } from '../../detect/windows/new-window'
import type { LogEvent } from '../../event/log-event'
import type { Draft } from '../../rule/rule'
import type { Aftermath } from '../aftermath'
import type { NearMiss } from '../explanation'
import { eventRef, eventsOfPart } from '../shown'

const msPerDay = 86_400_000
/** What the engine takes where a rule does not say. */
const usualForgetDays = 28
const usualLearningDays = 1

type NewValueMiss = Extract<NearMiss, { kind: 'learning' | 'known' }>

/**
 * For each group without a signal: the last new value that the learning swallowed, and the value that came nearest to
 * being forgotten. Told by the rule run without learning.
 */
export function newValueMisses({ rule, bench, groups, triggers, moments }: Aftermath): readonly NewValueMiss[] {
  const fired = new Set(triggers.map(({ group }) => group.key))
  const options = rule.options.newValueOptions ?? {}
  const unlearned = withOptions(rule, { ...options, learningMethod: 'threshold', learningThreshold: 0 })
  const swallowed = new Map<string, { readonly group: Group; readonly event: LogEvent }>()
  const isNew = new Set<string>()
  for (const { group, trigger } of bench.triggersOf(unlearned)) {
    const event = eventOf(trigger)
    if (event === undefined) continue
    isNew.add(`${group.key} ${event.id}`)
    if (!fired.has(group.key)) swallowed.set(group.key, { group, event })
  }
  const learning = [...swallowed.values()].map(({ group, event }): NewValueMiss => {
    const until = learningEnd(options, moments[0]?.instant.timeMs ?? 0)
    return { kind: 'learning', group: groups.valuesOf(group), event: eventRef(event), ...until }
  })
  const known = new Map<string, NewValueMiss & { readonly kind: 'known' }>()
  const forgetAfterMs = (options.forgetAfter ?? usualForgetDays) * msPerDay
  const valuesOf = compileTuples(rule.queries[0] ? metricsOf(rule.queries[0]) : [])
  const lastSeen = new Map<string, LogEvent>()
  for (const { group, instant } of moments) {
    for (const { event } of instant.arrivals) {
      for (const tuple of valuesOf(event)) {
        const key = JSON.stringify([group.key, tuple])
        const seen = lastSeen.get(key)
        lastSeen.set(key, event)
        if (seen === undefined || fired.has(group.key) || isNew.has(`${group.key} ${event.id}`)) continue
        const best = known.get(group.key)
        if (best && best.event.atMs - best.seen.atMs >= event.timeMs - seen.timeMs) continue
        const value = tuple.join(', ')
        const values = groups.valuesOf(group)
        known.set(group.key, {
          kind: 'known',
          group: values,
          event: eventRef(event),
          value,
          seen: eventRef(seen),
          forgetAfterMs,
        })
      }
    }
  }
  const nearest = [...known.values()].sort((a, b) => b.event.atMs - b.seen.atMs - (a.event.atMs - a.seen.atMs))
  return [...learning, ...nearest]
}

function withOptions(rule: Draft, newValueOptions: NonNullable<Draft['options']['newValueOptions']>): Draft {
  return { ...rule, groupSignalsBy: [], options: { ...rule.options, newValueOptions } }
}

function eventOf({ parts }: GroupTrigger['trigger']): LogEvent | undefined {
  return parts.flatMap(eventsOfPart).at(-1)
}

/** Learning by values counts them in each group; learning by time begins with the rule's first event. */
function learningEnd(options: NonNullable<Draft['options']['newValueOptions']>, beganMs: number) {
  const days = options.learningDuration ?? usualLearningDays
  if (options.learningMethod === 'threshold') return { learnedValues: options.learningThreshold ?? 0 }
  return days === 0 ? { learnedValues: 1 } : { untilMs: beganMs + days * msPerDay }
}
