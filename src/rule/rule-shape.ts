// One table and therefore one file: every key that Datadog's API knows in a rule, with its type, its hover text and what a
// tenant makes of it. Each of these was observed in recorded exchanges, unless marked otherwise; of what a rule cannot do
// without (name, message, options …) it is assumed, the tenant was always sent it.
import type { MapShape } from '../shape/shape'
import { adoptionFields } from './adoption-keys'
import { durationShape, windowSeconds } from './durations'
import type { WireField } from './field-level'
import { flag, json, listOf, mapOf, oneOf, serverSet, severity, text, upToTen, window, words } from './field-shapes'
import { chosenMethods, methodAggregations, methodKeys, methodNamed, usualMethod } from './methods/method-of'
import { factsOfType, ruleTypes, usualType } from './rule-types'
import { slugShape } from './slug'
import { serverSetFields } from './tenant/server-set-fields'

const queryShape = mapOf('a query', {
  name: {
    shape: text,
    about:
      'What conditions call this query, in lower-case letters, digits and _. Without a name it is a, b, c… by position.',
    wire: { filled: '' },
  },
  query: { shape: text, about: 'The search, as in the Log Explorer: source:cloudtrail @evt.name:DeleteIdentity.' },
  queryLanguage: {
    shape: oneOf('sql'),
    about: 'sql if the queries are SQL and not log searches. Such rules are not evaluated here.',
    wire: { absentAs: [''] }, // assumed
  },
  aggregation: {
    shape: oneOf('count', 'cardinality', 'sum', 'max', ...methodAggregations),
    about:
      'What is counted in a group: count of logs, cardinality of distinctFields, sum or max of one metric; new_value and geo_data belong to their methods, event_count to signal correlation.',
    // assumed: the tenant was always sent one
    wire: { filled: ({ type, method }) => methodNamed(type, method).wire?.filledAggregation ?? 'count' },
  },
  dataSource: {
    shape: oneOf(
      'logs',
      'audit',
      'app_sec_spans',
      'spans',
      'security_runtime',
      'network',
      'events',
      'security_signals',
    ),
    about: 'Where the events come from; logs if absent.',
    wire: { filled: ({ type }) => factsOfType(type)?.dataSource.filled },
  },
  groupByFields: {
    shape: listOf(words),
    about: 'One count, and one signal, for each combination of these fields: ["@userIdentity.arn"].',
    otherNames: ['groupBy', 'group_by'],
    wire: { filled: [] },
  },
  hasOptionalGroupByFields: {
    shape: flag,
    about: 'Keep events that lack a group-by field, with N/A in its place. Otherwise they are dropped.',
    wire: { filled: false },
  },
  distinctFields: {
    shape: listOf(words),
    about: 'The fields whose different values cardinality counts.',
    wire: { filled: [] },
  },
  metric: {
    shape: text,
    about: 'The one field of sum, max, geo_data or new_value.',
    deprecated: 'write metrics, a list',
    wire: { absentAs: [''] },
  },
  metrics: {
    shape: listOf(words),
    about: 'The field of sum, max or geo_data; up to five fields of new_value.',
    wire: { absentAs: [[]] },
  },
  index: { shape: text, about: 'The log index that a scheduled rule searches.', wire: { absentAs: [''] } },
  indexes: { shape: listOf(words), about: 'The log indexes that a scheduled rule searches.', wire: { absentAs: [[]] } },
  customQueryExtension: { shape: text, about: 'Added to the query of a default rule.', wire: { absentAs: [''] } },
  ruleId: { shape: text, about: 'Over signals: the rule whose signals are looked at, by its id.' },
  defaultRuleId: {
    shape: text,
    about: 'Over signals: the default rule whose signals are looked at, as Datadog ships it. What is sent is ruleId.',
    wire: { isReadOnly: true },
  },
  correlatedByFields: {
    shape: listOf(words),
    about: 'The fields that join the signals of two rules, at most three.',
    wire: { absentAs: [[]] }, // assumed
  },
  correlatedQueryIndex: {
    shape: { kind: 'number', whole: true, min: 0, max: 9 },
    about: 'The query, counted from 0, with which this one is correlated.',
    wire: { absentAs: [] },
  },
})

