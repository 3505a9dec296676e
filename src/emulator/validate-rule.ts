import { namesIn } from '../condition/names-in'
import { parseCondition } from '../condition/parse-condition'
import type { Json, JsonObject } from '../json/json'
import { asObject, listIn } from '../json/json-object'
import { asTexts, isText } from '../json/json-text'
import { parseQuery } from '../query/parse-query'
import { queryNameAt, type RuleQuery } from '../rule/rule'
import type { Refusal } from './api/api-error'

/** Seconds, from the API's own list of durations; keepAlive's recorded message stops at six hours, its schema does not. */
const allowedDurations = [0, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]

const types = [
  'log_detection',
  'application_security',
  'api_security',
  'workload_security',
  'workload_activity',
  'signal_correlation',
  'cloud_configuration',
  'infrastructure_configuration',
]

const methods = [
  'threshold',
  'new_value',
  'anomaly_detection',
  'impossible_travel',
  'hardcoded',
  'third_party',
  'anomaly_threshold',
  'sequence_detection',
]

const severities = ['info', 'low', 'medium', 'high', 'critical']

/**
 * Why the tenant would refuse a rule; empty when it would take it. The texts on empty and unused queries, keepAlive,
 * maxSignalDuration and RRULE are observed, word for word; the others are assumed.
 */
export function refusalsOf(rule: JsonObject): readonly Refusal[] {
  const type = rule.type ?? 'log_detection'
  const options = asObject(rule.options)
  const method = options?.detectionMethod ?? 'threshold'
  const found = [
    ...missingParts(rule),
    ...(typeof type === 'string' && types.includes(type) ? [] : [refusal('Unknown rule type', 'type')]),
    ...(typeof method === 'string' && methods.includes(method)
      ? []
      : [refusal('Unknown detection method', 'detectionMethod')]),
    ...(type === 'cloud_configuration' || method === 'third_party' ? [] : brokenQueries(rule, type)),
    ...brokenDurations(options ?? {}, method),
    ...brokenCases(rule, method),
    ...(method === 'sequence_detection' ? brokenSequence(rule, options ?? {}) : []),
    ...brokenConditions(rule, method, type),
    ...brokenSchedule(rule),
  ]
  // That it looks at the use of queries last, is assumed.
  const asksForUse = found.length === 0 && method === 'threshold' && type !== 'cloud_configuration'
  return asksForUse ? unusedQueries(rule) : found
}

function missingParts(rule: JsonObject): readonly Refusal[] {
  return [
    ...(isText(rule.name) ? [] : [refusal('Name cannot be empty', 'name')]),
    ...(typeof rule.message === 'string' ? [] : [refusal('Message is required', 'message')]),
    ...(asObject(rule.options) ? [] : [refusal('Options are required', 'options')]),
    ...(rule.tags === undefined || asTexts(rule.tags) ? [] : [refusal('Tags must be a list of texts', 'tags')]),
  ]
}

function brokenQueries(rule: JsonObject, type: Json): readonly Refusal[] {
  if (!Array.isArray(rule.queries) || rule.queries.length === 0)
    return [refusal('At least one query is required', 'queries')]
  return rule.queries.flatMap((query: Json, index): readonly Refusal[] => {
    const parts = asObject(query)
    const at = `queries[${index}]`
    if (!parts) return [refusal('A query must be an object', at)]
    if (type === 'signal_correlation') {
      return isText(parts.ruleId) ? [] : [refusal('Rule id is required', `${at}.ruleId`)]
    }
    if (!isText(parts.query)) return [{ message: 'Query filter cannot be empty' }]
    // What Datadog says of mistakes in SQL was never recorded.
    if (isText(rule.queryLanguage) || isText(parts.queryLanguage)) return []
    const wrong = parseQuery(parts.query).problems.find(({ severity }) => severity === 'error')
    return wrong ? [refusal(`Invalid query: ${wrong.message}`, `${at}.query`)] : []
  })
}

function brokenDurations(options: JsonObject, method: Json): readonly Refusal[] {
  const { keepAlive, maxSignalDuration, evaluationWindow } = options
  const found: Refusal[] = []
  if (typeof maxSignalDuration === 'number' && typeof keepAlive === 'number' && maxSignalDuration < keepAlive) {
    found.push(refusal('Max signal duration must be greater than or equal to keep alive', 'maxSignalDuration'))
  }
  if (keepAlive !== undefined && !isAllowed(keepAlive)) {
    found.push(
      refusal(
        'Keep alive is not in allowed durations: 0, 1, 5, 10, 15, 30, 60, 120, 180, 360 (in minutes)',
        'keepAlive',
      ),
    )
  }
  if (maxSignalDuration !== undefined && !isAllowed(maxSignalDuration)) {
    found.push(refusal('Max signal duration is not in allowed durations', 'maxSignalDuration'))
  }
  if (evaluationWindow !== undefined && !isAllowed(evaluationWindow)) {
    found.push(refusal('Evaluation window is not in allowed durations', 'evaluationWindow'))
  } else if (method === 'threshold' && typeof evaluationWindow === 'number' && typeof keepAlive === 'number') {
    // Documented: the evaluation window is at most keepAlive. The refusal's text is assumed.
    if (isAllowed(keepAlive) && evaluationWindow > keepAlive) {
      found.push(refusal('Evaluation window must be less than or equal to keep alive', 'evaluationWindow'))
    }
  }
  return found
}

