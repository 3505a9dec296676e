import { WorldError } from '../../../src/diagnostic/world-error'
import type { JsonObject } from '../../../src/json/json'
import { applyPlan } from '../../../src/sync/apply/apply-plan'
import type { RemoteRule, RemoteSuppression } from '../../../src/sync/remote'
import { MemoryRemote } from '../memory-remote'
import { aCorrelation, actionsOf, applied, aRule, aSuppression, planned, want } from '../sample'

/** A tenant that sees how many of its calls are under way at once. */
class WatchedRemote extends MemoryRemote {
  most = 0
  private under = 0

  override async createRule(body: JsonObject): Promise<RemoteRule> {
    return this.watched(() => super.createRule(body))
  }

  override async createSuppression(attributes: JsonObject): Promise<RemoteSuppression> {
    return this.watched(() => super.createSuppression(attributes))
  }

  private async watched<Value>(call: () => Promise<Value>): Promise<Value> {
    this.under += 1
    this.most = Math.max(this.most, this.under)
    await new Promise(setImmediate)
    try {
      return await call()
    } finally {
      this.under -= 1
    }
  }
}

let remote: WatchedRemote
beforeEach(() => {
  remote = new WatchedRemote()
})

const creates = (): number => remote.calls.filter((call) => call === 'createRule').length

describe('two applies of the same files at the same moment', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `r${index}`)
  const wanted = want(
    ids.map((id) => aRule(id)),
    ids.slice(0, 3).map((id) => aSuppression(`s-${id}`, { rules: [id] })),
  )

  it('make each thing once between them, and each tells what the other one made', async () => {
    const plan = await planned(wanted, remote)
    const both = await Promise.all([applyPlan(plan, remote), applyPlan(plan, remote)])
    expect(creates()).toBeGreaterThan(ids.length)
    expect([remote.rules.size, remote.suppressions.size]).toEqual([ids.length, 3])
    const told = both.flatMap(({ applied, conflicts }) => [...applied, ...conflicts].map(({ change }) => change.id))
    expect(told.sort()).toEqual([...ids, ...ids, ...[0, 1, 2].flatMap((n) => [`s-r${n}`, `s-r${n}`])].sort())
    expect(both.flatMap(({ conflicts }) => conflicts)[0]?.reason).toContain('another apply made it at the same moment')
    expect(actionsOf(await planned(wanted, remote))).toEqual([])
  })

  it.each([
    ['aaa-000', ['aaa-000'], 'conflicts'],
    ['zzz-999', ['abc-001', 'zzz-999'], 'applied'],
  ] as const)(
    'leave what %s made: only what came later is taken away, by whoever made it',
    async (other, left, told) => {
      const plan = await planned(want([aRule('one')]), remote)
      remote.fault = (call) => {
        if (call === 'createRule') remote.rules.set(other, { version: 1, body: { name: 'one', tags: ['ddac:one'] } })
        return 'none'
      }
      const summary = await applyPlan(plan, remote)
      expect([...remote.rules.keys()].sort()).toEqual(left)
      expect(summary[told]).toHaveLength(1)
    },
  )
})

