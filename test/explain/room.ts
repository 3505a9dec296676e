import type { LogEvent } from '../../src/event/log-event'
import { type ExplainOptions, explainRule } from '../../src/explain/explain-rule'
import type { Explanation, NearMiss } from '../../src/explain/explanation'
import type { Json } from '../../src/json/json'
import type { Draft, RuleOptions } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'

/** A log at a second; everything but its id is an attribute. */
export interface ShortLog {
  readonly at: number
  readonly id?: string
  readonly [attribute: string]: Json | undefined
}

export function logEvent({ at, id, ...attributes }: ShortLog, index: number): LogEvent {
  return {
    id: id ?? `${index + 1}`,
    timeMs: Math.round(at * 1000),
    tags: [],
    attributes: attributes as LogEvent['attributes'],
  }
}

export function ruleWith(some: Partial<Draft>, options: RuleOptions = {}): Draft {
  const usual = { evaluationWindow: 60, keepAlive: 60, maxSignalDuration: 600 }
  return {
    id: 'r',
    name: 'Rule',
    message: '',
    isEnabled: true,
    queries: [],
    cases: [],
    ...some,
    options: { ...usual, ...options },
  }
}

/** A sequence whose steps are its queries: each matches its name under `k` and is grouped by `g`. */
export function sequenceOf(
  names: readonly string[],
  some: {
    readonly wait?: number
    readonly window?: number
    readonly needs?: number
    readonly group?: readonly string[]
  } = {},
): Draft {
  const { wait = 100, window = 60, needs = 0, group = ['@g'] } = some
  return ruleWith(
    {
      queries: names.map((name) => ({ name, query: `@k:${name}`, groupByFields: group })),
      cases: [{ status: 'medium', condition: `step_${names.at(-1)} > 0` }],
    },
    {
      detectionMethod: 'sequence_detection',
      evaluationWindow: 0,
      sequenceDetectionOptions: {
        steps: names.map((name) => ({
          name: `step_${name}`,
          condition: `${name} > ${needs}`,
          evaluationWindow: window,
        })),
        stepTransitions: names.slice(1).map((name, index) => ({
          parent: `step_${names[index]}`,
          child: `step_${name}`,
          evaluationWindow: wait,
        })),
      },
    },
  )
}

/** A threshold rule over `@k:fail`, grouped by `g`. */
export function thresholdOf(condition: string, some: Partial<Draft> = {}, options: RuleOptions = {}): Draft {
  return ruleWith(
    {
      queries: [{ name: 'fail', query: '@k:fail', groupByFields: ['@g'] }],
      cases: [{ status: 'high', name: 'many', condition }],
      ...some,
    },
    options,
  )
}

export function suppressionWith(some: Partial<Suppression>): Suppression {
  return { id: 's', name: 'S', enabled: true, rules: ['r'], tags: [], ...some }
}

export function explain(rule: Draft, logs: readonly ShortLog[], options: ExplainOptions = {}): Explanation {
  return explainRule(rule, logs.map(logEvent), options)
}

export function missesOf<Kind extends NearMiss['kind']>({ nearMisses }: Explanation, kind: Kind) {
  return nearMisses.filter((miss): miss is Extract<NearMiss, { kind: Kind }> => miss.kind === kind)
}