function brokenCases(rule: JsonObject, method: Json): readonly Refusal[] {
  const list = method === 'third_party' ? 'thirdPartyCases' : 'cases'
  const cases = rule[list]
  if (cases === undefined && method === 'third_party') return []
  if (!Array.isArray(cases) || (cases.length === 0 && method !== 'third_party')) {
    return [refusal('At least one case is required', list)]
  }
  return cases.flatMap((one: Json, index): readonly Refusal[] => {
    const parts = asObject(one)
    const at = `${list}[${index}]`
    if (!parts) return [refusal('A case must be an object', at)]
    if (typeof parts.status !== 'string' || !severities.includes(parts.status)) {
      return [refusal(`Status must be one of ${severities.join(', ')}`, `${at}.status`)]
    }
    return []
  })
}

function brokenSequence(rule: JsonObject, options: JsonObject): readonly Refusal[] {
  const at = 'sequenceDetectionOptions'
  const sequence = asObject(options.sequenceDetectionOptions)
  const steps = listIn(sequence?.steps).map((step) => asObject(step) ?? {})
  if (steps.length === 0) return [refusal('At least one step is required', `${at}.steps`)]
  const names = steps.map((step) => step.name)
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index)
  return [
    ...(twice === -1 ? [] : [refusal('Step names must be unique', `${at}.steps[${twice}].name`)]),
    ...steps.flatMap((step, index) => [
      ...(isText(step.name) ? [] : [refusal('Step name is required', `${at}.steps[${index}].name`)]),
      ...brokenWindow(step.evaluationWindow, `${at}.steps[${index}].evaluationWindow`),
      ...brokenCondition(step.condition, queryNames(rule), `${at}.steps[${index}].condition`),
    ]),
    ...listIn(sequence?.stepTransitions).flatMap((entry, index) => {
      const transition = asObject(entry) ?? {}
      return [
        ...(['parent', 'child'] as const).flatMap((end) =>
          names.includes(transition[end]) ? [] : [refusal('Unknown step', `${at}.stepTransitions[${index}].${end}`)],
        ),
        ...brokenWindow(transition.evaluationWindow, `${at}.stepTransitions[${index}].evaluationWindow`),
      ]
    }),
  ]
}

/** A condition speaks of the rule's queries, or of its steps when it is a sequence. An empty one is accepted (known). */
function brokenConditions(rule: JsonObject, method: Json, type: Json): readonly Refusal[] {
  if (type === 'cloud_configuration' || method === 'third_party' || !Array.isArray(rule.cases)) return []
  const names = method === 'sequence_detection' ? stepNames(rule) : queryNames(rule)
  return rule.cases.flatMap((one: Json, index) => {
    const condition = asObject(one)?.condition
    return condition === undefined || condition === ''
      ? []
      : brokenCondition(condition, names, `cases[${index}].condition`)
  })
}

/** Told by the API, word for word (datadog-sync-cli#598). A case without a condition, or a broken one, may be about any. */
function unusedQueries(rule: JsonObject): readonly Refusal[] {
  const conditions = listIn(rule.cases).map((one) => asObject(one)?.condition)
  const read = conditions.map((text) => (isText(text) ? parseCondition(text, { decimals: true }).condition : undefined))
  if (read.length === 0 || read.some((condition) => condition === undefined)) return []
  const used = new Set(read.flatMap((condition) => (condition ? namesIn(condition).map(({ name }) => name) : [])))
  for (const query of listIn(rule.queries)) {
    const { correlatedQueryIndex } = asObject(query) ?? {}
    if (typeof correlatedQueryIndex === 'number') used.add(queryNames(rule)[correlatedQueryIndex] ?? '')
  }
  return queryNames(rule)
    .filter((name) => !used.has(name))
    .map((name) => refusal(`Query ${name} must be used at least once in a case`, 'cases'))
}

function brokenCondition(text: Json | undefined, names: readonly string[], target: string): readonly Refusal[] {
  if (typeof text !== 'string') return [refusal('Condition is required', target)]
  const { condition, problems } = parseCondition(text, { decimals: true })
  if (!condition) return [refusal(`Invalid condition: ${problems[0]?.message ?? text}`, target)]
  const unknown = namesIn(condition).find(({ name }) => !names.includes(name))
  return unknown ? [refusal(`Invalid condition: unknown name ${unknown.name}`, target)] : []
}

function queryNames(rule: JsonObject): readonly string[] {
  return listIn(rule.queries).map((query, index) => queryNameAt((asObject(query) ?? {}) as RuleQuery, index))
}

function stepNames(rule: JsonObject): readonly string[] {
  const steps = asObject(asObject(rule.options)?.sequenceDetectionOptions)?.steps
  return listIn(steps).map((step) => String(asObject(step)?.name ?? ''))
}

function brokenWindow(window: Json | undefined, target: string): readonly Refusal[] {
  return window === undefined || isAllowed(window)
    ? []
    : [refusal('Evaluation window is not in allowed durations', target)]
}

function brokenSchedule(rule: JsonObject): readonly Refusal[] {
  const schedule = asObject(rule.schedulingOptions)
  if (!schedule || (typeof schedule.rrule === 'string' && /(^|;)FREQ=[A-Z]+(;|$)/.test(schedule.rrule))) return []
  return [refusal('The RRULE schedule is invalid for scheduled rules', 'schedulingOptions.rrule')]
}

function isAllowed(duration: Json): boolean {
  return typeof duration === 'number' && allowedDurations.includes(duration)
}

function refusal(message: string, target: string): Refusal {
  return { message, target }
}
