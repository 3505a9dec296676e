import { dayMs } from '../diagnostic/times'
import type { Suppression } from './suppression'

/** What a suppression does at a time. */
export type SuppressionState = 'active' | 'scheduled' | 'expired' | 'disabled'

/** What a suppression is doing at a time: it acts from `startMs` on and no longer at `expiresMs` (`assumed` bounds). */
export function suppressionState(
  suppression: Pick<Suppression, 'enabled' | 'startMs' | 'expiresMs'>,
  nowMs: number,
): SuppressionState {
  const { enabled, startMs, expiresMs } = suppression
  if (!enabled) return 'disabled'
  if (expiresMs !== undefined && nowMs >= expiresMs) return 'expired'
  return startMs !== undefined && nowMs < startMs ? 'scheduled' : 'active'
}

/** Whether a suppression that acts now or later ends within `days`, the last moment included. */
export function isExpiringWithin(suppression: Suppression, nowMs: number, days: number): boolean {
  const state = suppressionState(suppression, nowMs)
  if (suppression.expiresMs === undefined || state === 'disabled' || state === 'expired') return false
  return suppression.expiresMs - nowMs <= days * dayMs
}
