/**
 * One run as a pipeline starts it: plans, then applies. Takes the folder of the built program, a file with what is
 * wanted, and the address of a tenant, or the state file of one to run in this process, with faults. Tells of each
 * change on stdout. Ends with 0 when there was nothing to do, 3 after an apply, 4 when the world was in the way;
 * anything thrown is a bug.
 */
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** `program` is the folder of the built program, or of its sources where these can be loaded. */
async function applyOnce(program, wantedFile, place, faults, tell) {
  const built = (path) => require(join(program, path))
  const { connectDatadog } = built('datadog/datadog-remote')
  const { WorldError } = built('diagnostic/world-error')
  const { startEmulator } = built('emulator/start-emulator')
  const { applyPlan } = built('sync/apply/apply-plan')
  const { makePlan } = built('sync/plan/make-plan')
  const { readTenant } = built('sync/tenant-state')
  const wanted = JSON.parse(readFileSync(wantedFile, 'utf8'))
  const embedded = place.startsWith('http:') ? undefined : await startEmulator({ stateFile: place, faults })
  try {
    const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 500))
    const remote = connectDatadog({
      tenant: 'local',
      baseUrl: embedded?.url ?? place,
      attempts: 3,
      pace: { sleep, random: Math.random },
    })
    const plan = makePlan(wanted, await readTenant(remote), { prune: true, maxDeletes: 1000, createBeside: true })
    const changes = plan.changes.filter(({ action }) => action !== 'none')
    if (changes.length === 0) return 0
    tell(`${changes.length} to do\n`)
    await applyPlan(plan, remote, { onProgress: ({ outcome }) => tell(`${outcome.kind}\n`) })
    return 3
  } catch (error) {
    if (error instanceof WorldError) return 4
    throw error
  } finally {
    await embedded?.close()
  }
}

module.exports = applyOnce

if (require.main === module) {
  const tell = (text) => process.stdout.write(text)
  void applyOnce(...process.argv.slice(2, 6), tell).then((code) => process.exit(code))
}
