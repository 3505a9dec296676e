import type { LogEvent } from '../event/log-event'
import { asObject, isObjectList } from '../json/json-object'
import { methodOf } from '../rule/methods/method-of'
import type { Draft } from '../rule/rule'
import { usualKeepAlive, usualMaxSignalDuration } from '../rule/usual-options'
import type { Suppression } from '../suppression/suppression'

/** What a rule is evaluated on. */
interface Ground {
  readonly rule: Draft
  readonly events: readonly LogEvent[]
  readonly suppressions: readonly Suppression[]
}

/** An assumption of the evaluator, and how a rule would be evaluated without it; undefined where it plays no part. */
export interface Alternative {
  /** The name of its case in the conformance data, as `ddac explain --semantics` lists it. */
  readonly behaviour: string
  readonly instead: (ground: Ground) => Ground | undefined
}

/** Less than any distance between two times: what was closed becomes open. */
const aMoment = 0.0005

/** The assumptions that can be turned round, in the order in which they are tried. */
export const alternatives: readonly Alternative[] = [
  {
    behaviour: 'a match exactly keepAlive after the last one updates the signal',
    instead: (ground) => withOptions(ground, ({ keepAlive = usualKeepAlive }) => ({ keepAlive: keepAlive - aMoment })),
  },
  {
    behaviour: 'a match exactly the maximum duration after what the signal saw first updates it',
    instead: (ground) =>
      withOptions(ground, ({ maxSignalDuration = usualMaxSignalDuration }) => ({
        maxSignalDuration: maxSignalDuration - aMoment,
      })),
  },
  {
    behaviour: 'events of one count exactly the window apart add up',
    instead: (ground) =>
      withOptions(ground, ({ evaluationWindow = 0 }) =>
        evaluationWindow > 0 ? { evaluationWindow: evaluationWindow - aMoment } : undefined,
      ),
  },
  { behaviour: 'a child exactly the transition window after its parent is inside', instead: withOpenWindows },
  {
    behaviour: 'a later completion inside keepAlive updates the open signal',
    instead: (ground) => (hasOwnWindows(ground.rule) ? withOptions(ground, () => ({ keepAlive: 0 })) : undefined),
  },
  {
    behaviour: 'events of one timestamp without tiebreakers count in any order that completes',
    instead: ({ events, ...ground }) => ({
      ...ground,
      events: [...events]
        .sort((a, b) => a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1))
        .map((event, tiebreaker) => ({ tiebreaker, ...event })),
    }),
  },
  {
    behaviour: 'several distinct fields count their combinations',
    instead: ({ rule, ...ground }) => {
      if (!rule.queries.some(({ distinctFields = [] }) => distinctFields.length > 1)) return undefined
      const queries = rule.queries.map((query) => ({
        ...query,
        distinctFields: (query.distinctFields ?? []).slice(0, 1),
      }))
      return { ...ground, rule: { ...rule, queries } }
    },
  },
  {
    behaviour: 'one environment of several is enough to lower the severity',
    instead: (ground) =>
      withOptions(ground, ({ decreaseCriticalityBasedOnEnv: lowers }) =>
        lowers ? { decreaseCriticalityBasedOnEnv: false } : undefined,
      ),
  },
  {
    behaviour: 'a suppression does not act at its expiry',
    instead: ({ suppressions, ...ground }) => {
      if (suppressions.every(({ expiresMs }) => expiresMs === undefined)) return undefined
      const longer = suppressions.map((each) =>
        each.expiresMs === undefined ? each : { ...each, expiresMs: each.expiresMs + 1 },
      )
      return { ...ground, suppressions: longer }
    },
  },
  { behaviour: 'a hidden signal holds its keepAlive open', instead: withoutHidden },
]

/** What a suppression hides is taken away before it opens anything. */
function withoutHidden({ suppressions, ...ground }: Ground): Ground | undefined {
  if (suppressions.every(({ suppressionQuery }) => suppressionQuery === undefined)) return undefined
  const excluding = suppressions.flatMap(({ suppressionQuery, ...each }): readonly Suppression[] => {
    if (suppressionQuery === undefined) return [each]
    const exclusions = [each.dataExclusionQuery, suppressionQuery].filter((query) => query !== undefined)
    return exclusions.map((dataExclusionQuery) => ({ ...each, dataExclusionQuery }))
  })
  return { ...ground, suppressions: excluding }
}

function withOptions(
  { rule, ...ground }: Ground,
  changed: (options: Draft['options']) => Partial<Draft['options']> | undefined,
): Ground | undefined {
  const options = changed(rule.options)
  return options && { ...ground, rule: { ...rule, options: { ...rule.options, ...options } } }
}

/** Whether the method of the rule has windows in its own option, for the parts of what it looks for. */
function hasOwnWindows(rule: Draft): boolean {
  return ownOption(rule) !== undefined && Object.values(ownOption(rule) ?? {}).some(isWindowList)
}

function withOpenWindows(ground: Ground): Ground | undefined {
  const { option } = methodOf(ground.rule)
  if (!option || !hasOwnWindows(ground.rule)) return undefined
  const opened = Object.fromEntries(
    Object.entries(ownOption(ground.rule) ?? {}).map(([key, parts]) => [
      key,
      isWindowList(parts) ? parts.map(opener) : parts,
    ]),
  )
  return withOptions(ground, () => ({ [option.key]: opened }))
}

function ownOption(rule: Draft): Readonly<Record<string, unknown>> | undefined {
  const { option } = methodOf(rule)
  return option && asObject(rule.options[option.key])
}

function isWindowList(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return isObjectList(value) && value.some(({ evaluationWindow }) => typeof evaluationWindow === 'number')
}

function opener(part: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const window = Number(part['evaluationWindow'] ?? 0)
  return window > 0 ? { ...part, evaluationWindow: window - aMoment } : part
}
