import { scalarText } from '../detect/scalar-text'
import type { Signal } from '../detect/signals/signal'
import { wholeSecond } from '../detect/signals/signal-view'
import { compilePath } from '../event/attribute-path'
import type { RemoteSignal } from '../wire/decode-signal'

/** What a tenant's signal has at a group-by field: the texts of all its values. */
export function groupValuesOf({ event }: RemoteSignal, field: string): readonly string[] {
  return compilePath(field)(event).flatMap((value) => scalarText(value) ?? [])
}

/** Whether a signal of ours is of the group of one in the tenant. What the tenant's does not show of it counts as equal. */
export function isSameGroup(own: Signal, theirs: RemoteSignal): boolean {
  return Object.entries(own.group).every(([field, value]) => {
    const values = groupValuesOf(theirs, field)
    return values.length === 0 || values.includes(value)
  })
}

/** Whether two signals of one group are about the same time. */
export function overlaps(own: Signal, theirs: RemoteSignal): boolean {
  return wholeSecond(own.firstSeenMs) <= theirs.lastSeenMs && wholeSecond(own.lastSeenMs) >= theirs.firstSeenMs
}
