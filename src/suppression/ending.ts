import { dayMs } from '../diagnostic/times'
import type { Suppression } from './suppression'
import { isExpiringWithin, suppressionState } from './suppression-state'

/** What is to be said of a suppression that has ended, or ends within some days. */
export interface Ending {
  readonly code: 'S105' | 'S106'
  readonly message: string
  readonly help: string
  /** Where its file says so. */
  readonly path: readonly ['expires']
}

/** Undefined of one that goes on for longer, or that is disabled. */
export function endingOf(suppression: Suppression, nowMs: number, withinDays: number): Ending | undefined {
  if (suppressionState(suppression, nowMs) === 'expired') {
    const message = 'this suppression has expired, and no longer acts'
    const help = 'remove the file, or renew it with a reason that still holds'
    return { code: 'S105', message, help, path: ['expires'] }
  }
  if (!isExpiringWithin(suppression, nowMs, withinDays)) return undefined
  const days = Math.ceil(((suppression.expiresMs ?? nowMs) - nowMs) / dayMs)
  const message = `this suppression ends in ${days === 1 ? 'a day' : `${days} days`}`
  const help = `ask ${suppression.owner ?? 'its owner'} whether it is still needed`
  return { code: 'S106', message, help, path: ['expires'] }
}
