import { WorldError } from '../../../src/diagnostic/world-error'
import { reviewPlan } from '../../../src/sync/plan/review-plan'
import { readTenant } from '../../../src/sync/tenant-state'
import { MemoryRemote } from '../memory-remote'
import { applied, aRule, aSuppression, planned, want } from '../sample'

const byHand = { name: 'Rule x', type: 'log_detection', options: {}, queries: [], cases: [] }
const files = want(
  [aRule('x', { adopts: { memory: 'abc-001' } })],
  [aSuppression('s', { rules: ['x'], adopts: { memory: 'sup-2' } })],
)

async function reasonsIn(remote: MemoryRemote, wanted = files): Promise<readonly string[]> {
  const actual = await readTenant(remote)
  const { plan } = await reviewPlan(await planned(wanted, remote), remote, { validate: false, actual })
  return plan.changes.map(({ action, id, reason }) => `${action} ${id}: ${reason}`)
}

it('what a file adopts again says who stripped its tags and when; the next apply links it again', async () => {
  const remote = new MemoryRemote()
  await remote.createRule({ ...byHand, tags: [] })
  const quiet = { name: 'Quiet s', enabled: true, rule_query: 'ddac:x', suppression_query: '@a:b', tags: [] }
  await remote.createSuppression(quiet)
  expect(await reasonsIn(remote)).toEqual([
    'adopt x: adopted, and made as git has it',
    'adopt s: adopted without a change of its content',
  ])
  await applied(files, remote)
  remote.edit('abc-001', { tags: ['team:soc'] }, 'terraform')
  remote.edit('abc-001', { message: 'Edited.' }, 'ann')
  remote.edit('sup-2', { tags: [] }, 'terraform')
  const told = 'its tags were stripped by terraform on 2026-01-01; it is linked again, and'
  expect(await reasonsIn(remote)).toEqual([
    `adopt x: ${told} adopted, and made as git has it`,
    `adopt s: ${told} adopted without a change of its content`,
  ])
  await applied(files, remote)
  expect(await reasonsIn(remote)).toEqual(['none x: undefined', 'none s: undefined'])
})

it('what was changed before, but never carried a tag, is adopted like anything else; so is what has no history to read', async () => {
  const remote = new MemoryRemote()
  await remote.createRule({ ...byHand, tags: [] })
  remote.edit('abc-001', { message: 'Edited.' })
  const alone = want([aRule('x', { adopts: { memory: 'abc-001' } })])
  expect(await reasonsIn(remote, alone)).toEqual(['adopt x: adopted, and made as git has it'])
  remote.ruleHistory = async () => {
    throw new WorldError('forbidden', 'no')
  }
  expect(await reasonsIn(remote, alone)).toEqual(['adopt x: adopted, and made as git has it'])
})
