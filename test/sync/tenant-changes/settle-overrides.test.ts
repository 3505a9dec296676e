import type { JsonObject } from '../../../src/json/json'
import type { Override } from '../../../src/override/override'
import { applyPlan } from '../../../src/sync/apply/apply-plan'
import { makePlan } from '../../../src/sync/plan/make-plan'
import type { Change } from '../../../src/sync/plan/plan'
import { settleChanges } from '../../../src/sync/tenant-changes/settle-changes'
import { readTenant } from '../../../src/sync/tenant-state'
import type { ChangePolicy } from '../../../src/wire/change-policy'
import { MemoryRemote } from '../memory-remote'
import { aRule } from '../sample'

const louder: Override = {
  id: 'louder',
  ruleQuery: 'source:x',
  isEnabled: true,
  severity: { low: 'high' },
  notifications: ['@slack-soc'],
} as Override

let remote: MemoryRemote
beforeEach(async () => {
  remote = new MemoryRemote()
  for (const name of ['One', 'Two']) {
    const { id: _id, ...rule } = aRule('x', { tags: ['source:x'] })
    const body = {
      ...(rule as unknown as JsonObject),
      name,
      isDefault: true,
      defaultTags: ['source:x'],
      isEnabled: false,
    }
    await remote.createRule(body)
  }
  await apply(louder)
})

async function settled(override: Override, policy: ChangePolicy = [], overwrite = false) {
  const actual = await readTenant(remote)
  const plan = makePlan({ rules: [], suppressions: [], overrides: [override] }, actual)
  return settleChanges(plan, actual, remote, { policy, overwrite, nowMs: Date.UTC(2026, 0, 2) })
}

async function apply(override: Override, policy: ChangePolicy = [], overwrite = false): Promise<readonly Change[]> {
  const plan = await settled(override, policy, overwrite)
  const { failed, conflicts } = await applyPlan(plan, remote)
  expect([...failed, ...conflicts]).toEqual([])
  return plan.changes
}

const body = (id = 'abc-001'): JsonObject => remote.rules.get(id)?.body ?? {}
const caseOf = (id = 'abc-001'): JsonObject => (body(id).cases as JsonObject[])[0] ?? {}
const shown = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ action, remoteId }) => `${action} ${remoteId}`)

describe('what a person changed of an overridden default rule', () => {
  it('is withheld with a word where git asked for nothing, that rule alone', async () => {
    remote.edit('abc-001', { isEnabled: false }, 'Ada')
    const changes = await apply(louder)
    expect(shown(changes)).toEqual(['withheld abc-001', 'none abc-002'])
    expect(changes[0]).toMatchObject({
      reason: expect.stringMatching(
        /^isEnabled was changed in the tenant by Ada, .* ago, and git asked for nothing since$/,
      ),
      withheld: {
        asked: false,
        by: 'Ada',
        remedy: 'an override that says it for this rule keeps it; --overwrite-drift takes the side of git',
      },
    })
    expect(body().isEnabled).toBe(false)
  })

  it('stays beside what git changed, and is still known as theirs afterwards', async () => {
    remote.edit('abc-001', { isEnabled: false }, 'Ada')
    const told = { ...louder, notifications: ['@pager'] } as Override
    expect((await apply(told))[0]).toMatchObject({
      action: 'update',
      leaves: { by: 'Ada', fields: [{ path: 'isEnabled' }] },
    })
    expect([body().isEnabled, caseOf().notifications, caseOf('abc-002').notifications]).toEqual([
      false,
      ['@pager'],
      ['@pager'],
    ])
    expect((await settled(told)).changes[0]).toMatchObject({
      action: 'withheld',
      withheld: { asked: false, by: 'Ada' },
    })
    const [taken] = await apply(told, [], true)
    expect(taken).toMatchObject({ action: 'update', takesBack: { by: 'Ada' } })
    expect(body().isEnabled).toBe(true)
    expect(shown((await settled(told)).changes)).toEqual(['none abc-001', 'none abc-002'])
  })

  it('is a conflict where git changed the same key', async () => {
    remote.edit('abc-001', { cases: [{ ...caseOf(), notifications: ['@somebody'] }] }, 'Ada')
    const changes = await apply({ ...louder, notifications: ['@pager'] } as Override)
    expect(changes[0]).toMatchObject({ action: 'withheld', withheld: { asked: true, by: 'Ada' } })
    expect([caseOf().notifications, caseOf('abc-002').notifications]).toEqual([['@somebody'], ['@pager']])
  })

  it('is kept or taken back as the policy says', async () => {
    remote.edit('abc-001', { isEnabled: false, cases: [{ ...caseOf(), notifications: ['@somebody'] }] }, 'Ada')
    const changes = await apply(louder, [{ fields: { isEnabled: 'keep', '*': 'overwrite' } }])
    expect(changes[0]).toMatchObject({
      action: 'update',
      takesBack: { fields: [{ path: 'notifications' }], by: 'Ada' },
    })
    expect([body().isEnabled, caseOf().notifications]).toEqual([false, ['@slack-soc']])
    const again = await settled(louder, [{ fields: { isEnabled: 'keep', '*': 'overwrite' } }])
    expect(shown(again.changes)).toEqual(['none abc-001', 'none abc-002'])
  })

  it('is told from what Datadog rewrites', async () => {
    const more = [{ ...caseOf() }, { status: 'low', condition: 'a > 5', name: 'new', notifications: [] }]
    remote.edit('abc-001', { cases: more, message: 'Rewritten.' }, 'datadog')
    expect((await settled(louder)).changes[0]).toMatchObject({ action: 'update', changedIn: 'tenant' })
    remote.edit('abc-001', { isEnabled: false }, 'Ada')
    expect((await settled(louder)).changes[0]).toMatchObject({ action: 'withheld', withheld: { by: 'Ada' } })
  })

  it('goes back with all else when the file is gone', async () => {
    remote.edit('abc-001', { isEnabled: false }, 'Ada')
    const actual = await readTenant(remote)
    const plan = makePlan({ rules: [], suppressions: [], overrides: [] }, actual, { prune: true, maxDeletes: 9 })
    const { changes } = await settleChanges(plan, actual, remote, { policy: [], overwrite: false, nowMs: 0 })
    expect(shown(changes)).toEqual(['update abc-001', 'update abc-002'])
  })
})
