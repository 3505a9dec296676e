import { WorldError } from '../../../src/diagnostic/world-error'
import type { JsonObject } from '../../../src/json/json'
import { applyPlan } from '../../../src/sync/apply/apply-plan'
import { type Drift, type DriftItem, hasDrifted, makeDrift, revertPlan } from '../../../src/sync/drift/drift'
import { tellWho } from '../../../src/sync/drift/tell-who'
import type { WantedState } from '../../../src/sync/plan/wanted-state'
import { readTenant } from '../../../src/sync/tenant-state'
import { MemoryRemote } from '../memory-remote'
import { aCorrelation, actionsOf, applied, aRule, aSuppression, planned, want } from '../sample'

let remote: MemoryRemote
beforeEach(() => {
  remote = new MemoryRemote()
})

const drifted = async (wanted: WantedState) => makeDrift(wanted, await readTenant(remote))

/** The drift with what the tenant's history knows. */
async function told(wanted: WantedState): Promise<Drift> {
  const { drift, plan } = await drifted(wanted)
  return tellWho(drift, plan, remote)
}

const shown = ({ items }: Drift): readonly string[] => items.map(({ how, id }) => `${how} ${id}`)

describe('what drift is', () => {
  const wanted = want([aRule('one'), aRule('two')], [aSuppression('quiet')])

  it('nothing, in a tenant that is as it was applied', async () => {
    await applied(wanted, remote)
    const { drift } = await drifted(wanted)
    expect(hasDrifted(drift)).toBe(false)
    expect(drift.summary).toMatchObject({ same: 3, pendingInGit: 0, unmanaged: 0 })
  })

  it('a change in the tenant, field by field, from what git has to what the tenant has', async () => {
    await applied(wanted, remote)
    remote.edit(remote.carrying('one'), { message: 'By hand.', isEnabled: false })
    const { drift } = await drifted(wanted)
    expect(drift.items).toMatchObject([
      {
        how: 'changed',
        id: 'one',
        alsoInGit: false,
        fields: [
          { path: 'isEnabled', before: true, after: false },
          { path: 'message', before: 'Something happened.', after: 'By hand.' },
        ],
      },
    ])
    expect(drift.summary).toMatchObject({ changed: 1, same: 2 })
  })

  it.each([
    ['a rule disabled by hand', aRule('one'), { isEnabled: false }, 'disabled'],
    ['a rule enabled by hand', aRule('one', { isEnabled: false }), { isEnabled: true }, 'enabled'],
  ] as const)('%s is told as such', async (_, rule, edit, how) => {
    await applied(want([rule]), remote)
    remote.edit(remote.carrying('one'), edit)
    expect(shown((await drifted(want([rule]))).drift)).toEqual([`${how} one`])
  })

  it('a suppression switched off by hand is told as such', async () => {
    await applied(wanted, remote)
    remote.edit([...remote.suppressions.keys()][0] ?? '', { enabled: false })
    expect(shown((await drifted(wanted)).drift)).toEqual(['disabled quiet'])
  })

  it('a rule that git has and the tenant does not', async () => {
    await applied(wanted, remote)
    remote.rules.delete(remote.carrying('two'))
    const { drift } = await drifted(wanted)
    expect(shown(drift)).toEqual(['missing two'])
    expect(drift.items[0]?.remoteId).toBeUndefined()
  })

  it('not what git alone changed; that is counted as not applied yet', async () => {
    await applied(wanted, remote)
    const { drift } = await drifted(want([aRule('one', { message: 'Edited.' }), aRule('two')], [aSuppression('quiet')]))
    expect(hasDrifted(drift)).toBe(false)
    expect(drift.summary).toMatchObject({ pendingInGit: 1, same: 2 })
  })

  it('not what was made by hand, and not what lost its file; both are listed', async () => {
    await applied(wanted, remote)
    const byHand = await remote.createRule({ name: 'By hand', type: 'log_detection', tags: [] })
    const { drift } = await drifted(want([aRule('one')], [aSuppression('quiet')]))
    expect(hasDrifted(drift)).toBe(false)
    expect(drift.unmanaged).toMatchObject([{ remoteId: byHand.id, name: 'By hand' }])
    expect(drift.fileGone).toMatchObject([{ id: 'two' }])
    expect(drift.summary).toMatchObject({ unmanaged: 1, fileGone: 1 })
  })

  it('a change that git made too is none', async () => {
    await applied(wanted, remote)
    remote.edit(remote.carrying('one'), { message: 'Edited.' })
    const { drift } = await drifted(want([aRule('one', { message: 'Edited.' }), aRule('two')], [aSuppression('quiet')]))
    expect(hasDrifted(drift)).toBe(false)
  })
})

