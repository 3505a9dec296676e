// One table and therefore one file: all that is known of each detection method, but how it decides (detect/methods).
import type { JsonObject } from '../../json/json'
import { isJsonObject, objectsIn } from '../../json/json-object'
import type { Fields } from '../../shape/shape'
import type { CaseStatus } from '../case-status'
import { durationShape } from '../durations'
import type { WireField } from '../field-level'
import { flag, listOf, mapOf, oneOf, severity, text, upToTen, wholeNumber, window, words } from '../field-shapes'
import type { MethodFacts } from './method-facts'

/** The keys of `options` that single methods have. */
export interface MethodOptions {
  readonly newValueOptions?: NewValueOptions
  readonly anomalyDetectionOptions?: AnomalyOptions
  readonly impossibleTravelOptions?: ImpossibleTravelOptions
  readonly hardcodedEvaluatorType?: string
  readonly thirdPartyRuleOptions?: ThirdPartyOptions
  readonly sequenceDetectionOptions?: SequenceOptions
}

/** The keys of a rule that single methods have. */
export interface MethodFields {
  readonly thirdPartyCases?: readonly ThirdPartyCase[]
}

/** The options of `new_value`. */
export interface NewValueOptions {
  /** Days. */
  readonly forgetAfter?: number
  readonly learningMethod?: 'duration' | 'threshold'
  /** Days. */
  readonly learningDuration?: number
  readonly learningThreshold?: number
  readonly instantaneousBaseline?: boolean
  readonly instantaneousBaselineTimeoutMinutes?: number
  readonly [unknownKey: string]: unknown
}

/** The options of `anomaly_detection`. */
export interface AnomalyOptions {
  /** Seconds. */
  readonly bucketDuration?: number
  readonly detectionTolerance?: number
  /** Hours. */
  readonly learningDuration?: number
  readonly learningPeriodBaseline?: number
  readonly instantaneousBaseline?: boolean
  readonly instantaneousBaselineTimeoutMinutes?: number
  readonly [unknownKey: string]: unknown
}

/** The options of `impossible_travel`. */
export interface ImpossibleTravelOptions {
  readonly baselineUserLocations?: boolean
  /** Days. */
  readonly baselineUserLocationsDuration?: number
  readonly detectIpTransition?: boolean
  readonly [unknownKey: string]: unknown
}

/** The options of `third_party`. */
export interface ThirdPartyOptions {
  readonly defaultStatus?: CaseStatus
  readonly defaultNotifications?: readonly string[]
  readonly rootQueries?: readonly RootQuery[]
  readonly signalTitleTemplate?: string
  readonly [unknownKey: string]: unknown
}

/** Which logs a third-party rule takes in. */
export interface RootQuery {
  readonly query: string
  readonly groupByFields?: readonly string[]
  readonly [unknownKey: string]: unknown
}

/** How a third-party rule grades the logs that a query matches. */
export interface ThirdPartyCase {
  readonly name?: string
  readonly query?: string
  readonly status: CaseStatus
  readonly notifications?: readonly string[]
  readonly customStatus?: CaseStatus
  readonly [unknownKey: string]: unknown
}

/** The options of `sequence_detection`. */
export interface SequenceOptions {
  readonly steps?: readonly SequenceStep[]
  readonly stepTransitions?: readonly StepTransition[]
  readonly [unknownKey: string]: unknown
}

/** One step of a sequence: what must hold, over how many seconds. */
export interface SequenceStep {
  readonly name: string
  readonly condition: string
  readonly evaluationWindow?: number
  readonly [unknownKey: string]: unknown
}

/** Which step follows which, within how many seconds. */
export interface StepTransition {
  readonly parent: string
  readonly child: string
  readonly evaluationWindow?: number
  readonly [unknownKey: string]: unknown
}

const instantaneousBaseline: Fields<WireField> = {
  instantaneousBaseline: { shape: flag, about: 'Learn from past data at once.', wire: { filled: false } },
  instantaneousBaselineTimeoutMinutes: {
    shape: wholeNumber,
    about: 'How long learning from past data may take.',
    wire: { filled: 30 },
  },
}

/** In seconds. */
const day = 86_400

/** Methods that ask nothing of several queries at once, and whose window is told but decides nothing here. */
const usual = {
  reads: 'logs',
  cases: 'conditions',
  numbers: 'counts',
  window: 'kept',
  keepAlive: 'joins',
} as const satisfies MethodFacts

