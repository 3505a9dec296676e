import type { LogEvent } from '../event/log-event'
import type { Field, Query } from '../query/query'
import type { Rule } from '../rule/rule'

/**
 * A rule in the form of a log event, for Datadog's rule search. Its tags are searched as `key:value` (documented for
 * `source:`), and so are `type`, `severity` (documented by examples; `assumed` to be the statuses of all its cases),
 * `ruleId`, `name`, `detectionMethod` and `isEnabled` (`assumed`); free text looks into its name.
 */
export function ruleAsEvent(rule: Rule): LogEvent {
  const { id, name, type = 'log_detection', options, cases } = rule
  const severities = new Set(cases.map(({ status }) => status))
  return {
    id: id ?? name,
    timeMs: 0,
    message: name,
    tags: [
      ...(rule.tags ?? []),
      ...(id === undefined ? [] : [`ddac:${id}`, `ruleId:${id}`, `id:${id}`]),
      `name:${name}`,
      `type:${type}`,
      `detectionMethod:${options.detectionMethod ?? 'threshold'}`,
      `isEnabled:${rule.isEnabled}`,
      ...[...severities].flatMap((status) => [`severity:${status}`, `status:${status}`]),
    ],
    attributes: {},
  }
}

/** A scope with a colon is a tag, or what the rule search takes for one (`severity:low`); any other one is a rule's slug. */
export function isNamedBy(scope: string, rule: Rule): boolean {
  return scope.includes(':') ? ruleAsEvent(rule).tags.includes(scope) : rule.id === scope
}

/**
 * Turns the reserved fields of a log query into the tags that they are on a rule, which may carry several sources.
 * The rule search knows no reserved field but the text of the name.
 */
export function asRuleSearch(query: Query): Query {
  switch (query.kind) {
    case 'not':
      return { ...query, query: asRuleSearch(query.query) }
    case 'and':
    case 'or':
      return { ...query, queries: query.queries.map(asRuleSearch) }
    case 'clause':
    case 'cidr':
      return { ...query, field: asRuleField(query.field) }
    default:
      return query
  }
}

function asRuleField(field: Field): Field {
  if (field.kind !== 'reserved' || field.name === 'message' || field.name === 'tags') return field
  return { kind: 'tag', key: field.name, start: field.start, end: field.end }
}