const actionShape = mapOf('an action', {
  type: {
    shape: oneOf('block_ip', 'block_user', 'user_behavior', 'flag_ip'),
    about: 'What Datadog does when the case fires.',
  },
  options: {
    shape: mapOf('the options of an action', {
      duration: { shape: durationShape(), about: 'How long it lasts; for ever if absent.' },
      flaggedIPType: {
        shape: oneOf('SUSPICIOUS', 'FLAGGED'),
        about: 'How flag_ip marks the address.',
      },
      userBehaviorName: { shape: text, about: 'The name of the behaviour that user_behavior records.' },
    }),
    about: 'How it does it.',
  },
})

const caseShape = mapOf('a case', {
  name: { shape: text, about: 'Joined to the name of the rule in the title of the signal.', wire: { filled: '' } },
  status: { shape: severity, about: 'The severity of the signal.', required: true, otherNames: ['severity'] },
  condition: {
    shape: text,
    about:
      'When this case fires: failed > 5 && succeeded > 0. In a sequence it names the last step: step_delete > 0. The first case that is true wins.',
    wire: {
      absentAs: [''],
      filled: ({ type }) => (type === 'cloud_configuration' ? 'a > 0' : undefined),
    },
  },
  notifications: {
    shape: listOf(words),
    about: 'Who is told: @slack-secops, @user@example.com.',
    wire: { filled: [] },
  },
  customStatus: {
    shape: severity,
    about: 'The severity that replaces the one of a default rule.',
    wire: { absentAs: [''] }, // assumed
  },
  actions: {
    shape: listOf(actionShape),
    about: 'What Datadog does besides raising a signal.',
    wire: { absentAs: [[]] }, // assumed
  },
})

const optionsShape = mapOf('options', {
  detectionMethod: {
    shape: oneOf(...chosenMethods),
    about: 'How the rule detects; threshold if absent. It cannot be changed later without making a new rule.',
    wire: { filled: usualMethod },
  },
  evaluationWindow: {
    shape: window,
    about: 'The sliding window in which conditions count: 15m. Not used by sequences, which have windows of their own.',
    wire: {
      filled: ({ type, method }) =>
        type === 'cloud_configuration' ? 7200 : methodNamed(type, method).wire?.mayLackWindow ? 0 : undefined,
    },
  },
  keepAlive: {
    shape: window,
    about: 'How long a signal stays open after its last match: further matches update it. At least evaluationWindow.',
    wire: { filled: ({ type }) => (type === 'cloud_configuration' ? 21_600 : undefined) },
  },
  maxSignalDuration: {
    shape: durationShape({ allowed: windowSeconds }),
    about: 'How long a signal stays open at most, from its first match. At least keepAlive.',
    wire: { filled: ({ type }) => (type === 'cloud_configuration' ? 86_400 : undefined) },
  },
  decreaseCriticalityBasedOnEnv: {
    shape: flag,
    about: 'One severity less when the env tag of the signal starts with staging, test or dev.',
    wire: { absentAs: [false] }, // assumed
  },
  ...methodKeys('option'),
  complianceRuleOptions: {
    shape: { kind: 'named', item: json },
    about: 'The policy of a cloud_configuration rule.',
    wire: {
      absentAs: [],
      level: { filled: { complexRule: false }, known: ['resourceType', 'regoRule', 'complexRule'] },
    },
  },
  relatedSignalsFields: {
    shape: json,
    about: 'Seen in default rules; its meaning is not documented.',
    wire: { isUnknown: true },
  },
})

/** Filled in together, where a rule has any. */
const signalOptions = {
  defaultActivationStatus: null,
  defaultGroupByFields: null,
  userActivationStatus: null,
  userGroupByFields: null,
}