describe('a second writer', () => {
  const wanted = want([aRule('one', { message: 'Edited.' }), aRule('two', { message: 'Edited.' })])

  it('who changed a rule between plan and apply is not overwritten; the others go on', async () => {
    await applied(want([aRule('one'), aRule('two')]), remote)
    const plan = await planned(wanted, remote)
    remote.edit(remote.carrying('one'), { message: 'By hand.' })
    const summary = await applyPlan(plan, remote)
    expect(summary.conflicts).toMatchObject([
      { change: { id: 'one' }, reason: expect.stringContaining('version 1 then, 2 now') },
    ])
    expect(summary.applied.map(({ change }) => change.id)).toEqual(['two'])
    expect(remote.rules.get(remote.carrying('one'))?.body.message).toBe('By hand.')
  })

  it('who comes between our look and our write is stopped by the tenant, and is a conflict too', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(want([aRule('one', { message: 'Edited.' })]), remote)
    const id = remote.carrying('one')
    remote.fault = (call) => {
      if (call === 'updateRule' && remote.rules.get(id)?.version === 1) remote.edit(id, { message: 'By hand.' })
      return 'none'
    }
    const summary = await applyPlan(plan, remote)
    expect(summary.conflicts).toMatchObject([{ change: { id: 'one' } }])
    expect(remote.rules.get(id)?.body.message).toBe('By hand.')
  })

  it('who deleted a rule to be updated is a conflict; a rule to be deleted that is gone is done', async () => {
    await applied(want([aRule('one'), aRule('two')]), remote)
    const plan = await planned(want([aRule('one', { message: 'Edited.' })]), remote, { prune: true, maxDeletes: 1 })
    expect(actionsOf(plan)).toEqual(['update one', 'delete two'])
    remote.rules.clear()
    const summary = await applyPlan(plan, remote)
    expect(summary.conflicts.map(({ change }) => change.id)).toEqual(['one'])
    expect(summary.applied.map(({ change }) => change.id)).toEqual(['two'])
  })

  it('who took our tag off a rule has saved it from being deleted', async () => {
    await applied(want([aRule('one'), aRule('two')]), remote)
    const plan = await planned(want([aRule('one')]), remote, { prune: true, maxDeletes: 1 })
    const id = remote.carrying('two')
    const held = remote.rules.get(id)
    if (held) remote.rules.set(id, { ...held, body: { ...held.body, tags: [] } })
    expect((await applyPlan(plan, remote)).conflicts).toMatchObject([
      { reason: expect.stringContaining('no longer carries') },
    ])
    expect(remote.rules.has(id)).toBe(true)
  })
})

describe('an interruption', () => {
  const many = want(
    Array.from({ length: 12 }, (_, index) => aRule(`rule-${index}`)),
    [aSuppression('quiet')],
  )

  it('finishes the writes in hand, begins no other, and tells what is not done', async () => {
    const stop = new AbortController()
    remote.fault = (call) => {
      if (call === 'createRule' && creates() === 3) stop.abort()
      return 'none'
    }
    const summary = await applyPlan(await planned(many, remote), remote, { concurrency: 2, signal: stop.signal })
    expect(summary.interrupted).toBe(true)
    expect(summary.applied.length).toBe(remote.rules.size + 1)
    expect(summary.applied[0]?.change.id).toBe('quiet')
    expect(remote.rules.size).toBeGreaterThanOrEqual(3)
    expect(remote.rules.size).toBeLessThanOrEqual(4)
    expect(summary.applied.length + summary.notDone.length).toBe(13)
    expect(summary.failed).toEqual([])
  })

  it('before the first write writes nothing', async () => {
    const summary = await applyPlan(await planned(many, remote), remote, { signal: AbortSignal.abort() })
    expect(summary).toMatchObject({ interrupted: true, applied: [] })
    expect(creates()).toBe(0)
  })

  it('by keys that are no longer accepted stops the run as well', async () => {
    const refuse = new WorldError('unauthorized', 'the keys were not accepted')
    remote.createRule = async () => Promise.reject(refuse)
    const summary = await applyPlan(await planned(many, remote), remote, { concurrency: 1 })
    expect(summary.failed).toHaveLength(1)
    expect(summary.notDone).toHaveLength(11)
  })
})

