import type { JsonObject } from '../../json/json'
import { asText, textIn } from '../../json/json-text'
import { compileRuleSearch, compileRuleSearches } from '../../suppression/rule-search'
import type { RemoteSuppression } from '../remote'

/** A suppression of the tenant that will act on a changed rule. */
export interface ActingSuppression {
  readonly rule: string
  readonly name: string
  readonly remoteId: string
}

/**
 * Tells which suppressions of a tenant have a rule in their scope, whether they are in force now or not. They were listed
 * already, and their rule queries are read here: the tenant need not be asked about each rule.
 */
export function actingSuppressions(
  suppressions: readonly RemoteSuppression[],
): (rule: {
  readonly id: string
  readonly remoteId: string | undefined
  readonly body: JsonObject
}) => readonly ActingSuppression[] {
  const find = compileRuleSearches(suppressions.map(({ attributes }) => textIn(attributes.rule_query)))
  return ({ id, remoteId = '', body }) =>
    find({ ...body, id: remoteId }).flatMap((place) => {
      const found = suppressions[place]
      return found ? [{ rule: id, name: nameOf(found), remoteId: found.id }] : []
    })
}

/** Suppressions of which nobody here can tell the scope. */
export function unreadableScopes(suppressions: readonly RemoteSuppression[]): readonly string[] {
  return suppressions
    .filter(({ attributes }) => compileRuleSearch(textIn(attributes.rule_query)) === undefined)
    .map((each) => `whether ${nameOf(each)} acts on changed rules: its rule query cannot be read here`)
}

function nameOf({ id, attributes }: RemoteSuppression): string {
  return asText(attributes.name) ?? id
}
