import type { LogEvent } from '../event/log-event'
import { asObject, listIn } from '../json/json-object'
import { asText, textIn, textsIn } from '../json/json-text'
import type { Field, Query } from '../query/query'
import { usualMethod } from '../rule/methods/method-of'
import type { Draft, WireRule } from '../rule/rule'
import { usualType } from '../rule/rule-types'
import { idTag } from '../rule/tenant/identity-tags'

/**
 * A rule in the form of a log event, for Datadog's rule search. Its tags are searched as `key:value` (documented for
 * `source:`), and so are `type`, `severity` (documented by examples; `assumed` to be the statuses of all its cases),
 * `ruleId`, `name`, `detectionMethod` and `isEnabled` (`assumed`); free text looks into its name.
 */
export function ruleAsEvent(rule: Draft): LogEvent {
  const before = known.get(rule)
  if (before) return before
  const { id, name, type, isEnabled, options, cases, tags = [] } = rule
  const statuses = cases.map(({ status }) => status)
  const method = options.detectionMethod
  const event = searchedEvent({ id, name, type, method, isEnabled: String(isEnabled), statuses, tags })
  known.set(rule, event)
  return event
}

/** Each rule is written so once: many suppressions may ask about it. */
const known = new WeakMap<Draft, LogEvent>()

/** The same for a rule as a tenant has it, which may hold anything. Its `id` is the tenant's, and no slug. */
export function wireRuleAsEvent({ id, name, type, isEnabled, options, cases, tags }: WireRule): LogEvent {
  const event = searchedEvent({
    id: undefined,
    name: textIn(name),
    type: asText(type),
    method: asText(asObject(options)?.detectionMethod),
    isEnabled: String(isEnabled),
    statuses: listIn(cases).flatMap((each) => asText(asObject(each)?.status) ?? []),
    tags: textsIn(tags),
  })
  return { ...event, tags: [...event.tags, `ruleId:${String(id)}`, `id:${String(id)}`] }
}

interface SearchedRule {
  readonly id: string | undefined
  readonly name: string
  readonly type: string | undefined
  readonly method: string | undefined
  readonly isEnabled: string
  readonly statuses: readonly string[]
  readonly tags: readonly string[]
}

function searchedEvent(rule: SearchedRule): LogEvent {
  const { id, name, type = usualType, method = usualMethod, isEnabled, tags } = rule
  const severities = new Set(rule.statuses)
  return {
    id: id ?? name,
    timeMs: 0,
    message: name,
    tags: [
      ...tags,
      ...(id === undefined ? [] : [idTag(id), `ruleId:${id}`, `id:${id}`]),
      `name:${name}`,
      `type:${type}`,
      `detectionMethod:${method}`,
      `isEnabled:${isEnabled}`,
      ...[...severities].flatMap((status) => [`severity:${status}`, `status:${status}`]),
    ],
    attributes: {},
  }
}

/** The tag that a rule has where it is named by a scope. */
export function tagOfScope(scope: string): string {
  return scope.includes(':') ? scope : idTag(scope)
}

/** A scope with a colon is a tag, or what the rule search takes for one (`severity:low`); any other one is a rule's slug. */
export function isNamedBy(scope: string, rule: Draft): boolean {
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
