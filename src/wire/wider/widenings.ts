import { idTag } from '../../rule/tenant/identity-tags'
import type { Suppression } from '../../suppression/suppression'
import { suppressionState } from '../../suppression/suppression-state'
import type { WideningKey } from '../../suppression/widened'
import { canonicalSuppression } from '../canonical-suppression'
import { differences, type FieldChange } from '../differences'
import { encodeSuppression } from '../encode-suppression'
import { hidesMoreBy } from './hides-more'

/** A way in which a changed suppression may hide more than before. */
export interface Widening {
  readonly key: WideningKey
  /** It hides all that it hid, and is not shown to hide the same; else of two queries neither is shown to hold the other. */
  readonly isShown: boolean
}

/** What is known besides the fields that differ. */
interface Circumstances {
  readonly after: Pick<Suppression, 'enabled' | 'startMs' | 'expiresMs'>
  /** What hid something before this moment only hides no more. */
  readonly nowMs: number
  /** Rules that have another id now, by the old one. */
  readonly renamed: ReadonlyMap<string, string>
}

/** How a suppression may hide more from now on than it did, by what of it differs. What is shown to hide no more is no way. */
export function wideningsIn(
  fields: readonly FieldChange[],
  { after, nowMs, renamed }: Circumstances,
): readonly Widening[] {
  if (isIdle(after, nowMs)) return []
  return fields.flatMap((written): readonly Widening[] => {
    const field = underNewNames(written, renamed)
    const how = hidesMoreBy(field, nowMs)
    const key = keys[field.path]
    return how && key ? [{ key, isShown: how !== 'wider' || hidesMoreBy(turned(field)) === undefined }] : []
  })
}

/** The same of a suppression as files say it. */
export function wideningsBetween(
  before: Suppression,
  after: Suppression,
  circumstances: Omit<Circumstances, 'after'>,
): readonly Widening[] {
  const [old, now] = [before, after].map((one) => canonicalSuppression(encodeSuppression(one)))
  return wideningsIn(differences(old ?? {}, now ?? {}), { ...circumstances, after })
}

/** Whether a suppression hides nothing from now on. */
export function isIdle(suppression: Circumstances['after'], nowMs: number): boolean {
  const state = suppressionState(suppression, nowMs)
  return state === 'disabled' || state === 'expired'
}

const keys: Readonly<Record<string, WideningKey>> = {
  suppression_query: 'suppressionQuery',
  data_exclusion_query: 'dataExclusionQuery',
  rule_query: 'rules',
  enabled: 'enabled',
  start_date: 'start',
  expiration_date: 'expires',
}

function turned({ path, before, after }: FieldChange): FieldChange {
  return { path, ...(after !== undefined && { before: after }), ...(before !== undefined && { after: before }) }
}

/** A rule that has another id now is the same rule. */
function underNewNames(field: FieldChange, renamed: Circumstances['renamed']): FieldChange {
  const { path, before } = field
  if (path !== 'rule_query' || typeof before !== 'string' || renamed.size === 0) return field
  const tags = new Map([...renamed].map(([old, now]) => [idTag(old), idTag(now)]))
  const words = before.split(/([\s()"]+)/).map((word) => tags.get(word) ?? word)
  return { ...field, before: words.join('') }
}
