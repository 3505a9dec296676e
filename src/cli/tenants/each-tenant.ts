import { WorldError } from '../../diagnostic/world-error'
import type { Told } from '../context'
import { tellError } from '../tell-error'

/** What came of one tenant in a run over several. */
export type TenantOutcome<Value> =
  | { readonly tenant: string; readonly value: Value }
  | { readonly tenant: string; readonly error: WorldError }

/**
 * Does the same for each tenant, one after the other. Of several, one that cannot be reached is told on stderr and never
 * stops the others; the trouble of a single one is thrown as everywhere.
 */
export async function eachTenant<Value>(
  names: readonly string[],
  context: Told,
  work: (name: string) => Promise<Value>,
): Promise<readonly TenantOutcome<Value>[]> {
  const outcomes: TenantOutcome<Value>[] = []
  for (const tenant of names) {
    try {
      outcomes.push({ tenant, value: await work(tenant) })
    } catch (error) {
      if (names.length === 1 || !(error instanceof WorldError)) throw error
      tellError(error, context, tenant)
      outcomes.push({ tenant, error })
    }
  }
  return outcomes
}

/** The values of the tenants that answered. */
export function valuesOf<Value>(outcomes: readonly TenantOutcome<Value>[]): readonly Value[] {
  return outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value] : []))
}
