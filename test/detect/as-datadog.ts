import type { CompileOptions } from '../../src/detect/compile-rules'
import { readSecurityFilter } from '../../src/detect/security-filter'
import type { LogEvent } from '../../src/event/log-event'
import { caseStatuses } from '../../src/rule/case-status'
import type { Draft, RuleQuery } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import type {
  ReferenceLog,
  ReferenceRule,
  ReferenceRun,
  ReferenceSuppression,
  Term,
  Test,
  Value,
} from './reference/model'
import { queryNames, textOf } from './reference/model'
import { searchText } from './reference/search'

/** Where the units of a run begin. */
const startMs = Date.UTC(2026, 0, 1)

const hour = 3_600_000
const msOf = { second: 1000, hour, 'six hours': 6 * hour, day: 24 * hour }

/** A time of a run as the engine tells it. */
export function atMs({ unit }: Pick<ReferenceRun, 'unit'>, time: number): number {
  return startMs + time * msOf[unit]
}

/** A run of the reference evaluator as the engine takes it. */
export interface DatadogRun {
  /** The first. */
  readonly rule: Draft
  readonly rules: readonly Draft[]
  readonly events: readonly LogEvent[]
  readonly options: CompileOptions & { readonly suppressions: readonly Suppression[] }
  readonly untilMs: number | undefined
}

export function asDatadog(run: ReferenceRun): DatadogRun {
  const rules = run.rules.map((rule) => asRule(run, rule))
  const [rule] = rules
  if (rule === undefined) throw new Error('a run without rules')
  return {
    rule,
    rules,
    events: run.logs.map((log) => asEvent(run, log)),
    options: {
      suppressions: run.suppressions.map((one) => asSuppression(run, one)),
      filters: run.filters.map((filter) =>
        readSecurityFilter({ name: 'f', query: searchText(filter), is_enabled: true }),
      ),
      tables: new Map([['known', run.table.map((value) => ({ value }))]]),
    },
    untilMs: run.until === undefined ? undefined : atMs(run, run.until),
  }
}

function asRule(run: ReferenceRun, rule: ReferenceRule): Draft {
  const seconds = (units: number): number => (units * msOf[run.unit]) / 1000
  const base: Draft = {
    id: rule.id,
    name: textOf(rule.title),
    message: textOf(rule.message),
    isEnabled: true,
    type: rule.correlates ? 'signal_correlation' : 'log_detection',
    tags: rule.tags,
    filters: rule.filters.map(({ action, search }) => ({ action, query: searchText(search) })),
    queries: rule.queries.map((_, index) => asQuery(rule, index)),
    referenceTables: rule.queries.flatMap(({ table }, index) =>
      table === undefined
        ? []
        : [
            {
              tableName: 'known',
              columnName: 'value',
              logFieldPath: '@v',
              ruleQueryName: queryNames[index] ?? '',
              checkPresence: table === 'holds',
            },
          ],
    ),
    cases: rule.cases.map(({ name, severity, test, after }) => ({
      name,
      status: statusOf(severity),
      notifications: name === '' ? [] : [`@${name}`],
      ...(test !== undefined && {
        condition: after === undefined ? conditionOf(test) : `(${conditionOf(test)}) THEN (${conditionOf(after)})`,
      }),
    })),
    options: {
      evaluationWindow: seconds(rule.window),
      keepAlive: seconds(rule.keepAlive),
      maxSignalDuration: seconds(rule.maxSignal),
      decreaseCriticalityBasedOnEnv: rule.decreases,
    },
    ...(rule.signalsByFirstField && { groupSignalsBy: rule.queries[0]?.groupBy.slice(0, 1) ?? [] }),
  }
  return { ...base, ...ofMethod(rule, base, seconds) }
}

function ofMethod(
  rule: ReferenceRule,
  { options, queries }: Draft,
  seconds: (units: number) => number,
): Partial<Draft> {
  switch (rule.method) {
    case 'threshold':
      return {}
    case 'scheduled': {
      const rrule = `FREQ=HOURLY;INTERVAL=${rule.every}`
      return { schedulingOptions: { rrule, start: '2026-01-01T00:00:00', timezone: 'UTC' } }
    }
    case 'sequence': {
      const steps = rule.steps.map(({ test, window }, index) => {
        return { name: `step_${index}`, condition: conditionOf(test), evaluationWindow: seconds(window) }
      })
      const stepTransitions = rule.steps.slice(1).map(({ transition }, index) => {
        return { parent: `step_${index}`, child: `step_${index + 1}`, evaluationWindow: seconds(transition) }
      })
      const cases = rule.cases.map(({ name, severity }) => ({
        name,
        status: statusOf(severity),
        notifications: name === '' ? [] : [`@${name}`],
        condition: `step_${steps.length - 1} > 0`,
      }))
      const sequenceDetectionOptions = { steps, stepTransitions }
      return { cases, options: { ...options, detectionMethod: 'sequence_detection', sequenceDetectionOptions } }
    }
    case 'new_value': {
      const { by, amount } = rule.learning
      const learning =
        by === 'duration'
          ? { learningMethod: by, learningDuration: amount }
          : { learningMethod: 'threshold' as const, learningThreshold: amount }
      const newValueOptions = { ...learning, forgetAfter: rule.forgetAfter }
      return {
        queries: queries.map((query) => ({ ...query, aggregation: 'new_value', metrics: ['@v'] })),
        options: { ...options, detectionMethod: 'new_value', newValueOptions },
      }
    }
    case 'third_party':
      return {
        queries: [],
        thirdPartyCases: rule.grades.map(({ name, value, severity }) => ({
          name,
          query: `@v:${value}`,
          status: statusOf(severity),
          notifications: name === '' ? [] : [`@${name}`],
        })),
        options: {
          ...options,
          detectionMethod: 'third_party',
          thirdPartyRuleOptions: {
            ...(rule.defaultSeverity !== undefined && { defaultStatus: statusOf(rule.defaultSeverity) }),
            ...(rule.titleTemplate && { signalTitleTemplate: '{{@v}}' }),
            rootQueries: queries.map(({ query = '', groupByFields = [] }) => ({ query, groupByFields })),
          },
        },
      }
    case 'travel': {
      const impossibleTravelOptions = {
        baselineUserLocations: rule.baseline !== undefined,
        detectIpTransition: rule.learnsTransitions,
      }
      return {
        queries: queries.map((query) => ({ ...query, aggregation: 'geo_data', metrics: [] })),
        options: { ...options, detectionMethod: 'impossible_travel', impossibleTravelOptions },
      }
    }
  }
}

