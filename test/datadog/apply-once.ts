import { connectDatadog } from '../../src/datadog/datadog-remote'
import { WorldError } from '../../src/diagnostic/world-error'
import { startEmulator } from '../../src/emulator/start-emulator'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import { readTenant } from '../../src/sync/tenant-state'
import { after } from './large-workspace'

/**
 * One run as a pipeline starts it: plans, then applies. Takes the address of a tenant, or the state file of one to run
 * in this process, with faults. Tells of each change on stdout. Answers 0 when there was nothing to do, 3 after an
 * apply, 4 when the world was in the way; anything thrown is a bug.
 */
export async function applyOnce(place: string, faults: string): Promise<number> {
  const embedded = place.startsWith('http:') ? undefined : await startEmulator({ stateFile: place, faults })
  try {
    const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / 500))
    const remote = connectDatadog({
      tenant: 'local',
      baseUrl: embedded?.url ?? place,
      attempts: 3,
      pace: { sleep, random: Math.random },
    })
    const plan = makePlan(after, await readTenant(remote), { prune: true, maxDeletes: 1000 })
    if (plan.changes.every(({ action }) => action === 'none')) return 0
    process.stdout.write(`${plan.changes.filter(({ action }) => action !== 'none').length} to do\n`)
    await applyPlan(plan, remote, { onProgress: ({ outcome }) => process.stdout.write(`${outcome.kind}\n`) })
    return 3
  } catch (error) {
    if (error instanceof WorldError) return 4
    throw error
  } finally {
    await embedded?.close()
  }
}
