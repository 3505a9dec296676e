import { canonicalJson } from '../../../json/canonical-json'
import { textsIn } from '../../../json/json-text'
import type { EffectiveRule } from '../../../override/effective-rule'
import { isIdentityTag } from '../../../rule/tenant/identity-tags'
import type { Change } from '../../../sync/plan/plan'
import type { FieldChange } from '../../../wire/differences'
import { toldFields } from '../people-text'

/** Changes that are told together: one alone, or those of default rules to which overrides do the same. */
export interface Entry {
  readonly change: Change
  /** All of them, the first one too. */
  readonly alike: readonly Change[]
  /** What is told of their fields; of several what they have in common. */
  readonly fields: readonly FieldChange[]
}

/** Changes with equal ones of overrides gathered, each group where its first one stands. */
export function entriesOf(changes: readonly Change[]): readonly Entry[] {
  const groups = new Map<string, Change[]>()
  for (const [index, change] of changes.entries()) {
    const key = change.kind === 'override' ? sameness(change) : `${index}`
    const group = groups.get(key)
    if (group) group.push(change)
    else groups.set(key, [change])
  }
  return [...groups.values()].flatMap((alike): readonly Entry[] => {
    const [change] = alike
    if (!change) return []
    return [{ change, alike, fields: alike.length > 1 ? commonFields(change) : toldFields(change) }]
  })
}

/** How default rules act under their overrides, in one sentence: `then it is disabled, medium, tells @slack-soc`. */
export function effectSentence({ isEnabled, cases }: EffectiveRule, count: number): string {
  const statuses = [...new Set(cases.map(({ status }) => status))]
  const targets = [...new Set(cases.flatMap(({ notifications }) => notifications))]
  return [
    `then ${count > 1 ? 'each' : 'it'} is ${isEnabled ? 'enabled' : 'disabled'}`,
    ...(statuses.length > 0 ? [statuses.join(' or ')] : []),
    targets.length > 0 ? `tells ${targets.join(' ')}` : 'tells nobody',
  ].join(', ')
}

function sameness(change: Change): string {
  const { action, id, overrides, changedIn, reason, withheld, leaves, takesBack, effective } = change
  const effect = effective ? effectSentence(effective, 1) : ''
  return canonicalJson([
    [action, id, overrides ?? null, changedIn ?? null, reason ?? null, effect],
    withheld ?? null,
    [leaves ?? null, takesBack ?? null],
    commonFields(change),
  ])
}

/** The fields of a change without what is each rule's own: of its tags only those that come and go, and none of ours. */
function commonFields(change: Change): readonly FieldChange[] {
  return toldFields(change).flatMap((field): readonly FieldChange[] => {
    if (field.path !== 'tags') return [field]
    const [before, after] = [textsIn(field.before), textsIn(field.after)]
    const gone = before.filter((tag) => !after.includes(tag) && !isIdentityTag(tag))
    const come = after.filter((tag) => !before.includes(tag) && !isIdentityTag(tag))
    return gone.length + come.length === 0 ? [] : [{ path: 'tags', before: gone, after: come }]
  })
}