describe('who and when', () => {
  const wanted = want([aRule('one')])
  const who = ({ items }: Drift): DriftItem['who'] | undefined => items[0]?.who

  it('every version since the last apply is told, and none before it', async () => {
    await applied(want([aRule('one', { message: 'First.' })]), remote)
    remote.edit(remote.carrying('one'), { message: 'Old news.' }, 'day-shift')
    await applied(wanted, remote)
    remote.edit(remote.carrying('one'), { message: 'By hand.' }, 'night-shift')
    remote.edit(remote.carrying('one'), { isEnabled: false }, 'day-shift')
    const drift = await told(wanted)
    expect(who(drift)).toMatchObject({
      kind: 'since-apply',
      versions: [
        { version: 4, by: 'night-shift', atMs: Date.UTC(2026, 0, 1, 0, 3) },
        { version: 5, by: 'day-shift', atMs: Date.UTC(2026, 0, 1, 0, 4) },
      ],
    })
  })

  it('where git moved as well, the history tells the two sides apart', async () => {
    await applied(wanted, remote)
    remote.edit(remote.carrying('one'), { isEnabled: false }, 'night-shift')
    const edited = want([aRule('one', { message: 'Edited in git.' })])
    const before = (await drifted(edited)).drift
    expect(before.items).toMatchObject([{ how: 'changed', alsoInGit: true }])
    expect(before.items[0]?.fields.map(({ path }) => path)).toEqual(['isEnabled', 'message'])
    const drift = await told(edited)
    expect(drift.items).toMatchObject([
      { how: 'disabled', alsoInGit: true, fields: [{ path: 'isEnabled', after: false }] },
    ])
    expect(drift.items[0]?.fields).toHaveLength(1)
    expect(drift.summary).toMatchObject({ changed: 0, disabled: 1 })
  })

  it('a rule that counts signals is told apart by slugs, though its history speaks of ids', async () => {
    const correlated = want([aRule('one'), aCorrelation('many', 'one')])
    await applied(correlated, remote)
    remote.edit(remote.carrying('many'), { message: 'By hand.' }, 'night-shift')
    expect(who(await told(correlated))).toMatchObject({ kind: 'since-apply', versions: [{ by: 'night-shift' }] })
  })

  it('suppressions have a history too', async () => {
    const quiet = want([], [aSuppression('quiet')])
    await applied(quiet, remote)
    remote.edit([...remote.suppressions.keys()][0] ?? '', { suppression_query: '@a:c' }, 'night-shift')
    expect(who(await told(quiet))).toMatchObject({ kind: 'since-apply', versions: [{ version: 2, by: 'night-shift' }] })
  })

  it('default rules have one, in which the last apply of an override is found', async () => {
    const { id: _slug, ...shipped } = aRule('shipped', { tags: ['source:x'] })
    const body = { ...shipped, isDefault: true, defaultTags: ['source:x'] } as unknown as JsonObject
    remote.rules.set('def-000-aaa', { version: 3, body })
    const override = { id: 'louder', rule: 'def-000-aaa', notifications: ['@pager'] }
    const overridden = { rules: [], suppressions: [], overrides: [override] }
    await applied(overridden, remote)
    const cases = (remote.rules.get('def-000-aaa')?.body.cases ?? []) as readonly JsonObject[]
    remote.edit('def-000-aaa', { cases: cases.map((one) => ({ ...one, notifications: [] })) }, 'night-shift')
    const drift = await told(overridden)
    expect(shown(drift)).toEqual(['changed louder'])
    expect(who(drift)).toMatchObject({ kind: 'since-apply', versions: [{ version: 5, by: 'night-shift' }] })
  })

  it.each([
    ['forbidden', 'not allowed (403)'],
    ['missing', 'not found (404)'],
    ['server-error', 'the server failed (500)'],
    ['bad-answer', 'the answer is not what the API promises'],
  ] as const)('a history that fails (%s) never fails the drift', async (code, message) => {
    await applied(wanted, remote)
    remote.edit(remote.carrying('one'), { message: 'By hand.' }, 'night-shift')
    remote.ruleHistory = async () => Promise.reject(new WorldError(code, message))
    const drift = await told(wanted)
    expect(drift.items).toMatchObject([{ how: 'changed', fields: [{ path: 'message' }] }])
    expect(who(drift)).toMatchObject({ kind: 'unknown', because: message, last: { by: 'night-shift' } })
  })

  it('a key that may not read one history is not tried on the others', async () => {
    const many = want(Array.from({ length: 20 }, (_, index) => aRule(`rule-${index}`)))
    await applied(many, remote)
    for (const id of remote.rules.keys()) remote.edit(id, { isEnabled: false })
    let asked = 0
    remote.ruleHistory = async () => {
      asked += 1
      throw new WorldError('forbidden', 'not allowed (403)')
    }
    const drift = await told(many)
    expect(drift.items.every((item) => item.who.kind === 'unknown')).toBe(true)
    expect(asked).toBeLessThanOrEqual(4)
  })

  it('a history without what was applied says so', async () => {
    await applied(wanted, remote)
    const id = remote.carrying('one')
    remote.edit(id, { message: 'By hand.' }, 'night-shift')
    remote.versions.set(id, (remote.versions.get(id) ?? []).slice(-1))
    expect(who(await told(wanted))).toMatchObject({ kind: 'unknown', because: expect.stringContaining('applied last') })
  })

  it('a bug in ours is not taken for trouble of the world', async () => {
    await applied(wanted, remote)
    remote.edit(remote.carrying('one'), { message: 'By hand.' })
    remote.ruleHistory = async () => Promise.reject(new TypeError('ours'))
    await expect(told(wanted)).rejects.toThrow(TypeError)
  })
})

describe('taking it back', () => {
  const wanted = want([aRule('one'), aRule('two'), aRule('gone')], [aSuppression('quiet')])
  beforeEach(async () => {
    await applied(wanted, remote)
    remote.edit(remote.carrying('one'), { message: 'By hand.' })
    remote.rules.delete(remote.carrying('gone'))
  })

  it('plans git for what drifted, and nothing that is only not applied yet', async () => {
    const now = want([aRule('one'), aRule('two', { message: 'Edited.' }), aRule('gone')], [aSuppression('quiet')])
    const { drift, plan } = await drifted(now)
    const revert = revertPlan(plan, drift)
    expect(actionsOf(revert)).toEqual(['update one', 'create gone'])
    expect(revert.summary).toMatchObject({ update: 1, create: 1 })
    await applyPlan(revert, remote)
    expect(hasDrifted((await drifted(now)).drift)).toBe(false)
    expect(actionsOf(await planned(now, remote))).toEqual(['update two'])
  })

  it('can be done for some of it, also after the history was asked', async () => {
    const { drift, plan } = await drifted(wanted)
    const revert = revertPlan(plan, await tellWho(drift, plan, remote), ['one'])
    expect(actionsOf(revert)).toEqual(['update one'])
  })
})
