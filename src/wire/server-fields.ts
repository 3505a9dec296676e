import type { Json } from '../json/json'
import type { FieldLevel, RuleKind } from '../rule/field-level'
import { detectionMethods } from '../rule/methods/detection-methods'
import type { MethodKey } from '../rule/methods/method-facts'
import { methodNamed, usualMethod } from '../rule/methods/method-of'
import { factsOfType, usualType } from '../rule/rule-types'
import { serverSetFields } from '../rule/server-set-fields'
import type { Shape } from '../shape/shape'

const queryLevel: FieldLevel = {
  server: ['defaultRuleId'],
  filled: {
    name: '',
    groupByFields: [],
    distinctFields: [],
    hasOptionalGroupByFields: false,
    dataSource: ({ type }) => factsOfType(type)?.dataSource.filled,
    // assumed: the tenant was always sent one; both sides are filled alike
    aggregation: ({ type, method }) => methodNamed(type, method).wire?.filledAggregation ?? 'count',
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

const methods = Object.entries(detectionMethods)
/** The keys that single methods have in `options`, and in the rule itself. */
const options = methods.flatMap(([, { option }]) => option ?? [])
const fields = methods.flatMap(([, { field }]) => field ?? [])

/** Options that appear by themselves in rules of their method. */
const filledOptions = Object.fromEntries(
  methods.flatMap(([name, { option, wire }]) =>
    option && wire?.filledOption !== undefined
      ? [
          [
            option.key,
            ({ type, method }: RuleKind) => (methodNamed(type, method).name === name ? wire.filledOption : undefined),
          ],
        ]
      : [],
  ),
)

function absentAsOf(keys: readonly MethodKey[]): Readonly<Record<string, readonly Json[]>> {
  return Object.fromEntries(keys.map(({ key, absentAs }) => [key, absentAs ?? []]))
}

function levelsOf(keys: readonly MethodKey[]): Readonly<Record<string, FieldLevel>> {
  return Object.fromEntries(keys.flatMap(({ key, shape, level }) => levelOf(shape, level).map((own) => [key, own])))
}

/** What the table says of a value, knowing all keys of its shape; nothing for a value without keys. */
function levelOf(shape: Shape, { inner, ...level }: FieldLevel = {}): readonly FieldLevel[] {
  if (shape.kind === 'list') return levelOf(shape.item, { ...level, ...(inner && { inner }) })
  if (shape.kind !== 'map') return []
  const within = Object.entries(shape.fields).flatMap(([key, field]) =>
    levelOf(field.shape, inner?.[key]).map((own) => [key, own] as const),
  )
  return [
    { ...level, known: Object.keys(shape.fields), ...(within.length > 0 && { inner: Object.fromEntries(within) }) },
  ]
}

const optionsLevel: FieldLevel = {
  filled: {
    detectionMethod: usualMethod,
    evaluationWindow: ({ type, method }) =>
      type === 'cloud_configuration' ? 7200 : methodNamed(type, method).wire?.mayLackWindow ? 0 : undefined,
    keepAlive: ({ type }) => (type === 'cloud_configuration' ? 21600 : undefined),
    maxSignalDuration: ({ type }) => (type === 'cloud_configuration' ? 86400 : undefined),
    ...filledOptions,
  },
  absentAs: {
    decreaseCriticalityBasedOnEnv: [false], // assumed
    ...absentAsOf(options),
    complianceRuleOptions: [],
  },
  inner: {
    ...levelsOf(options),
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
    type: usualType,
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
    ...absentAsOf(fields),
    schedulingOptions: [],
    complianceSignalOptions: [],
  },
  sets: ['tags'],
  inner: {
    queries: queryLevel,
    cases: caseLevel,
    options: optionsLevel,
    ...levelsOf(fields),
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
  ...Object.fromEntries(fields.map(({ key }) => [key, []])),
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