function asQuery(rule: ReferenceRule, index: number): RuleQuery {
  const query = rule.queries[index]
  if (query === undefined) return {}
  const { of, search, groupBy, optional, counting } = query
  const named = rule.isNamed ? { name: queryNames[index] ?? '' } : {}
  if (rule.correlates && typeof of !== 'string') {
    return { ...named, ruleId: of.rule, aggregation: 'event_count', correlatedByFields: groupBy }
  }
  return {
    ...named,
    ...(typeof of !== 'string' ? { ruleId: of.rule } : { query: searchText(search) }),
    ...(of === 'all signals' && { dataSource: 'security_signals' }),
    groupByFields: groupBy,
    hasOptionalGroupByFields: optional,
    aggregation: counting,
    ...(counting === 'cardinality' ? { distinctFields: ['@v'] } : counting !== 'count' ? { metrics: ['@v'] } : {}),
  }
}

function statusOf(severity: number) {
  return caseStatuses[severity] ?? 'info'
}

function conditionOf(test: Test): string {
  if (!('join' in test)) return termText(test)
  return test.tests.map((inner) => `(${conditionOf(inner)})`).join(test.join === 'and' ? ' && ' : ' || ')
}

function termText({ query, is, than }: Term): string {
  const name = queryNames[query] ?? ''
  if (typeof than === 'number') {
    // The number may stand first.
    if (is === '<' && than === 2) return `${than} > ${name}`
    return `${name} ${is} ${than}`
  }
  const other = queryNames[than.query] ?? ''
  return `${name} ${is} ${than.times === 1 ? other : `${than.times} * ${other}`}`
}

function asSuppression(run: ReferenceRun, one: ReferenceSuppression): Suppression {
  const { id, enabled, rules, hides, excludes, from, to } = one
  const scope = rules === 'all' ? { rules: [], ruleQuery: '*' } : { rules: 'tag' in rules ? [rules.tag] : rules.ids }
  return {
    id,
    name: id,
    enabled,
    ...scope,
    tags: [],
    ...(from !== undefined && { startMs: atMs(run, from) }),
    ...(to !== undefined && { expiresMs: atMs(run, to) }),
    ...(excludes !== undefined && { dataExclusionQuery: searchText(excludes) }),
    ...(hides !== undefined && { suppressionQuery: searchText(hides) }),
  }
}

function asEvent(run: ReferenceRun, log: ReferenceLog): LogEvent {
  const { id, time, tiebreaker, sources, services, hosts, tags, attributes } = log
  const [source] = sources
  const [service] = services
  const [host] = hosts
  const [place] = attributes['place'] ?? []
  const { k = [], g = [], h = [], v = [], 'usr.id': user = [] } = attributes
  const written = Object.fromEntries(
    Object.entries({ k, g, h, v }).flatMap(([name, values]) => {
      const value = writtenAs(log, values)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const id_ = writtenAs(log, user)
  return {
    id,
    timeMs: atMs(run, time),
    ...(tiebreaker !== undefined && { tiebreaker }),
    ...(source !== undefined && { source }),
    ...(service !== undefined && { service }),
    ...(host !== undefined && { host }),
    tags,
    attributes: {
      ...written,
      ...(id_ !== undefined && { usr: { id: id_ } }),
      ...(typeof place === 'number' && { network: { client: { ip: `192.0.2.${place}`, geoip: geoipOf(place) } } }),
    },
  }
}

function writtenAs({ missingAs, inLists }: ReferenceLog, values: readonly Value[]) {
  if (values.length === 0) return missingAs === 'absent' ? undefined : missingAs === 'null' ? null : []
  const [only = null] = values
  return values.length > 1 || inLists ? values : only
}

function geoipOf(place: number) {
  return { city: { name: `c${Math.floor(place / 2)}` }, location: { latitude: 0, longitude: place * 5 } }
}
