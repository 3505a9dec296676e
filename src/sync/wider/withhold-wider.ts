import { idTag } from '../../rule/tenant/identity-tags'
import { hidingDigest, isWideningMeant } from '../../suppression/widened'
import type { FieldChange } from '../../wire/differences'
import type { Change, Plan } from '../plan/plan'
import type { WantedState } from '../plan/wanted-state'
import { type Hold, isWrite, withhold } from '../plan/withhold'
import { findsMore } from './hides-more'

const named: Readonly<Record<string, string>> = {
  suppression_query: 'suppressionQuery',
  data_exclusion_query: 'dataExclusionQuery',
  rule_query: 'its rules',
}

/**
 * A plan in which a suppression that may hide more than it does in the tenant waits for consent: `widened` in its file with the
 * digest of what it allows, or a review of this very change. What cannot be proved to hide no more counts as wider.
 */
export function withholdWider(plan: Plan, wanted: Pick<WantedState, 'rules' | 'suppressions'>): Plan {
  const files = new Map(wanted.suppressions.map((one) => [one.id, one]))
  const holds = plan.changes.flatMap((change): readonly (Hold & { readonly isWider: true })[] => {
    const { kind, id, remoteId } = change
    const suppression = files.get(id)
    if (kind !== 'suppression' || !suppression || !isWrite(change) || isWideningMeant(suppression)) return []
    const wider = wideningFields(change, wanted.rules)
    if (wider.length === 0) return []
    const reason = `it may hide more than it does in the tenant: ${wider.map(({ path }) => named[path]).join(', ')}`
    const consent = `widened: { by: …, reason: …, digest: ${hidingDigest(suppression)} }`
    const remedy = `have this plan reviewed and apply it with --reviewed, or write ${consent} into its file`
    return [{ kind, id, reason, remedy, isWider: true, ...(remoteId !== undefined && { remoteId }) }]
  })
  return withhold(plan, holds)
}

/** The changed queries of a suppression that may find more than before. A rule that has another id now is the same rule. */
function wideningFields(change: Change, rules: WantedState['rules']): readonly FieldChange[] {
  const renamed = rules.flatMap(({ id = '', formerly }) => (formerly === undefined ? [] : [[formerly, id] as const]))
  return change.fields.filter((field) => {
    if (field.path !== 'rule_query' || typeof field.before !== 'string') return findsMore(field) === true
    const before = renamed.reduce((text, [old, now]) => withTag(text, idTag(old), idTag(now)), field.before)
    return findsMore({ ...field, before }) === true
  })
}

function withTag(text: string, old: string, now: string): string {
  return text
    .split(/([\s()"]+)/)
    .map((word) => (word === old ? now : word))
    .join('')
}
