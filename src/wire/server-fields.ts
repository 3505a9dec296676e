import type { Json } from '../json/json'
import { serverSetFields } from '../rule/server-set-fields'

/**
 * What the tenant does to a rule on its way in: the one table of fields it sets itself, of defaults it fills in, and
 * of values that mean the same as absence. Kept as data, so that comparing, encoding, decoding and removing agree.
 * Unless marked otherwise each row was observed in recorded exchanges.
 */
export interface FieldLevel {
  /** Set by the tenant alone; no content. */
  readonly server?: readonly string[]
  /** Filled in when absent or null. */
  readonly filled?: Readonly<Record<string, Json | ((kind: RuleKind) => Json | undefined)>>
  /** Values that mean the same as absence; null always does for these fields. */
  readonly absentAs?: Readonly<Record<string, readonly Json[]>>
  /** Lists without order. */
  readonly sets?: readonly string[]
  /** Other fields that the API is known to have. What is in no row is unknown: kept, sent and compared as it is. */
  readonly known?: readonly string[]
  /** Objects, or lists of objects, with a table of their own. */
  readonly inner?: Readonly<Record<string, FieldLevel>>
}

/** What a default can depend on. */
export interface RuleKind {
  readonly type: string
  readonly method: string
}

const queryLevel: FieldLevel = {
  server: ['defaultRuleId'],
  filled: {
    name: '',
    groupByFields: [],
    distinctFields: [],
    hasOptionalGroupByFields: false,
    dataSource: ({ type }) => dataSources[type]?.filled,
    // assumed: the tenant was always sent one; both sides are filled alike
    aggregation: ({ type, method }) =>
      type === 'signal_correlation' ? 'event_count' : method === 'third_party' ? 'none' : 'count',
  },
  absentAs: {
    metric: [''],
    metrics: [[]],
    index: [''],
    indexes: [[]],
    customQueryExtension: [''],
    correlatedByFields: [[]], // assumed
    correlatedQueryIndex: [],
  },
  known: ['query', 'ruleId'],
}

const caseLevel: FieldLevel = {
  filled: {
    name: '',
    notifications: [],
    condition: ({ type }) => (type === 'cloud_configuration' ? 'a > 0' : undefined),
  },
  absentAs: { condition: [''], customStatus: [''], actions: [[]] }, // customStatus, actions: assumed
  known: ['status'],
}

const anomalyLevel: FieldLevel = {
  filled: { instantaneousBaseline: false, instantaneousBaselineTimeoutMinutes: 30 },
  absentAs: { learningPeriodBaseline: [] },
  known: ['bucketDuration', 'detectionTolerance', 'learningDuration'],
}

const newValueLevel: FieldLevel = {
  // instantaneousBaseline: assumed from the anomaly options
  filled: { instantaneousBaseline: false, instantaneousBaselineTimeoutMinutes: 30 },
  known: ['forgetAfter', 'learningMethod', 'learningDuration', 'learningThreshold'],
}

const thirdPartyLevel: FieldLevel = {
  filled: { defaultNotifications: [] },
  absentAs: { signalTitleTemplate: [''] }, // assumed
  known: ['defaultStatus', 'rootQueries'],
  inner: { rootQueries: { filled: { groupByFields: [] }, known: ['query'] } }, // groupByFields: assumed
}

const optionsLevel: FieldLevel = {
  filled: {
    detectionMethod: 'threshold',
    evaluationWindow: ({ type, method }) =>
      type === 'cloud_configuration' ? 7200 : windowless.has(method) ? 0 : undefined,
    keepAlive: ({ type }) => (type === 'cloud_configuration' ? 21600 : undefined),
    maxSignalDuration: ({ type }) => (type === 'cloud_configuration' ? 86400 : undefined),
    // the block appears although it was not sent; its other values are the tenant's choice
    anomalyDetectionOptions: ({ method }) => (method === 'anomaly_detection' ? {} : undefined),
  },
  absentAs: {
    decreaseCriticalityBasedOnEnv: [false], // assumed
    anomalyDetectionOptions: [],
    newValueOptions: [],
    impossibleTravelOptions: [],
    thirdPartyRuleOptions: [],
    sequenceDetectionOptions: [],
    complianceRuleOptions: [],
    hardcodedEvaluatorType: [''],
  },
  inner: {
    anomalyDetectionOptions: anomalyLevel,
    newValueOptions: newValueLevel,
    impossibleTravelOptions: {
      filled: { detectIpTransition: false },
      absentAs: { baselineUserLocationsDuration: [] },
      known: ['baselineUserLocations'],
    },
    thirdPartyRuleOptions: thirdPartyLevel,
    sequenceDetectionOptions: {
      known: ['steps', 'stepTransitions'],
      inner: {
        steps: { known: ['name', 'condition', 'evaluationWindow'] },
        stepTransitions: { known: ['parent', 'child', 'evaluationWindow'] },
      },
    },
    complianceRuleOptions: { filled: { complexRule: false }, known: ['resourceType', 'regoRule'] },
  },
}

