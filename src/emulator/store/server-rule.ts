import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '../../json/json'
import { asObject, listIn } from '../../json/json-object'
import { asText } from '../../json/json-text'
import { serverSetFields } from '../../rule/tenant/server-set-fields'

/** Fields that the server alone sets; whatever a client sends for them is ignored (recorded, 48 creates). */
export const serverFields: ReadonlySet<string> = new Set(['id', ...serverSetFields])

/** Optional fields that vanish when they are sent in their empty form (observed). */
const droppedWhenEmpty = [
  'calculatedFields',
  'referenceTables',
  'schedulingOptions',
  'customName',
  'customMessage',
  'groupSignalsBy',
  'thirdPartyCases',
]

/**
 * What the server stores of a rule that it accepted: defaults filled, values rewritten, empty forms dropped, keys that
 * it does not know kept. Each row is recorded unless it says `assumed`.
 */
export function serverRule(sent: JsonObject): JsonObject {
  const type = asText(sent.type) ?? 'log_detection'
  const options = serverOptions(asObject(sent.options) ?? {}, type)
  const isThirdParty = options.detectionMethod === 'third_party'
  const rule: Record<string, Json> = {}
  for (const [key, value] of Object.entries(sent)) if (!serverFields.has(key)) define(rule, key, value)
  rule.type = type
  rule.isEnabled = sent.isEnabled ?? true
  rule.hasExtendedTitle = sent.hasExtendedTitle ?? type === 'cloud_configuration'
  rule.filters = sent.filters ?? []
  rule.tags = shuffledTags(listIn(sent.tags))
  rule.options = options
  const thirdPartyCases = listIn(sent.thirdPartyCases).map(serverCase)
  if (thirdPartyCases.length > 0) rule.thirdPartyCases = thirdPartyCases
  rule.queries = isThirdParty
    ? thirdPartyCases.map(thirdPartyQuery)
    : type === 'cloud_configuration'
      ? [cloudQuery(asObject(options.complianceRuleOptions) ?? {})]
      : listIn(sent.queries).map((query) => serverQuery(asObject(query) ?? {}, type))
  rule.cases = isThirdParty ? thirdPartyCases.map(withoutQuery) : listIn(sent.cases).map((one) => caseOf(one, type))
  if (type === 'cloud_configuration')
    rule.complianceSignalOptions = complianceSignal(asObject(sent.complianceSignalOptions) ?? {})
  for (const key of droppedWhenEmpty) if (isEmpty(rule[key])) delete rule[key]
  return rule
}

function serverOptions(sent: JsonObject, type: string): JsonObject {
  const options: Record<string, Json> = { ...sent }
  options.detectionMethod = sent.detectionMethod ?? 'threshold'
  if (type === 'cloud_configuration') {
    options.keepAlive = 21_600
    options.maxSignalDuration = 86_400
    options.evaluationWindow = 7_200
    options.complianceRuleOptions = { complexRule: false, ...asObject(sent.complianceRuleOptions) }
    return options
  }
  switch (options.detectionMethod) {
    case 'new_value':
      options.evaluationWindow ??= 0
      options.newValueOptions = { instantaneousBaselineTimeoutMinutes: 30, ...asObject(sent.newValueOptions) }
      break
    case 'impossible_travel':
      options.evaluationWindow ??= 0
      options.impossibleTravelOptions = { detectIpTransition: false, ...asObject(sent.impossibleTravelOptions) }
      break
    case 'sequence_detection':
      options.evaluationWindow ??= 0
      break
    case 'third_party':
      options.evaluationWindow ??= 0
      options.thirdPartyRuleOptions = thirdPartyOptions(asObject(sent.thirdPartyRuleOptions) ?? {})
      break
    case 'anomaly_detection':
      // 900 came back as 1800 in both recordings; that shorter windows follow is assumed.
      if (typeof sent.evaluationWindow === 'number') options.evaluationWindow = Math.max(1800, sent.evaluationWindow)
      options.anomalyDetectionOptions = anomalyOptions(asObject(sent.anomalyDetectionOptions) ?? {})
      break
    default:
  }
  return options
}

