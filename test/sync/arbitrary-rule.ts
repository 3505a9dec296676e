import fc from 'fast-check'
import type { ChosenMethod } from '../../src/rule/methods/detection-methods'
import type { Rule } from '../../src/rule/rule'
import { ruleFrom } from '../rule/rule-from'

const seconds = fc.constantFrom(0, 60, 300, 600, 900, 1800, 3600, 7200)
const status = fc.constantFrom('info', 'low', 'medium', 'high', 'critical')
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/)
const tag = fc.oneof(
  word,
  fc.tuple(word, word).map(([key, value]) => `${key}:${value}`),
)
const field = word.map((name) => `@${name}`)
const notification = word.map((name) => `@${name}`)

const methods: readonly ChosenMethod[] = [
  'threshold',
  'new_value',
  'anomaly_detection',
  'impossible_travel',
  'hardcoded',
  'third_party',
  'anomaly_threshold',
  'sequence_detection',
]

/** A value or nothing at all: an absent key, not an undefined one. */
function maybe<Value>(key: string, value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  return fc.oneof(
    fc.constant({}),
    value.map((held) => ({ [key]: held })),
  )
}

function merged(...parts: fc.Arbitrary<object>[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Record<string, unknown>)
}

function queryOf(method: ChosenMethod): fc.Arbitrary<Record<string, unknown>> {
  const aggregation =
    method === 'new_value'
      ? fc.constant('new_value')
      : method === 'impossible_travel'
        ? fc.constant('geo_data')
        : fc.constantFrom('count', 'cardinality', 'max')
  return merged(
    fc.record({ query: word.map((value) => `@kind:${value}`) }),
    maybe('aggregation', aggregation),
    maybe('name', fc.oneof(fc.constant(''), word)),
    maybe('groupByFields', fc.array(field, { maxLength: 2 })),
    maybe('distinctFields', fc.array(field, { maxLength: 2 })),
    maybe('dataSource', fc.constantFrom('logs', 'audit')),
    maybe('hasOptionalGroupByFields', fc.boolean()),
    maybe('customQueryExtension', fc.constantFrom('', '-@kind:noise')),
    fc.oneof(
      fc.constant({}),
      fc.record({ metric: fc.oneof(fc.constant(''), field) }),
      fc.record({ metrics: fc.array(field, { maxLength: 2 }) }),
    ),
    fc.oneof(fc.constant({}), fc.record({ index: word }), fc.record({ indexes: fc.array(word, { maxLength: 2 }) })),
    maybe(
      'anOptionOfTomorrow',
      fc.oneof(fc.constant(null), fc.constant(false), word, fc.array(word, { maxLength: 2 })),
    ),
  )
}

function optionsOf(method: ChosenMethod): fc.Arbitrary<Record<string, unknown>> {
  const window =
    method === 'threshold' || method === 'anomaly_detection'
      ? fc.record({ evaluationWindow: seconds })
      : maybe('evaluationWindow', seconds)
  const own: Partial<Record<ChosenMethod, fc.Arbitrary<object>>> = {
    new_value: fc.record({
      newValueOptions: merged(
        fc.record({
          forgetAfter: fc.constantFrom(1, 7, 28),
          learningMethod: fc.constant('duration'),
          learningDuration: fc.constantFrom(0, 1, 7),
        }),
        maybe('instantaneousBaseline', fc.boolean()),
      ),
    }),
    anomaly_detection: maybe(
      'anomalyDetectionOptions',
      merged(
        maybe('bucketDuration', fc.constantFrom(300, 600)),
        maybe('instantaneousBaseline', fc.boolean()),
        maybe('learningPeriodBaseline', fc.nat(9)),
      ),
    ),
    impossible_travel: fc.record({
      impossibleTravelOptions: merged(
        fc.record({ baselineUserLocations: fc.boolean() }),
        maybe('detectIpTransition', fc.boolean()),
      ),
    }),
    hardcoded: fc.record({ hardcodedEvaluatorType: fc.constant('log4shell') }),
    third_party: fc.record({
      thirdPartyRuleOptions: merged(
        fc.record({
          defaultStatus: status,
          rootQueries: fc.array(
            merged(fc.record({ query: word }), maybe('groupByFields', fc.array(field, { maxLength: 1 }))),
            { minLength: 1, maxLength: 2 },
          ),
        }),
        maybe('defaultNotifications', fc.array(notification, { maxLength: 2 })),
        maybe('signalTitleTemplate', fc.constantFrom('', '{{title}}')),
      ),
    }),
    sequence_detection: fc.record({
      sequenceDetectionOptions: fc.constant({
        steps: [
          { name: 'first', condition: 'a > 0', evaluationWindow: 300 },
          { name: 'second', condition: 'b > 0', evaluationWindow: 300 },
        ],
        stepTransitions: [{ parent: 'first', child: 'second', evaluationWindow: 3600 }],
      }),
    }),
  }
  return merged(
    fc.record({ keepAlive: seconds, maxSignalDuration: fc.constant(86400) }),
    method === 'threshold'
      ? maybe('detectionMethod', fc.constant(method))
      : fc.record({ detectionMethod: fc.constant(method) }),
    window,
    maybe('decreaseCriticalityBasedOnEnv', fc.boolean()),
    own[method] ?? fc.constant({}),
    maybe('anOptionOfTomorrow', fc.oneof(fc.constant({ inner: 1 }), fc.constant(0))),
  )
}