describe('how writes go', () => {
  it('rules several at a time, as many as allowed', async () => {
    const rules = Array.from({ length: 12 }, (_, index) => aRule(`rule-${index}`))
    await applyPlan(await planned(want(rules), remote), remote, { concurrency: 3 })
    expect(remote.most).toBe(3)
  })

  it('suppressions one by one, whatever is allowed', async () => {
    const quiet = Array.from({ length: 6 }, (_, index) => aSuppression(`quiet-${index}`))
    await applyPlan(await planned(want([], quiet), remote), remote, { concurrency: 8 })
    expect(remote.suppressions.size).toBe(6)
    expect(remote.most).toBe(1)
  })

  it('a rule waits for the rule that it refers to, and refers to it by the id it got', async () => {
    await applied(want([aCorrelation('counter', 'target'), aRule('target')]), remote)
    const counter = remote.rules.get(remote.carrying('counter'))?.body.queries as readonly JsonObject[]
    expect(counter[0]?.ruleId).toBe(remote.carrying('target'))
  })

  it('a rule whose target was refused is not tried', async () => {
    remote.createRule = async () => Promise.reject(new WorldError('rejected', 'the query is invalid'))
    const summary = await applyPlan(
      await planned(want([aCorrelation('counter', 'target'), aRule('target')]), remote),
      remote,
    )
    expect(summary.failed.map(({ change }) => change.id)).toEqual(['target'])
    expect(summary.skipped.map(({ change }) => change.id)).toEqual(['counter'])
  })

  it('progress counts every change once', async () => {
    const told: string[] = []
    const rules = [aRule('one'), aRule('two'), aRule('three')]
    await applyPlan(await planned(want(rules), remote), remote, {
      onProgress: ({ done, total, outcome }) => told.push(`${done}/${total} ${outcome.kind}`),
    })
    expect(told).toEqual(['1/3 applied', '2/3 applied', '3/3 applied'])
  })

  it('a plan for another tenant is refused before anything is read', async () => {
    const plan = { ...(await planned(want([aRule('one')]), remote)), tenant: 'prod' }
    remote.calls.length = 0
    await expect(applyPlan(plan, remote)).rejects.toMatchObject({ code: 'configuration' })
    expect(remote.calls).toEqual([])
  })

  it('a plan that its guard stops is refused', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(want([]), remote, { prune: true })
    await expect(applyPlan(plan, remote)).rejects.toMatchObject({ code: 'conflict' })
    expect(remote.rules.size).toBe(1)
  })
})

describe('a create whose answer got lost', () => {
  /** The first create fails, before or after the tenant carried it out. */
  function failOnce(fault: 'before' | 'after'): void {
    remote.fault = (call) => (call === 'createRule' && creates() === 1 ? fault : 'none')
  }

  it('is looked for by its tag and not sent again when it is there', async () => {
    failOnce('after')
    const summary = await applyPlan(await planned(want([aRule('one')]), remote), remote)
    expect(summary.applied).toHaveLength(1)
    expect(creates()).toBe(1)
    expect(remote.rules.size).toBe(1)
  })

  it('is sent again only after a look that did not find it', async () => {
    failOnce('before')
    const plan = await planned(want([aRule('one')]), remote)
    remote.calls.length = 0
    await applyPlan(plan, remote)
    // And once more for what another apply may have made meanwhile.
    expect(remote.calls).toEqual(['listRules', 'createRule', 'listRules', 'createRule', 'listRules'])
    expect(remote.rules.size).toBe(1)
  })

  it('is never sent again while the tenant cannot be searched', async () => {
    remote.fault = (call) => {
      if (call === 'createRule') return 'after'
      return call === 'listRules' && creates() > 0 ? 'before' : 'none'
    }
    const summary = await applyPlan(await planned(want([aRule('one')]), remote), remote, { attempts: 4 })
    expect(summary.failed).toMatchObject([{ change: { id: 'one' }, error: { code: 'server-error' } }])
    expect(creates()).toBe(1)
  })

  it('that was refused is final', async () => {
    remote.createRule = async () => {
      remote.calls.push('createRule')
      throw new WorldError('rejected', 'the query is invalid')
    }
    const summary = await applyPlan(await planned(want([aRule('one')]), remote), remote)
    expect(summary.failed).toMatchObject([{ error: { code: 'rejected' } }])
    expect(creates()).toBe(1)
  })

  it('waits between tries as long as the caller says', async () => {
    const waits: number[] = []
    remote.fault = (call) => (call === 'createRule' && creates() < 3 ? 'before' : 'none')
    await applyPlan(await planned(want([aRule('one')]), remote), remote, {
      pause: async (attempt) => void waits.push(attempt),
    })
    expect(waits).toEqual([1, 2])
  })
})