/** The whole block appears even when it was not sent (known); the numbers in it are then assumed. */
function anomalyOptions(sent: JsonObject): JsonObject {
  const numbers =
    Object.keys(sent).length === 0 ? { bucketDuration: 300, learningDuration: 24, detectionTolerance: 5 } : {}
  return { instantaneousBaseline: false, instantaneousBaselineTimeoutMinutes: 30, ...numbers, ...sent }
}

function thirdPartyOptions(sent: JsonObject): JsonObject {
  const roots = listIn(sent.rootQueries).map((root) => ({ groupByFields: [], ...asObject(root) }))
  return { defaultNotifications: [], ...sent, ...(sent.rootQueries !== undefined && { rootQueries: roots }) }
}

function serverQuery(sent: JsonObject, type: string): JsonObject {
  const query: Record<string, Json> = { ...sent }
  query.groupByFields = sent.groupByFields ?? []
  query.distinctFields = sent.distinctFields ?? []
  query.hasOptionalGroupByFields = sent.hasOptionalGroupByFields ?? false
  query.aggregation = sent.aggregation ?? (type === 'signal_correlation' ? 'event_count' : 'count')
  query.name = sent.name ?? ''
  if (type !== 'signal_correlation') query.dataSource = dataSourceOf(sent.dataSource, type)
  pairUp(query, 'metric', 'metrics')
  pairUp(query, 'index', 'indexes')
  if (query.customQueryExtension === '') delete query.customQueryExtension
  delete query.defaultRuleId
  return query
}

/** An application-security rule sent without a source got `app_sec_spans`; one sent with it got `spans` (both observed). */
function dataSourceOf(sent: Json | undefined, type: string): Json {
  if (sent === 'app_sec_spans') return 'spans'
  return sent ?? (type === 'application_security' ? 'app_sec_spans' : 'logs')
}

/** Of a deprecated single value and its list, sending one returns both; sent empty, neither comes back. */
function pairUp(query: Record<string, Json>, single: string, list: string): void {
  const one = query[single]
  const many = listIn(query[list])
  if (isEmpty(one)) delete query[single]
  if (many.length === 0) delete query[list]
  const first = many[0]
  if (!isEmpty(one) && many.length === 0) query[list] = [one as Json]
  if (isEmpty(one) && first !== undefined) query[single] = first
}

function caseOf(sent: Json, type: string): JsonObject {
  const one = serverCase(sent)
  return type === 'cloud_configuration' ? { ...one, condition: 'a > 0' } : one
}

function serverCase(sent: Json): JsonObject {
  const one: Record<string, Json> = { name: '', notifications: [], ...asObject(sent) }
  if (one.condition === '') delete one.condition
  return one
}

/** For a third-party rule the server invents one query a case, and the cases themselves. */
function thirdPartyQuery(one: JsonObject): JsonObject {
  return {
    query: one.query ?? '',
    groupByFields: [],
    hasOptionalGroupByFields: false,
    distinctFields: [],
    aggregation: 'none',
    name: '',
    dataSource: 'logs',
  }
}

function withoutQuery({ query, ...rest }: JsonObject): JsonObject {
  return rest
}

/** For a cloud configuration rule the server invents the one query. */
function cloudQuery(compliance: JsonObject): JsonObject {
  return {
    query: `resource_type:${String(compliance.resourceType ?? '')}`,
    groupByFields: ['resource_type', 'resource_id'],
    hasOptionalGroupByFields: false,
    distinctFields: [],
    aggregation: 'count',
    name: 'a',
  }
}

function complianceSignal(sent: JsonObject): JsonObject {
  return { defaultActivationStatus: null, defaultGroupByFields: null, ...sent }
}

/** Tags come back in another order, the same one for the same set (42 of 82 recorded writes). */
function shuffledTags(tags: readonly Json[]): readonly Json[] {
  const place = (tag: Json) => createHash('sha1').update(String(tag)).digest('hex')
  return [...new Set(tags)].sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Plain assignment would take `__proto__` for the prototype. */
function define(target: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
