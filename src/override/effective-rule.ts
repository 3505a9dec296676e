import type { JsonObject } from '../json/json'
import { textIn, textsIn } from '../json/json-text'
import { searchIn } from '../rule/read-once'
import { objectsOf } from './default-rule'

/** How an overridden default rule acts: what people see in its signals and what its queries search for. */
export interface EffectiveRule {
  readonly name: string
  readonly isEnabled: boolean
  readonly cases: readonly {
    readonly name: string
    readonly status: string
    readonly notifications: readonly string[]
  }[]
  readonly queries: readonly { readonly name: string; readonly query: string }[]
  readonly tags: readonly string[]
}

/**
 * Works out what the overrides on a default rule come to. That an extension and its query must both match is assumed,
 * as is how Datadog joins the texts.
 */
export function effectiveRule(rule: JsonObject): EffectiveRule {
  return {
    name: textIn(rule.customName) || textIn(rule.name),
    isEnabled: rule.isEnabled === true,
    cases: objectsOf(rule.cases).map(({ name, status, customStatus, notifications }) => ({
      name: textIn(name),
      status: textIn(customStatus) || textIn(status),
      notifications: textsIn(notifications),
    })),
    queries: objectsOf(rule.queries).map((query) => ({ name: textIn(query.name), query: joined(query) })),
    tags: textsIn(rule.tags),
  }
}

/** OR is weaker than a blank, so a text that has one at its top needs parentheses beside another. */
function joined(query: JsonObject): string {
  const parts = ['query', 'customQueryExtension'].filter((key) => textIn(query[key]).trim() !== '')
  return parts
    .map((key) => {
      const text = textIn(query[key])
      return parts.length > 1 && searchIn(query, key).query?.kind === 'or' ? `(${text})` : text
    })
    .join(' ')
}
