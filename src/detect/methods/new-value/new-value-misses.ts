import { dayMs } from '../../../diagnostic/times'
import type { NewValueOptions } from '../../../rule/methods/detection-methods'
import type { Draft } from '../../../rule/rule'
import type { GroupTrigger } from '../../compiled-rule'
import type { Group } from '../../group-key'
import type { Hit } from '../../hits/hit'
import { readText } from '../../windows/new-window'
import { eventRef, eventsOfPart, type MethodMiss, type WatchedRun } from '../method-miss'
import { learningOf, usualForgetDays } from './compile-new-value'

type NewValueMiss = Extract<MethodMiss, { kind: 'learning' | 'known' }>

/**
 * For each group without a signal: the last new value that the learning swallowed, and the value that came nearest to
 * being forgotten. Told by the rule run without learning.
 */
export function newValueMisses(run: WatchedRun): readonly NewValueMiss[] {
  const { rule, triggers, moments } = run
  const fired = new Set(triggers.map(({ group }) => group.key))
  const options = rule.options.newValueOptions ?? {}
  const unlearned = withOptions(rule, { ...options, learningMethod: 'threshold', learningThreshold: 0 })
  const swallowed = new Map<string, { readonly group: Group; readonly event: Hit }>()
  const isNew = new Set<string>()
  for (const { group, trigger } of run.triggersOf(unlearned)) {
    const event = eventOf(trigger)
    if (event === undefined) continue
    isNew.add(`${group.key} ${event.id}`)
    if (!fired.has(group.key)) swallowed.set(group.key, { group, event })
  }
  const learning = [...swallowed.values()].map(({ group, event }): NewValueMiss => {
    const until = learningEnd(options, moments[0]?.instant.timeMs ?? 0)
    return { kind: 'learning', group: run.valuesOf(group), event: eventRef(event), ...until }
  })
  const known = new Map<string, NewValueMiss & { readonly kind: 'known' }>()
  const forgetAfterMs = (options.forgetAfter ?? usualForgetDays) * dayMs
  const lastSeen = new Map<string, Hit>()
  for (const { group, instant } of moments) {
    for (const { event } of instant.arrivals) {
      for (const text of event.readings[0]?.texts ?? []) {
        const key = JSON.stringify([group.key, text])
        const seen = lastSeen.get(key)
        lastSeen.set(key, event)
        if (seen === undefined || fired.has(group.key) || isNew.has(`${group.key} ${event.id}`)) continue
        const best = known.get(group.key)
        if (best && best.event.atMs - best.seen.atMs >= event.timeMs - seen.timeMs) continue
        const value = readText(text).join(', ')
        const values = run.valuesOf(group)
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

function withOptions(rule: Draft, newValueOptions: NewValueOptions): Draft {
  return { ...rule, groupSignalsBy: [], options: { ...rule.options, newValueOptions } }
}

function eventOf({ parts }: GroupTrigger['trigger']): Hit | undefined {
  return parts.flatMap(eventsOfPart).at(-1)
}

/** Learning by values counts them in each group; learning by time begins with the rule's first event. */
function learningEnd(options: NewValueOptions, beganMs: number) {
  const learning = learningOf(options)
  return learning.kind === 'values' ? { learnedValues: learning.count } : { untilMs: beganMs + learning.ms }
}
