import type { Path } from '../../diagnostic/diagnostic'
import type { JsonObject } from '../../json/json'
import { isJsonObject, listIn } from '../../json/json-object'
import { asText, textIn } from '../../json/json-text'
import { valueAt } from '../../json/value-at-path'
import { objectsOf } from '../../override/default-rule'
import { type EffectiveRule, effectiveRule } from '../../override/effective-rule'
import { type Ways, waysToMatch } from '../../query/never-matches'
import { methodOfWire } from '../../rule/methods/method-of'
import { searchIn } from '../../rule/read-once'
import { queryNameAt } from '../../rule/rule'
import { usualType } from '../../rule/rule-types'
import { signalsReadBy } from '../../rule/signals-read'
import { withOverrideBody } from '../../wire/override-content'
import type { Change } from '../plan/plan'
import type { TenantState } from '../tenant-state'
import type { AffectedRule } from './effect'

/** A rule as it will stand in the tenant once its change is made. */
export interface ChangedRule extends EffectiveRule {
  readonly affected: AffectedRule
  /** Absent where the tenant has yet to give an id. */
  readonly remoteId?: string
  readonly body: JsonObject
  readonly type: string
  readonly options: JsonObject
  /** Each log of a signal matches one of them. Absent where one tells nothing: it counts signals, or cannot match. */
  readonly searches?: readonly RuleSearch[]
}

interface RuleSearch {
  readonly name: string
  /** How a log can match it; undefined where there are too many ways. */
  readonly ways: Ways | undefined
  /** Whether it looks at logs, and not at spans or at events of the agent. */
  readonly ofLogs: boolean
}

/** The rules, own and overridden, that a plan writes and that are enabled then: a disabled rule has no effects. */
export function changedRules(changes: readonly Change[], actual: TenantState): readonly ChangedRule[] {
  const held = new Map(actual.rules.map(({ id, body }) => [id, body]))
  return changes.flatMap((change) => {
    const { kind, action, body, remoteId } = change
    if (kind === 'suppression' || ['none', 'withheld', 'delete'].includes(action) || !body) return []
    const before = held.get(remoteId ?? '') ?? {}
    const after = kind === 'override' ? withOverrideBody(before, body) : { type: before.type ?? usualType, ...body }
    return after.isEnabled === false ? [] : [changedRule(change, after)]
  })
}

function changedRule({ kind, action, id, remoteId }: Change, body: JsonObject): ChangedRule {
  const effective = effectiveRule(body)
  const options = isJsonObject(body.options) ? body.options : {}
  const roots = methodOfWire(body).texts?.searches?.find(({ of }) => of === 'root')
  const searches = roots ? rootSearches(body, roots.list) : ownSearches(body, effective)
  const isAllKnown = searches.length > 0 && searches.every((each) => each !== undefined)
  return {
    ...effective,
    affected: { of: kind === 'override' ? 'override' : 'rule', rule: id, ruleName: effective.name },
    ...(remoteId !== undefined && action !== 'replace' && { remoteId }),
    body,
    type: asText(body.type) ?? usualType,
    options,
    ...(isAllKnown && { searches }),
  }
}

function ownSearches(body: JsonObject, { queries }: EffectiveRule): readonly (RuleSearch | undefined)[] {
  return objectsOf(body.queries).map((query, index) => {
    const dataSource = textIn(query.dataSource)
    if (query.ruleId !== undefined || signalsReadBy({ dataSource })) return undefined
    const isOfLogs = dataSource === '' || dataSource === 'logs'
    const searched = asText(query.customQueryExtension)?.trim() ? queries[index] : query
    return search(queryNameAt({ name: queries[index]?.name ?? '' }, index), searched ?? query, isOfLogs)
  })
}

/** A rule over another product's alerts looks at what its root queries let in (documented). */
function rootSearches(body: JsonObject, list: Path): readonly (RuleSearch | undefined)[] {
  return objectsOf(listIn(valueAt(body, list))).map((root, index) =>
    asText(root.query) === undefined ? undefined : search(`root query ${index + 1}`, root, true),
  )
}

function search(name: string, searched: object, ofLogs: boolean): RuleSearch | undefined {
  const { query } = searchIn(searched, 'query')
  const ways = query && waysToMatch(query)
  // Of a query that contradicts itself everything could be said; `validate` tells it.
  return query && ways?.length !== 0 ? { name, ways, ofLogs } : undefined
}