function ruleOf(method: ChosenMethod): fc.Arbitrary<Record<string, unknown>> {
  const thirdParty = method === 'third_party'
  const condition =
    method === 'impossible_travel'
      ? fc.constant({})
      : maybe('condition', fc.constantFrom('', 'a > 0', 'a > 5 && b > 1'))
  return merged(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 20 }),
      message: fc.string({ maxLength: 30 }),
      isEnabled: fc.boolean(),
      type:
        thirdParty || method === 'sequence_detection'
          ? fc.constant('log_detection')
          : fc.constantFrom('log_detection', 'application_security', 'workload_security'),
      queries: thirdParty ? fc.constant([]) : fc.array(queryOf(method), { minLength: 1, maxLength: 3 }),
      cases: thirdParty
        ? fc.constant([])
        : fc.array(
            merged(
              fc.record({ status }),
              condition,
              maybe('name', word),
              maybe('notifications', fc.array(notification, { maxLength: 2 })),
            ),
            { minLength: 1, maxLength: 3 },
          ),
      options: optionsOf(method),
    }),
    maybe('tags', fc.array(tag, { maxLength: 4 })),
    maybe('hasExtendedTitle', fc.boolean()),
    maybe(
      'filters',
      fc.array(fc.record({ action: fc.constantFrom('require', 'suppress'), query: word }), { maxLength: 2 }),
    ),
    maybe('groupSignalsBy', fc.array(field, { maxLength: 2 })),
    maybe(
      'referenceTables',
      fc.array(
        fc.record({
          tableName: word,
          columnName: word,
          logFieldPath: word,
          ruleQueryName: fc.constant('a'),
          checkPresence: fc.boolean(),
        }),
        { maxLength: 1 },
      ),
    ),
    maybe('calculatedFields', fc.array(fc.record({ name: word, expression: word }), { maxLength: 2 })),
    maybe(
      'schedulingOptions',
      fc.constantFrom(null, { rrule: 'FREQ=HOURLY;INTERVAL=2;', start: '2026-01-01T00:00:00', timezone: 'UTC' }),
    ),
    thirdParty
      ? fc.record({
          thirdPartyCases: fc.array(
            merged(
              fc.record({ name: word, query: word, status }),
              maybe('notifications', fc.array(notification, { maxLength: 1 })),
            ),
            { minLength: 1, maxLength: 3 },
          ),
        })
      : fc.constant({}),
    maybe('aFieldOfTomorrow', fc.oneof(fc.constant(null), fc.constant([]), fc.record({ deep: word }))),
  )
}

const complianceRule = merged(
  fc.record({
    name: word,
    message: word,
    isEnabled: fc.boolean(),
    type: fc.constant('cloud_configuration'),
    queries: fc.constant([]),
    cases: fc.array(merged(fc.record({ status }), maybe('notifications', fc.array(notification, { maxLength: 1 }))), {
      minLength: 1,
      maxLength: 1,
    }),
    options: word.map((resourceType) => ({
      complianceRuleOptions: { resourceType, regoRule: { policy: 'package x', resourceTypes: [resourceType] } },
    })),
    complianceSignalOptions: merged(
      fc.record({ userActivationStatus: fc.boolean() }),
      maybe('userGroupByFields', fc.array(field, { maxLength: 1 })),
    ),
  }),
  maybe('tags', fc.array(tag, { maxLength: 3 })),
)

/** Rules of every type and method that a file can hold, without an id. */
export const arbitraryRule: fc.Arbitrary<Rule> = fc
  .oneof(...methods.map(ruleOf), complianceRule)
  .map((rule) => rule as unknown as Rule)

/** Several rules with ids of their own, the later of which may count signals of the earlier. */
export const arbitraryRules: fc.Arbitrary<readonly Rule[]> = fc
  .tuple(fc.array(arbitraryRule, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 2 }))
  .map(([rules, targets]) => {
    const named = rules.map((rule, index) => ({ ...rule, id: `rule-${index}` }))
    const correlations =
      rules.length === 0 ? [] : targets.map((target, index) => correlation(index, `rule-${target % rules.length}`))
    return [...correlations, ...named]
  })

function correlation(index: number, target: string): Rule {
  return ruleFrom({
    id: `correlation-${index}`,
    name: `counts signals of ${target}`,
    message: 'm',
    isEnabled: true,
    type: 'signal_correlation',
    queries: [{ ruleId: target, aggregation: 'event_count', correlatedByFields: ['host'] }],
    cases: [{ status: 'high', condition: 'a > 0' }],
    options: { evaluationWindow: 900, keepAlive: 3600, maxSignalDuration: 86400 },
  })
}
