import type { Json, JsonObject } from '../../json/json'
import { asNumber, isText, textIn } from '../../json/json-text'
import { objectsOf } from '../../override/default-rule'
import type { RuleLock } from '../../override/lock'
import { canonicalRule } from '../../wire/canonical-rule'
import { contentHash } from '../../wire/content-hash'

/** The lock of a default rule as it is now. Overrides, made by file or by hand, do not change it. */
export function lockOf(body: JsonObject): RuleLock {
  return {
    id: lockId(body),
    name: textIn(body.name),
    version: asNumber(body.version) ?? 0,
    hash: contentHash(shippedContent(body)),
    messageHash: contentHash({ message: body.message ?? '' }),
    queries: objectsOf(body.queries).map(({ name, query }) => ({ ...given('name', name), ...given('query', query) })),
    cases: objectsOf(body.cases).map(({ name, status, condition }) => ({
      ...given('name', name),
      status: textIn(status) || 'unknown',
      ...given('condition', condition),
    })),
  }
}

/** Under which id a default rule is locked: the one that is the same in all tenants, where this tenant tells it. */
function lockId({ defaultRuleId, id }: JsonObject): string {
  return textIn(defaultRuleId) || textIn(id)
}

/** What Datadog alone writes: the canonical rule without anything that can be overridden. */
function shippedContent(body: JsonObject): JsonObject {
  const { isEnabled, customName, customMessage, filters, tags, cases, queries, options, ...shipped } =
    canonicalRule(body)
  const { decreaseCriticalityBasedOnEnv, ...ownOptions } = options as JsonObject
  return {
    ...shipped,
    options: ownOptions,
    cases: objectsOf(cases).map(({ customStatus, notifications, ...own }) => own),
    queries: objectsOf(queries).map(({ customQueryExtension, ...own }) => own),
    // Where the tenant does not tell its own tags, all of them may be anybody's.
    ...(Array.isArray(body.defaultTags) && { tags: [...new Set(body.defaultTags.map(String))].sort() }),
  }
}

function given<Key extends string>(key: Key, value: Json | undefined): { readonly [K in Key]?: string } {
  return (isText(value) ? { [key]: value } : {}) as { readonly [K in Key]?: string }
}
