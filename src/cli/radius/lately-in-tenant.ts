import { dayMs } from '../../diagnostic/times'
import type { LatelyOutcome } from '../../report/suppressions/lately'
import { signalsInTenant } from './signals-in-tenant'

/** So far back a tenant's signals are looked at where nobody says. */
export const usualStretchMs = 30 * dayMs

/** What a tenant's signals of a stretch tell of suppressions: see `signalsInTenant`. */
export async function latelyInTenant(
  ...asked: Parameters<typeof signalsInTenant>
): Promise<Extract<LatelyOutcome, { kind: 'asked' }>> {
  const { counted, looked } = await signalsInTenant(...asked)
  return { kind: 'asked', ...looked, of: counted.lately() }
}
