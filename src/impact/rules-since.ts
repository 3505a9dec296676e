import type { Draft } from '../rule/rule'
import type { Novelty } from '../testing/test-policy'
import { detectionDigests } from './detection-digest'
import type { Detections } from './detections'
import { nameOf } from './pair-rules'

/** The rules of one side, as far as their own content decides what they raise. */
export type RulesOfSide = Pick<Detections, 'rules' | 'unread'> & Pick<Detections['options'], 'harmlessKeys'>

/**
 * The rules that are new, enabled, or detect something else than before, by their name of today. The id ties a rule to what it
 * was, or the one that it had (`formerly`), wherever its file lies; title, message, tags and notifications are no detection.
 */
export function rulesSince(before: RulesOfSide, after: RulesOfSide): ReadonlyMap<string, Novelty> {
  const then = new Map(before.rules.map((rule) => [nameOf(rule), rule]))
  const unread = new Set(before.unread.map(({ rule }) => rule))
  const names = new Set(after.rules.map(nameOf))
  const digestThen = digestOf(before)
  const digestNow = digestOf(after)
  const found = new Map<string, Novelty>()
  for (const rule of after.rules) {
    const name = nameOf(rule)
    const { formerly } = rule
    const isRenamed = formerly !== undefined && !names.has(formerly) && !then.has(name) && !unread.has(name)
    const old = then.get(isRenamed ? formerly : name)
    const isUnread = unread.has(isRenamed ? formerly : name)
    if (isUnread) found.set(name, 'changed')
    else if (old === undefined) found.set(name, 'new')
    else if (digestThen(old) !== digestNow(rule)) found.set(name, 'changed')
    else if (rule.isEnabled && !old.isEnabled) found.set(name, 'enabled')
  }
  return found
}

function digestOf({ rules, unread, harmlessKeys }: RulesOfSide): (rule: Draft) => string {
  const options = harmlessKeys ? { harmlessKeys } : {}
  const digests = detectionDigests({ rules, unread, options, wayOf: () => '' })
  // A tag may be read by suppressions; which logs it looks for it does not change.
  return (rule) => digests({ ...rule, tags: [] }).rule
}
