import { contentDigest } from '../json/canonical-json'
import type { JsonObject } from '../json/json'
import { isList } from '../json/json-object'
import type { Claims } from '../override/merge-overrides'
import { overridden } from '../override/override-shape'
import { identityTags } from '../rule/tenant/identity-tags'

/** What the mark of an override remembers of a rule as it was: whether it was on, and which tags were put to it. */
const [wasOn, wasOff] = ['was-on', 'was-off']
/** A tag may have 200 characters, so that of very many tags not all are remembered; those stay when the file goes. */
const mostTags = 13

/**
 * The words that an update leaves in the mark beside the names of what it changes. What an earlier override remembered
 * is kept: it is older than what the rule is now.
 */
export function memoryOf(actual: JsonObject, claims: Claims): readonly string[] {
  const { changed = [], rest } = identityTags(actual.tags)
  const isNew = !changed.includes(overridden.isEnabled.wire.word)
  const kept = changed.filter((word) => word === wasOn || word === wasOff)
  const state = kept.length > 0 || !isNew ? kept : [actual.isEnabled === true ? wasOn : wasOff]
  const put = (claims.tags ?? []).filter((tag) => changed.includes(wordOf(tag)) || !rest.includes(tag))
  return [
    ...(claims.isEnabled === undefined ? [] : state),
    ...(knowsOwnTags(actual) ? [] : [...new Set(put.map(wordOf))].slice(0, mostTags)),
  ]
}

/** Whether a rule was on before an override spoke for it; undefined where nobody remembers. */
export function wasEnabled({ tags }: JsonObject): boolean | undefined {
  const { changed = [] } = identityTags(tags)
  return changed.includes(wasOn) ? true : changed.includes(wasOff) ? false : undefined
}

/** Whether an override put a tag to a rule that does not tell which of its tags are its own. */
export function isPut({ tags }: JsonObject, tag: string): boolean {
  return identityTags(tags).changed?.includes(wordOf(tag)) === true
}

/** Whether Datadog tells which tags of the rule are its own. It does not of partners' rules. */
export function knowsOwnTags({ defaultTags }: JsonObject): boolean {
  return isList(defaultTags)
}

function wordOf(tag: string): string {
  return `t-${contentDigest(tag, 6)}`
}