describe('an update whose answer got lost', () => {
  const updates = (): number => remote.calls.filter((call) => call.startsWith('update')).length
  const edited = want([aRule('one', { message: 'Edited.' })], [aSuppression('quiet', { suppressionQuery: '@a:c' })])
  beforeEach(() => applied(want([aRule('one')], [aSuppression('quiet')]), remote))

  it.each(['updateRule', 'updateSuppression'])('is not sent again when it is there: %s', async (write) => {
    const plan = await planned(edited, remote)
    const before = updates()
    remote.fault = (call) => (call === write ? 'after' : 'none')
    expect((await applyPlan(plan, remote)).applied).toHaveLength(2)
    expect(updates() - before).toBe(2)
    expect(actionsOf(await planned(edited, remote))).toEqual([])
  })

  it.each(['updateRule', 'updateSuppression'])('is sent again when it is not: %s', async (write) => {
    const plan = await planned(edited, remote)
    const before = updates()
    remote.fault = (call) =>
      call === write && remote.calls.filter((each) => each === write).length === 1 ? 'before' : 'none'
    expect((await applyPlan(plan, remote)).applied).toHaveLength(2)
    expect(updates() - before).toBe(3)
    expect(actionsOf(await planned(edited, remote))).toEqual([])
  })

  it('is not sent again either by another run of the plan', async () => {
    const plan = await planned(edited, remote)
    await applyPlan(plan, remote)
    const before = updates()
    expect((await applyPlan(plan, remote)).applied).toHaveLength(2)
    expect(updates()).toBe(before)
  })

  it('and whose rule somebody changed meanwhile is a conflict, and stays theirs', async () => {
    const plan = await planned(edited, remote)
    const id = remote.carrying('one')
    remote.fault = (call) => {
      if (call !== 'updateRule') return 'none'
      remote.edit(id, { message: 'By hand.' })
      return 'before'
    }
    expect((await applyPlan(plan, remote)).conflicts).toMatchObject([{ change: { id: 'one' } }])
    expect(remote.rules.get(id)?.body.message).toBe('By hand.')
    expect(remote.calls.filter((call) => call === 'updateRule')).toHaveLength(1)
  })
})

describe('a rule that turns out to be provided', () => {
  it.each([
    ['of Datadog', { isDefault: true }],
    ['of a partner', { partnerIntegrationId: 'example' }],
  ])(
    '%s is neither updated, replaced nor deleted, though it has the version and the tag of the plan',
    async (_, own) => {
      await applied(want([aRule('edited'), aRule('moved'), aRule('gone'), aRule('kept')]), remote)
      const wanted = want([
        aRule('edited', { message: 'x' }),
        aRule('moved', { type: 'workload_security' }),
        aRule('kept'),
      ])
      const plan = await planned(wanted, remote, { prune: true, maxDeletes: 1 })
      expect(actionsOf(plan)).toEqual(['update edited', 'replace moved', 'delete gone'])
      for (const [id, { version, body }] of remote.rules) remote.rules.set(id, { version, body: { ...body, ...own } })
      const before = structuredClone(remote.rules)
      const { conflicts, applied: done } = await applyPlan(plan, remote)
      expect(conflicts.map(({ change, reason }) => `${change.id}: ${reason}`)).toEqual(
        ['edited', 'moved', 'gone'].map((id) => `${id}: it is a rule of Datadog or of a partner`),
      )
      expect(done).toEqual([])
      expect(remote.rules).toEqual(before)
    },
  )
})