/** Every key of a rule, in the order in which rules are printed. */
export const ruleShape: MapShape<WireField> = mapOf('a rule', {
  id: {
    shape: slugShape,
    about: "The rule's stable name in git: lower-case letters, digits and dashes. The file's name if absent.",
    wire: { isOurs: true },
  },
  ...adoptionFields,
  name: { shape: words, about: 'The title of the rule and of its signals.', required: true, wire: { filled: '' } },
  type: {
    shape: oneOf(...Object.keys(ruleTypes)),
    about: 'What the rule looks at; log_detection if absent. It cannot be changed later without making a new rule.',
    wire: { filled: usualType },
  },
  isEnabled: {
    shape: flag,
    about: 'Whether the rule detects; true if absent.',
    otherNames: ['enabled'],
    wire: { filled: true },
  },
  customName: {
    shape: text,
    about: 'The name that replaces the one of a default rule.',
    wire: { absentAs: [''], isRemovable: true },
  },
  queryLanguage: {
    shape: oneOf('sql'),
    about: 'sql if the queries are SQL and not log searches. Such rules are not evaluated here.',
    wire: { absentAs: [''] }, // assumed
  },
  datasetIds: {
    shape: listOf(words),
    about: 'The datasets that queries in SQL read.',
    wire: { absentAs: [[]] }, // assumed
  },
  queries: {
    shape: upToTen(queryShape),
    about: 'What the rule searches for.',
    otherNames: ['signal_query'],
    wire: { filled: [] },
  },
  referenceTables: {
    shape: listOf(
      mapOf('a reference table', {
        tableName: { shape: words, about: 'The table.', required: true },
        columnName: { shape: words, about: 'The column that is compared.', required: true },
        logFieldPath: { shape: words, about: 'The attribute that is looked up.', required: true },
        ruleQueryName: { shape: words, about: 'The query that the table filters.', required: true },
        checkPresence: { shape: flag, about: 'true keeps what the table holds, false what it lacks.' },
      }),
    ),
    about: 'Tables that narrow queries.',
    wire: { absentAs: [[]], isRemovable: true },
  },
  calculatedFields: {
    shape: listOf(
      mapOf('a calculated field', {
        name: { shape: words, about: 'How queries call it.', required: true },
        expression: { shape: words, about: 'How it is worked out.', required: true },
      }),
    ),
    about: 'Fields worked out from others; scheduled rules only.',
    wire: { absentAs: [[]], isRemovable: true },
  },
  groupSignalsBy: {
    shape: listOf(words),
    about: 'Fewer signals: group them by some of the group-by fields only.',
    wire: { absentAs: [[]], isRemovable: true },
  },
  options: {
    shape: optionsShape,
    about: 'The method of detection and its times.',
    required: true,
    wire: { filled: {} },
  },
  schedulingOptions: {
    shape: mapOf('schedulingOptions', {
      rrule: { shape: words, about: 'When the rule runs: FREQ=DAILY;INTERVAL=1.', required: true },
      start: { shape: text, about: 'The first run, an ISO date and time without a zone.' },
      timezone: { shape: text, about: 'The zone of start: Europe/Paris.' },
    }),
    about: 'Makes the rule a scheduled one.',
    nullable: true,
    wire: { absentAs: [], isRemovable: true },
  },
  cases: { shape: upToTen(caseShape), about: 'When a signal is raised, and how severe it is.', wire: { filled: [] } },
  ...methodKeys('field'),
  filters: {
    shape: listOf(
      mapOf('a filter', {
        action: { shape: { kind: 'choice', of: ['require', 'suppress'] }, about: 'Keep or drop.', required: true },
        query: { shape: words, about: 'What is kept or dropped.', required: true },
      }),
    ),
    about: 'Keeps or drops events before detection. Given up by Datadog except for cloud_configuration.',
    wire: { filled: [], isRemovable: true },
  },
  complianceSignalOptions: {
    shape: { kind: 'named', item: json },
    about: 'The signals of a cloud_configuration rule.',
    nullable: true,
    wire: {
      absentAs: [],
      level: {
        filled: signalOptions,
        known: Object.keys(signalOptions),
      },
    },
  },
  tags: {
    shape: listOf(words),
    about: 'Tags of the rule and of its signals: tactic:TA0005-defense-evasion, technique:T1070-indicator-removal.',
    wire: { filled: [], isSet: true, isRemovable: true },
  },
  hasExtendedTitle: {
    shape: flag,
    about: 'Notifications show the group-by values in their title.',
    wire: { filled: ({ type }) => type === 'cloud_configuration', isRemovable: true },
  },
  message: {
    shape: words,
    about: 'The text of the signal, in Markdown, with {{@attributes}}.',
    required: true,
    wire: { filled: '' },
  },
  customMessage: {
    shape: text,
    about: 'The message that replaces the one of a default rule.',
    wire: { absentAs: [''], isRemovable: true },
  },
  ...Object.fromEntries(serverSetFields.map((key) => [key, serverSet])),
})
