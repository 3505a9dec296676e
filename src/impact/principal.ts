import type { Signal } from '../detect/signals/signal'
import { isText } from '../json/json-text'
import { valueAt } from '../json/value-at-path'

/** Where a signal names who did it, the surest name first; then where it came from. */
const principalFields = [
  '@usr.email',
  '@usr.id',
  '@usr.name',
  '@userIdentity.arn',
  '@userIdentity.userName',
  '@userIdentity.principalId',
  '@actor.alternateId',
  '@actor.email',
  '@actor.user.name',
  '@github.actor',
  '@network.client.ip',
]

/**
 * Whom a signal is about: what it is grouped by, else what is on it where all its logs agree. Undefined where it names
 * nobody.
 */
export function principalOf({ group, attributes }: Signal): string | undefined {
  const inGroup = principalFields.find((field) => group[field] !== undefined)
  if (inGroup !== undefined) return group[inGroup]
  for (const field of principalFields) {
    const value = valueAt(attributes, field.slice(1).split('.'))
    if (typeof value === 'number' || (isText(value) && value !== '')) return String(value)
  }
  return group['host']
}
