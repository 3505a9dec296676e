import fc from 'fast-check'
import type { LogEvent } from '../../src/event/log-event'
import { caseStatuses } from '../../src/rule/case-status'
import type { Draft, RuleQuery } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import type {
  ReferenceCase,
  ReferenceEvent,
  ReferenceRule,
  ReferenceSuppression,
  ReferenceTerm,
  ReferenceTest,
} from './reference-evaluator'

/** Random rules and logs for the reference evaluator, and the same as the engine takes them. */
export const startMs = Date.UTC(2026, 0, 1)
const queryNames = ['a', 'b', 'c']

/** How long a unit of the reference evaluator is. */
export function unitMs({ method }: ReferenceRule): number {
  const hour = 3_600_000
  const units = {
    threshold: 1000,
    sequence: 1000,
    scheduled: hour,
    travel: hour,
    third_party: 6 * hour,
    new_value: 24 * hour,
  }
  return units[method]
}

const oneTest = (max: number, few: readonly fc.Arbitrary<ReferenceTerm>[] = []): fc.Arbitrary<ReferenceTest> =>
  fc.record({
    join: fc.constantFrom('and', 'or'),
    terms: fc.array(fc.oneof(fc.record({ query: fc.nat(2), moreThan: fc.nat(max) }), ...few), {
      minLength: 1,
      maxLength: 2,
    }),
  })

const fewLogs = fc.record({ query: fc.nat(2), lessThan: fc.integer({ min: 1, max: 3 }) })

const anyCase: fc.Arbitrary<ReferenceCase> = fc.record({
  severity: fc.nat(4),
  test: oneTest(3, [fewLogs]),
  after: fc.option(oneTest(2), { nil: undefined }),
})

const anySuppression: fc.Arbitrary<ReferenceSuppression> = fc.record({
  what: fc.constantFrom('excludes value', 'hides value', 'hides group', 'hides severity'),
  value: fc.nat(4),
  from: fc.constantFrom(-100, -100, 4),
  to: fc.constantFrom(100, 100, 5, 8),
})

export const anyRule: fc.Arbitrary<ReferenceRule> = fc
  .record({
    method: fc.constantFrom(
      ...([
        'threshold',
        'threshold',
        'sequence',
        'sequence',
        'scheduled',
        'new_value',
        'third_party',
        'travel',
      ] as const),
    ),
    aggregations: fc.tuple(
      ...queryNames.map(() => fc.constantFrom('count', 'count', 'cardinality', 'sum', 'max')),
    ) as fc.Arbitrary<ReferenceRule['aggregations']>,
    groupBy: fc.constantFrom<ReferenceRule['groupBy']>([], ['g'], ['g'], ['g', 'h']),
    optionalGroups: fc.boolean(),
    signalsByFirstField: fc.boolean(),
    window: fc.constantFrom(0, 1, 2, 5, 10),
    keepAlive: fc.constantFrom(0, 3, 10),
    maxSignal: fc.constantFrom(5, 20),
    decreases: fc.boolean(),
    cases: fc.array(anyCase, { minLength: 1, maxLength: 3 }),
    steps: fc.array(
      fc.record({ test: oneTest(2), window: fc.constantFrom(0, 1, 3, 10), transition: fc.constantFrom(0, 1, 3, 10) }),
      { minLength: 1, maxLength: 4 },
    ),
    learning: fc.oneof(
      fc.record({ by: fc.constant('duration' as const), amount: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ by: fc.constant('values' as const), amount: fc.nat(1) }),
    ),
    forgetAfter: fc.integer({ min: 1, max: 6 }),
    grades: fc.array(fc.record({ value: fc.nat(4), severity: fc.nat(4) }), { minLength: 1, maxLength: 2 }),
    defaultSeverity: fc.option(fc.nat(4), { nil: undefined }),
    baseline: fc.option(fc.constant(24), { nil: undefined, freq: 1 }),
    learnsTransitions: fc.boolean(),
    every: fc.constantFrom(1, 2, 5),
    suppressions: fc.array(anySuppression, { maxLength: 2 }),
  })
  .map(fitting)