/** The table of a rule, from its root. */
export const ruleLevel: FieldLevel = {
  // `id` is our own slug in a file, and travels as a tag.
  server: ['id', ...serverSetFields],
  filled: {
    // name to options: assumed, the tenant was always sent them; both sides are filled alike
    name: '',
    message: '',
    isEnabled: true,
    type: 'log_detection',
    queries: [],
    cases: [],
    options: {},
    filters: [],
    tags: [],
    hasExtendedTitle: hasExtendedTitleByItself,
  },
  absentAs: {
    customName: [''],
    customMessage: [''],
    calculatedFields: [[]],
    referenceTables: [[]],
    groupSignalsBy: [[]],
    thirdPartyCases: [[]],
    schedulingOptions: [],
    complianceSignalOptions: [],
  },
  sets: ['tags'],
  inner: {
    queries: queryLevel,
    cases: caseLevel,
    options: optionsLevel,
    thirdPartyCases: { filled: { name: '', query: '', notifications: [] }, known: ['status'] },
    referenceTables: {
      known: ['tableName', 'columnName', 'logFieldPath', 'ruleQueryName', 'checkPresence'],
    },
    calculatedFields: { known: ['name', 'expression'] },
    filters: { known: ['action', 'query'] },
    schedulingOptions: { known: ['rrule', 'start', 'timezone'] },
    complianceSignalOptions: {
      filled: {
        defaultActivationStatus: null,
        defaultGroupByFields: null,
        userActivationStatus: null,
        userGroupByFields: null,
      },
    },
  },
}

/** The table of a suppression's attributes. */
export const suppressionLevel: FieldLevel = {
  server: ['id', 'version', 'editable', 'creation_date', 'update_date', 'creator', 'updater'],
  filled: { suppression_query: '', data_exclusion_query: '', description: '', tags: [] },
  absentAs: { start_date: [], expiration_date: [] },
  sets: ['tags'],
  known: ['name', 'enabled', 'rule_query'],
}

/**
 * An update merges field by field, so a field that is gone must be sent in its empty form; leaving it out keeps the
 * old value. The fields that can be removed, with that form.
 */
export const emptyForms: Readonly<Record<string, Json | ((kind: RuleKind) => Json)>> = {
  filters: [],
  tags: [],
  hasExtendedTitle: hasExtendedTitleByItself,
  customName: '',
  customMessage: '',
  calculatedFields: [],
  referenceTables: [],
  groupSignalsBy: [],
  thirdPartyCases: [],
  schedulingOptions: null,
}

/** Compliance rules have an extended title unless they say otherwise. */
function hasExtendedTitleByItself({ type }: RuleKind): boolean {
  return type === 'cloud_configuration'
}

/** Every field of a level that the API is known to have. */
export function knownFields(level: FieldLevel): ReadonlySet<string> {
  const known = knownByLevel.get(level) ?? new Set(namesOf(level))
  knownByLevel.set(level, known)
  return known
}

/**
 * Where the data source of a query is not said: what the tenant fills in, and which values mean the same as nothing.
 * `logs` and the spans of application security were observed, the rest is assumed.
 */
export const dataSources: Readonly<Record<string, { readonly filled?: string; readonly implied: readonly string[] }>> =
  {
    log_detection: { filled: 'logs', implied: [] },
    application_security: { filled: 'spans', implied: [] },
    api_security: { filled: 'spans', implied: [] },
    workload_security: { implied: ['logs', 'security_runtime'] },
    workload_activity: { implied: ['logs', 'security_runtime'] },
    signal_correlation: { implied: ['logs', 'security_signals'] },
    cloud_configuration: { implied: ['logs'] },
    infrastructure_configuration: { implied: ['logs'] },
  }

/** Methods whose evaluation window may be left out and is then stored as 0. */
const windowless = new Set(['new_value', 'impossible_travel', 'third_party', 'sequence_detection'])

const knownByLevel = new WeakMap<FieldLevel, ReadonlySet<string>>()

function namesOf(level: FieldLevel): string[] {
  return [
    ...(level.server ?? []),
    ...Object.keys(level.filled ?? {}),
    ...Object.keys(level.absentAs ?? {}),
    ...(level.sets ?? []),
    ...(level.known ?? []),
    ...Object.keys(level.inner ?? {}),
  ]
}