describe('a replace', () => {
  const wanted = want([aRule('one', { type: 'workload_security' })])

  it('made by two applies at the same moment leaves one rule', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(wanted, remote)
    const both = await Promise.all([applyPlan(plan, remote), applyPlan(plan, remote)])
    expect(remote.rules.size).toBe(1)
    expect(both.flatMap(({ applied }) => applied)).toHaveLength(1)
    expect(both.flatMap(({ conflicts }) => conflicts)[0]?.reason).toContain('another apply made it')
  })

  it('makes the new rule before the old one goes, so that there always is one', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(wanted, remote)
    remote.calls.length = 0
    await applyPlan(plan, remote)
    const writes = remote.calls.filter((call) => !/^(?:get|list)/.test(call))
    expect(writes).toEqual(['updateRule', 'createRule', 'deleteRule'])
    expect(remote.rules.get(remote.carrying('one'))?.body.type).toBe('workload_security')
  })

  it('whose old rule the tenant lists and does not find takes that one away all the same', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(wanted, remote)
    remote.getRule = async () => undefined
    expect((await applyPlan(plan, remote)).applied).toHaveLength(1)
    expect([...remote.rules.keys()]).toEqual([remote.carrying('one')])
    expect(remote.rules.get(remote.carrying('one'))?.body.type).toBe('workload_security')
  })

  it.each([
    ['is done', {}, ['one'], []],
    ['and that somebody changed since is a conflict', { message: 'By hand.' }, [], ['one']],
  ])('that another apply made meanwhile %s, and nothing is made beside it', async (_, change, done, conflicts) => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(wanted, remote)
    await applyPlan(plan, remote)
    remote.edit(remote.carrying('one'), change)
    const again = await applyPlan(plan, remote)
    expect(again.applied.map(({ change: { id } }) => id)).toEqual(done)
    expect(again.conflicts.map(({ change: { id } }) => id)).toEqual(conflicts)
    expect(remote.rules.size).toBe(1)
  })

  it('of a rule that is gone makes it', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(wanted, remote)
    await remote.deleteRule(remote.carrying('one'))
    expect((await applyPlan(plan, remote)).applied).toHaveLength(1)
    expect([...remote.rules.keys()]).toEqual([remote.carrying('one')])
  })

  it('that the tenant refuses gives the old rule its tags back', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(wanted, remote)
    const tags = remote.rules.get(remote.carrying('one'))?.body.tags
    remote.createRule = async () => Promise.reject(new WorldError('rejected', 'no'))
    expect((await applyPlan(plan, remote)).failed).toHaveLength(1)
    expect(remote.rules.get(remote.carrying('one'))?.body.tags).toEqual(tags)
  })

  it('that was about to happen and is no longer wanted is taken back', async () => {
    await applied(want([aRule('one')]), remote)
    remote.fault = (call) => (call === 'createRule' ? 'before' : 'none')
    await applyPlan(await planned(wanted, remote), remote, { attempts: 1 })
    remote.fault = () => 'none'
    const back = want([aRule('one')])
    expect((await planned(back, remote)).changes).toMatchObject([
      { action: 'update', reason: expect.stringContaining('now stays') },
    ])
    await applied(back, remote)
    expect(actionsOf(await planned(back, remote))).toEqual([])
    expect(remote.rules.size).toBe(1)
  })

  it('takes all along that refers to the old rule: each refers to the new one', async () => {
    const others = [aCorrelation('two', 'one'), aCorrelation('three', 'one'), aCorrelation('four', 'two')]
    await applied(want([aRule('one'), ...others]), remote)
    const old = remote.carrying('one')
    const moved = want([aRule('one', { type: 'workload_security' }), ...others])
    expect(actionsOf(await planned(moved, remote))).toEqual(['replace one', 'update two', 'update three'])
    await applied(moved, remote)
    const targetOf = (slug: string): unknown =>
      (remote.rules.get(remote.carrying(slug))?.body.queries as JsonObject[] | undefined)?.[0]?.ruleId
    expect([targetOf('two'), targetOf('three')]).toEqual([remote.carrying('one'), remote.carrying('one')])
    expect(targetOf('four')).toBe(remote.carrying('two'))
    expect(remote.carrying('one')).not.toBe(old)
    expect(actionsOf(await planned(moved, remote))).toEqual([])
  })

  it('that left several rules behind makes one anew, since none of them is more the rule than another', async () => {
    await applied(want([aRule('one')]), remote)
    const body = remote.rules.get(remote.carrying('one'))?.body ?? {}
    remote.edit(remote.carrying('one'), { tags: ['ddac_replaced:one'] })
    await remote.createRule({ ...body, tags: ['ddac_replaced:one'] })
    await remote.createRule({ ...body, tags: ['ddac_replaced:one'] })
    const again = await planned(want([aRule('one')]), remote)
    expect(actionsOf(again)).toEqual(['create one'])
    await applyPlan(again, remote)
    const after = await planned(want([aRule('one')]), remote, { maxDeletes: 3 })
    expect(actionsOf(after)).toEqual(['delete one', 'delete one', 'delete one'])
    await applyPlan(after, remote)
    expect([...remote.rules.keys()]).toEqual([remote.carrying('one')])
  })
})