/** Leaves out what a method has no use for, and what would ask which of several events of one moment took part. */
function fitting(rule: ReferenceRule): ReferenceRule {
  const hasGroups = rule.groupBy.length > 0 && rule.method !== 'third_party'
  const suppressions = rule.suppressions.filter(
    ({ what }) => rule.method !== 'sequence' || (what !== 'hides value' && (what !== 'hides group' || hasGroups)),
  )
  const aggregations = rule.method === 'sequence' ? rule.aggregations.map(() => 'count' as const) : rule.aggregations
  const mayWait = rule.method === 'threshold' && rule.window > 0 && rule.cases.every(({ after }) => after === undefined)
  const cases = rule.cases.map(({ test, ...rest }) => ({
    ...rest,
    test: { ...test, terms: test.terms.map((term) => (mayWait ? term : askingForMore(term))) },
  }))
  return {
    ...rule,
    aggregations: cases.some(({ test }) => test.terms.some((term) => 'lessThan' in term))
      ? aggregations.map((one) => (one === 'sum' || one === 'max' ? 'count' : one))
      : aggregations,
    signalsByFirstField: rule.signalsByFirstField && hasGroups,
    decreases: rule.decreases && rule.method !== 'sequence',
    cases: rule.method === 'threshold' ? cases : cases.map(({ severity, test }) => ({ severity, test })),
    window: rule.method === 'scheduled' ? Math.max(1, rule.window) : rule.window,
    suppressions,
  }
}

function askingForMore(term: ReferenceTerm): ReferenceTerm {
  return 'lessThan' in term ? { query: term.query, moreThan: term.lessThan - 1 } : term
}

const anyEvent = fc.record({
  time: fc.nat(12),
  tiebreaker: fc.option(fc.nat(2), { nil: undefined, freq: 3 }),
  queries: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 }),
  g: fc.constantFrom(['g0'], ['g0'], ['g0'], ['g1'], ['g0', 'g1'], []),
  h: fc.constantFrom(['h0'], ['h0'], ['h0'], ['h1'], ['h1', 'h0'], []),
  values: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
  isDev: fc.constantFrom(false, false, false, true),
})

export const anyEvents: fc.Arbitrary<readonly ReferenceEvent[]> = fc
  .array(anyEvent, { maxLength: 14 })
  .map((events) => events.map((event, index) => ({ ...event, id: `e${String(index).padStart(2, '0')}` })))

/** Logs with a day between the first and the others, where a rule is silent for its first day. */
export function fittingEvents(rule: ReferenceRule, events: readonly ReferenceEvent[]): readonly ReferenceEvent[] {
  if (rule.method !== 'travel' || rule.baseline === undefined) return events
  return events.map((event) => ({ ...event, time: event.time < 5 ? event.time : event.time + rule.every + 19 }))
}

/** The reference rule as a rule of Datadog. */
export function asRule(rule: ReferenceRule): Draft {
  const seconds = (units: number): number => (units * unitMs(rule)) / 1000
  const base: Base = {
    name: 'random',
    // What the message names is on the signal, so that suppressions see it.
    message: '{{@v}} {{@g}}',
    isEnabled: true,
    queries: queryNames.map((name, index) => queryOf(rule, name, index)),
    cases: [{ status: statusOf(rule.cases[0]?.severity) }],
    ...(rule.signalsByFirstField && { groupSignalsBy: ['@g'] }),
  }
  const options = {
    evaluationWindow: seconds(rule.window),
    keepAlive: seconds(rule.keepAlive),
    maxSignalDuration: seconds(rule.maxSignal),
    decreaseCriticalityBasedOnEnv: rule.decreases,
  }
  const cases = rule.cases.map(({ severity, test, after }) => ({
    status: statusOf(severity),
    condition: after === undefined ? textOf(test) : `(${textOf(test)}) THEN (${textOf(after)})`,
  }))
  switch (rule.method) {
    case 'threshold':
      return { ...base, options, cases }
    case 'scheduled': {
      const rrule = `FREQ=HOURLY;INTERVAL=${rule.every}`
      return { ...base, options, cases, schedulingOptions: { rrule, start: '2026-01-01T00:00:00', timezone: 'UTC' } }
    }
    case 'sequence':
      return sequenceOf(rule, base, options)
    case 'new_value': {
      const { by, amount } = rule.learning
      const learning =
        by === 'duration'
          ? { learningMethod: by, learningDuration: amount }
          : { learningMethod: 'threshold' as const, learningThreshold: amount }
      const newValueOptions = { ...learning, forgetAfter: rule.forgetAfter }
      const queries = base.queries
        .slice(0, 1)
        .map((query) => ({ ...query, aggregation: 'new_value' as const, metrics: ['@v'] }))
      return { ...base, queries, options: { ...options, detectionMethod: 'new_value', newValueOptions } }
    }
    case 'third_party':
      return thirdPartyOf(rule, base, options)
    case 'travel': {
      const impossibleTravelOptions = {
        baselineUserLocations: rule.baseline !== undefined,
        detectIpTransition: rule.learnsTransitions,
      }
      const queries = base.queries
        .slice(0, 1)
        .map((query) => ({ ...query, aggregation: 'geo_data' as const, metrics: [] }))
      return {
        ...base,
        queries,
        options: { ...options, detectionMethod: 'impossible_travel', impossibleTravelOptions },
      }
    }
  }
}