const table = {
  threshold: { ...usual, joinsQueries: true, window: 'counts' },
  new_value: {
    ...usual,
    looksBack: ({ learningDuration = 0, forgetAfter = 28 }) => (Number(learningDuration) + Number(forgetAfter)) * day,
    keepAlive: 'usuallyZero',
    aggregation: 'new_value',
    option: {
      key: 'newValueOptions',
      about: 'How new_value learns and forgets.',
      shape: mapOf('newValueOptions', {
        forgetAfter: {
          shape: { kind: 'number', whole: true, min: 1, max: 30 },
          about: 'Days after which a value that was not seen again counts as new.',
        },
        learningMethod: {
          shape: { kind: 'choice', of: ['duration', 'threshold'] },
          about: 'Learn for some days, or a number of values.',
        },
        learningDuration: {
          shape: { kind: 'number', whole: true, min: 0, max: 30 },
          about: 'Days of learning; 0, the default, learns the first value alone.',
        },
        learningThreshold: {
          shape: { kind: 'number', of: [0, 1] },
          about: 'How many values are learned without a signal.',
        },
        ...instantaneousBaseline, // what it is filled with: assumed from the anomaly options
      }),
    },
    wire: { mayLackWindow: true },
  },
  anomaly_detection: {
    ...usual,
    numbers: 'scores',
    option: {
      key: 'anomalyDetectionOptions',
      about: 'How anomaly_detection learns.',
      shape: mapOf('anomalyDetectionOptions', {
        bucketDuration: {
          shape: durationShape({ allowed: [300, 600, 900, 1_800, 3_600, 10_800] }),
          about: 'The length of the buckets in which events are counted.',
        },
        detectionTolerance: {
          shape: { kind: 'number', of: [1, 2, 3, 4, 5] },
          about: 'How much deviation is tolerated; higher numbers raise fewer signals.',
        },
        learningDuration: {
          shape: { kind: 'number', of: [1, 6, 12, 24, 48, 168, 336] },
          about: 'Hours of learning before the first signal.',
        },
        learningPeriodBaseline: {
          shape: wholeNumber,
          about: 'A baseline in place of a learned one.',
          wire: { absentAs: [] },
        },
        ...instantaneousBaseline,
      }),
    },
    // A window of 15 minutes is stored as 30 (observed twice of two). The block appears although it was not sent; its
    // other values are the tenant's choice.
    wire: { storedWindows: { 900: 1800 }, filledOption: {} },
  },
  impossible_travel: {
    ...usual,
    window: 'unused',
    takesEveryLog: true,
    aggregation: 'geo_data',
    adds: 'impossible_travel',
    // A place counts however long ago it was; a day covers what travel is impossible within.
    looksBack: ({ baselineUserLocationsDuration = 1 }) => Number(baselineUserLocationsDuration) * day,
    option: {
      key: 'impossibleTravelOptions',
      about: 'How impossible_travel learns places.',
      shape: mapOf('impossibleTravelOptions', {
        baselineUserLocations: {
          shape: flag,
          about: 'Learn the usual places of a user in silence, and leave them out.',
        },
        baselineUserLocationsDuration: {
          shape: { kind: 'number', whole: true, min: 1, max: 30 },
          about: 'Days of learning; 1 if absent.',
          wire: { absentAs: [] },
        },
        detectIpTransition: {
          shape: flag,
          about: 'Take the change of addresses into account.',
          wire: { filled: false },
        },
      }),
    },
    wire: { mayLackWindow: true },
  },
  hardcoded: {
    ...usual,
    option: {
      key: 'hardcodedEvaluatorType',
      about: 'The evaluator inside Datadog.',
      shape: oneOf('log4shell'),
      absentAs: [''],
    },
  },
  signal_correlation: {
    ...usual,
    type: { dataSource: { implied: ['logs', 'security_signals'] }, filtersGivenUp: true },
    reads: 'signals',
    joinsQueries: true,
    window: 'counts',
    aggregation: 'event_count',
    wire: { filledAggregation: 'event_count' }, // assumed
  },
  third_party: {
    ...usual,
    cases: 'grades',
    window: 'unused',
    keepAlive: 'unused',
    aggregation: 'none',
    option: {
      key: 'thirdPartyRuleOptions',
      about: 'Which alerts of other products third_party takes over.',
      shape: mapOf('thirdPartyRuleOptions', {
        defaultStatus: { shape: severity, about: 'The severity when no case of thirdPartyCases matches.' },
        defaultNotifications: {
          shape: listOf(words),
          about: 'Who is told when no case matches.',
          wire: { filled: [] },
        },
        rootQueries: {
          shape: upToTen(
            mapOf('a root query', {
              query: {
                shape: words,
                about: 'The alerts of the other product that become signals.',
                required: true,
              },
              groupByFields: {
                shape: listOf(words),
                about: 'One signal for each combination; empty: one for each event.',
                wire: { filled: [] }, // assumed
              },
            }),
          ),
          about: 'Which events are alerts of another product.',
        },
        signalTitleTemplate: {
          shape: text,
          about: 'The title of the signal.',
          wire: { absentAs: [''] }, // assumed
        },
      }),
    },
    field: {
      key: 'thirdPartyCases',
      about: 'The severities of a third_party rule.',
      shape: upToTen(
        mapOf('a third-party case', {
          name: {
            shape: text,
            about: 'Joined to the name of the rule in the title of the signal.',
            wire: { filled: '' },
          },
          query: { shape: text, about: 'Which alerts have this severity.', wire: { filled: '' } },
          status: { shape: severity, about: 'The severity of the signal.', required: true },
          notifications: { shape: listOf(words), about: 'Who is told.', wire: { filled: [] } },
          customStatus: {
            shape: severity,
            about: 'The severity that replaces the one of a default rule.',
            wire: { absentAs: [''] }, // assumed
          },
        }),
      ),
      absentAs: [[]],
    },
    texts: {
      searches: [
        { of: 'root', list: ['options', 'thirdPartyRuleOptions', 'rootQueries'] },
        { of: 'grade', list: ['thirdPartyCases'] },
      ],
      templates: [['options', 'thirdPartyRuleOptions', 'signalTitleTemplate']],
      usualSeverity: ['options', 'thirdPartyRuleOptions', 'defaultStatus'],
    },
    wire: {
      mayLackWindow: true,
      filledAggregation: 'none', // assumed
      invents: ({ thirdPartyCases }) => {
        const cases = Array.isArray(thirdPartyCases) ? thirdPartyCases.filter(isJsonObject) : []
        return {
          queries: cases.map(({ query }) => ({ query: query ?? '', aggregation: 'none' })),
          cases: cases.map(({ name, status, notifications }) => ({ name, status, notifications }) as JsonObject),
        }
      },
    },
  },
  anomaly_threshold: {
    ...usual,
    numbers: 'scores',
  },
  sequence_detection: {
    ...usual,
    cases: 'lastStep',
    joinsQueries: true,
    window: 'ofSteps',
    neverScheduled: true,
    sameGroups: true,
    option: {
      key: 'sequenceDetectionOptions',
      about: 'The steps of sequence_detection and the time between them.',
      shape: mapOf('sequenceDetectionOptions', {
        steps: {
          shape: listOf(
            mapOf('a step', {
              name: { shape: words, about: 'How transitions and the case call this step.', required: true },
              condition: {
                shape: words,
                about: 'When the step fires, in the names of queries: add > 0.',
                required: true,
              },
              evaluationWindow: { shape: window, about: 'The time within which the condition must come true.' },
            }),
            10,
          ),
          about: 'The steps, first to last.',
        },
        stepTransitions: {
          shape: listOf(
            mapOf('a transition', {
              parent: { shape: words, about: 'The step that comes first.', required: true },
              child: { shape: words, about: 'The step that must follow.', required: true },
              evaluationWindow: {
                shape: window,
                about: 'The longest wait from parent to child. All of them together: at most 24 h.',
              },
            }),
            9,
          ),
          about: 'One chain over all steps, in their order.',
        },
      }),
    },
    texts: { conditions: [{ of: 'step', list: ['options', 'sequenceDetectionOptions', 'steps'] }] },
    looksBack: ({ steps, stepTransitions }) =>
      [...objectsIn(steps), ...objectsIn(stepTransitions)].reduce(
        (sum, { evaluationWindow }) => sum + Number(evaluationWindow ?? 0),
        0,
      ),
    wire: { mayLackWindow: true },
  },
} as const satisfies Readonly<Record<string, MethodFacts>>

export type MethodName = keyof typeof table

/** What rules of each method are like, by the name of the method. */
export const detectionMethods: Readonly<Record<MethodName, MethodFacts>> = table

/** The words for `options.detectionMethod`. */
export type ChosenMethod = {
  [Name in MethodName]: (typeof table)[Name] extends { readonly type: object } ? never : Name
}[MethodName]

/** The words for the aggregation of a query that single methods have. */
export type MethodAggregation = Extract<(typeof table)[MethodName], { readonly aggregation: string }>['aggregation']