type Base = Pick<Draft, 'name' | 'message' | 'isEnabled' | 'queries' | 'cases' | 'groupSignalsBy'>

function queryOf(rule: ReferenceRule, name: string, index: number): RuleQuery {
  const aggregation = rule.aggregations[index] ?? 'count'
  return {
    name,
    query: `@k:${name}`,
    groupByFields: rule.groupBy.map((field) => `@${field}`),
    hasOptionalGroupByFields: rule.optionalGroups,
    aggregation,
    ...(aggregation === 'cardinality' ? { distinctFields: ['@v'] } : { metrics: ['@v'] }),
  }
}

function sequenceOf(rule: ReferenceRule, base: Base, options: Draft['options']): Draft {
  const steps = rule.steps.map(({ test, window }, index) => ({
    name: `step_${index}`,
    condition: textOf(test),
    evaluationWindow: window,
  }))
  const stepTransitions = rule.steps.slice(1).map(({ transition }, index) => ({
    parent: `step_${index}`,
    child: `step_${index + 1}`,
    evaluationWindow: transition,
  }))
  return {
    ...base,
    options: {
      ...options,
      detectionMethod: 'sequence_detection',
      sequenceDetectionOptions: { steps, stepTransitions },
    },
    cases: [{ status: statusOf(rule.cases[0]?.severity), condition: `step_${steps.length - 1} > 0` }],
  }
}

function thirdPartyOf(rule: ReferenceRule, base: Base, options: Draft['options']): Draft {
  const { defaultSeverity } = rule
  return {
    ...base,
    queries: [],
    cases: [],
    thirdPartyCases: rule.grades.map(({ value, severity }) => ({ query: `@v:${value}`, status: statusOf(severity) })),
    options: {
      ...options,
      detectionMethod: 'third_party',
      thirdPartyRuleOptions: {
        ...(defaultSeverity !== undefined && { defaultStatus: statusOf(defaultSeverity) }),
        rootQueries: [{ query: '@k:a', groupByFields: ['@g'] }, { query: '@k:b' }],
      },
    },
  }
}

function statusOf(severity = 0) {
  return caseStatuses[severity] ?? 'info'
}

function textOf({ join, terms }: ReferenceTest): string {
  const one = (term: ReferenceTerm): string =>
    'moreThan' in term ? `${queryNames[term.query]} > ${term.moreThan}` : `${queryNames[term.query]} < ${term.lessThan}`
  return terms.map(one).join(join === 'and' ? ' && ' : ' || ')
}

export function asSuppressions(rule: ReferenceRule): readonly Suppression[] {
  return rule.suppressions.map(({ what, value, from, to }, index) => {
    const hides = {
      'hides value': `@v:${value}`,
      'hides group': `@g:g${value}`,
      'hides severity': `status:${statusOf(value)}`,
    }
    return {
      id: `s${index}`,
      name: `s${index}`,
      enabled: true,
      rules: [],
      ruleQuery: '*',
      tags: [],
      startMs: startMs + from * unitMs(rule),
      expiresMs: startMs + to * unitMs(rule),
      ...(what === 'excludes value' ? { dataExclusionQuery: `@v:${value}` } : { suppressionQuery: hides[what] }),
    }
  })
}

export function asEvent(rule: ReferenceRule, event: ReferenceEvent): LogEvent {
  const { id, time, tiebreaker, queries, g, h, values, isDev } = event
  const [place] = values
  const city = { name: `c${Math.floor((place ?? 0) / 2)}` }
  const geoip = { city, location: { latitude: 0, longitude: (place ?? 0) * 5 } }
  return {
    id,
    timeMs: startMs + time * unitMs(rule),
    ...(tiebreaker !== undefined && { tiebreaker }),
    tags: isDev ? ['env:dev'] : [],
    attributes: {
      k: queries.map((query) => queryNames[query] ?? ''),
      g,
      h,
      v: values,
      ...(place !== undefined && { network: { client: { ip: `192.0.2.${place}`, geoip } } }),
    },
  }
}
