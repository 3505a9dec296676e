import type { JsonObject } from '../../../src/json/json'
import type { Draft } from '../../../src/rule/rule'
import { makePlan } from '../../../src/sync/plan/make-plan'
import type { PlanOptions } from '../../../src/sync/plan/wanted-state'
import { MemoryRemote } from '../memory-remote'
import { aCorrelation, actionsOf, applied, aRule, aSuppression, codesOf, planned, want, withheldIn } from '../sample'

let remote: MemoryRemote
beforeEach(() => {
  remote = new MemoryRemote()
})

/** A rule made at the screen: the same body, without any tag of ours. */
async function byHand(name: string, change: JsonObject = {}): Promise<string> {
  const { id: _id, ...body } = aRule('by-hand', { name })
  return (await remote.createRule({ ...(body as unknown as JsonObject), ...change })).id
}

describe('each action', () => {
  it('what the tenant does not have is created, with its id and revision as tags', async () => {
    const plan = await planned(want([aRule('one')], [aSuppression('quiet')]), remote)
    expect(actionsOf(plan)).toEqual(['create one', 'create quiet'])
    expect(plan.changes[0]?.body?.tags).toEqual(['ddac:one', expect.stringMatching(/^ddac_rev:[0-9a-f]{12}$/)])
    expect(plan.summary).toMatchObject({ create: 2, none: 0 })
  })

  it('what is as it was applied is listed with nothing to do', async () => {
    const wanted = want([aRule('one')], [aSuppression('quiet')])
    await applied(wanted, remote)
    const plan = await planned(wanted, remote)
    expect(plan.changes.map(({ action, id }) => `${action} ${id}`)).toEqual(['none one', 'none quiet'])
  })

  it('a changed field is an update of that field alone', async () => {
    await applied(want([aRule('one')]), remote)
    const plan = await planned(want([aRule('one', { queries: [{ query: '@rule:two' }] })]), remote)
    expect(plan.changes).toMatchObject([
      {
        action: 'update',
        changedIn: 'git',
        fields: [{ path: 'queries[0].query', before: '@rule:one', after: '@rule:two' }],
      },
    ])
  })

  it.each([
    ['type', { type: 'workload_security' }, 'type'],
    ['method', { options: { detectionMethod: 'hardcoded', keepAlive: 3600 } }, 'detection method'],
  ] as const)('another %s is a replace, which says why', async (_, change, reason) => {
    await applied(want([aRule('one')]), remote)
    const [first] = (await planned(want([aRule('one', change)]), remote)).changes
    expect(first).toMatchObject({ action: 'replace', changedIn: 'git', reason: expect.stringContaining(reason) })
  })

  it('a rule whose target is replaced is written again, though nobody edited it', async () => {
    await applied(want([aRule('one'), aCorrelation('many', 'one')]), remote)
    const plan = await planned(want([aRule('one', { type: 'workload_security' }), aCorrelation('many', 'one')]), remote)
    expect(actionsOf(plan)).toEqual(['replace one', 'update many'])
  })

  it('what has no file any more stays, is listed, and goes with prune only', async () => {
    await applied(want([aRule('one'), aRule('two')], [aSuppression('quiet')]), remote)
    const wanted = want([aRule('one')], [aSuppression('quiet')])
    const kept = await planned(wanted, remote)
    expect(actionsOf(kept)).toEqual([])
    expect(kept.unmanaged).toMatchObject([{ kind: 'rule', why: 'no-file', id: 'two', name: 'Rule two' }])
    const pruned = await planned(wanted, remote, { prune: true })
    expect(actionsOf(pruned)).toEqual(['delete two'])
    expect(pruned.unmanaged).toEqual([])
  })
})

describe('a rule that a replace has marked', () => {
  beforeEach(async () => {
    await applied(want([aRule('one'), aRule('kept')]), remote)
    remote.edit(remote.carrying('one'), { tags: ['ddac_replaced:one'] })
  })

  it('goes as soon as the new one is there', async () => {
    await applied(want([aRule('one', { type: 'workload_security' }), aRule('kept')]), remote)
    const names = (await remote.listRules()).map(({ body }) => body.name)
    expect(names.sort()).toEqual(['Rule kept', 'Rule one'])
  })

  it('is all there is of it before that: when its file is gone it goes with prune only, within the guard', async () => {
    const kept = await planned(want([aRule('kept')]), remote)
    expect(actionsOf(kept)).toEqual([])
    expect(kept.unmanaged).toMatchObject([{ why: 'no-file', id: 'one' }])
    const pruned = await planned(want([aRule('kept')]), remote, { prune: true })
    expect(actionsOf(pruned)).toEqual(['delete one'])
    expect(codesOf(await planned(want([]), remote, { prune: true }))).toEqual(['P003 kept'])
  })
})

describe('where a difference comes from', () => {
  const git = aRule('one', { message: 'Edited in git.' })
  it.each([
    ['git alone moved', git, undefined, 'git'],
    ['the tenant alone moved', aRule('one'), { message: 'Edited by hand.' }, 'tenant'],
    ['both moved', git, { message: 'Edited by hand.' }, 'both'],
  ] as const)('%s', async (_, rule, edit, changedIn) => {
    await applied(want([aRule('one')]), remote)
    if (edit) remote.edit(remote.carrying('one'), edit)
    expect((await planned(want([rule]), remote)).changes).toMatchObject([{ action: 'update', changedIn }])
  })

  it('git no longer mentions a field that nobody knows: the tenant did not change for that', async () => {
    await applied(want([aRule('one', { brandNew: { deep: true } } as object)]), remote)
    expect((await planned(want([git]), remote)).changes).toMatchObject([{ action: 'update', changedIn: 'git' }])
    remote.edit(remote.carrying('one'), { isEnabled: false })
    expect((await planned(want([git]), remote)).changes).toMatchObject([{ action: 'update', changedIn: 'both' }])
  })

  it('both made the same change: nothing to do', async () => {
    await applied(want([aRule('one')]), remote)
    remote.edit(remote.carrying('one'), { message: 'Edited in git.' })
    expect(actionsOf(await planned(want([git]), remote))).toEqual([])
  })

  it('nobody knows where the revision tag was removed, which counts as both', async () => {
    await applied(want([aRule('one')]), remote)
    remote.edit(remote.carrying('one'), { tags: ['ddac:one'], message: 'Edited by hand.' })
    expect((await planned(want([aRule('one')]), remote)).changes).toMatchObject([{ changedIn: 'both' }])
  })

  it("the tenant's own rewriting was accepted at the last apply and is no difference", async () => {
    remote.rewrite = (body) => ({ ...body, name: String(body.name).trim() })
    const wanted = want([aRule('one', { name: 'Trailing ' })])
    await applied(wanted, remote)
    const [change] = (await planned(wanted, remote)).changes
    expect(change).toMatchObject({ action: 'none', reason: expect.stringContaining('its own form') })
  })

  it('who touched the tenant last is told', async () => {
    await applied(want([aRule('one')]), remote)
    remote.edit(remote.carrying('one'), { isEnabled: false }, 'night-shift')
    const [change] = (await planned(want([aRule('one')]), remote)).changes
    expect(change?.lastTouched).toEqual({ by: 'night-shift', atMs: expect.any(Number) })
  })
})

describe('the guard on deletions', () => {
  const ten = Array.from({ length: 10 }, (_, index) => aRule(`rule-${index}`))
  it.each([
    ['two of ten are within the fifth', 8, {}, []],
    ['three of ten are not', 7, {}, ['P003']],
    ['a limit of ones own can allow them', 7, { maxDeletes: 3 }, []],
    ['and can forbid two', 8, { maxDeletes: 1 }, ['P003']],
    ['nothing is left of ten', 0, { maxDeletes: 10 }, []],
  ] as const)('%s', async (_, kept, options, codes) => {
    await applied(want(ten), remote)
    const plan = await planned(want(ten.slice(0, kept)), remote, { prune: true, ...options })
    expect(plan.summary.delete).toBe(10 - kept)
    expect(plan.problems.map(({ code }) => code)).toEqual(codes)
  })

  it('the last managed thing is never deleted without being asked for', async () => {
    await applied(want([aRule('one')]), remote)
    expect(codesOf(await planned(want([]), remote, { prune: true }))).toEqual(['P003 one'])
  })
})

describe('what was made by hand', () => {
  it('under the name of a file, nothing is created beside it unasked', async () => {
    const id = await byHand('Rule one')
    const plan = await planned(want([aRule('one')]), remote)
    expect(actionsOf(plan)).toEqual([])
    expect(plan.problems).toMatchObject([{ code: 'P005', id: 'one', message: expect.stringContaining(id) }])
    expect(plan.changes).toMatchObject([
      {
        action: 'withheld',
        withheld: { would: 'create', asked: true, remedy: expect.stringContaining(`{ memory: ${id} }`) },
      },
    ])
    expect(plan.unmanaged).toMatchObject([{ remoteId: id, why: 'by-hand', id: 'one' }])
  })

  it.each([
    ['everywhere', true, ['adopt one']],
    ['for its slug', ['one'], ['adopt one']],
    ['for another slug, not', ['two'], []],
  ] as const)('is taken over where that was asked for: %s', async (_, adopt, actions) => {
    const id = await byHand('Rule one')
    const plan = await planned(want([aRule('one')]), remote, { adopt })
    expect(actionsOf(plan)).toEqual(actions)
    if (actions[0] === 'adopt one') {
      expect(plan.changes).toMatchObject([{ remoteId: id, changedIn: 'both' }])
      expect(plan.changes[0]?.fields.map(({ path }) => path)).toEqual(['queries[0].query', 'tags'])
      expect(plan.unmanaged).toEqual([])
    }
  })

  it.each<[string, Partial<Draft>, PlanOptions]>([
    ['its file says beside: true', { beside: true }, {}],
    ['its file says so of this tenant', { beside: { memory: true } }, {}],
    ['--create-beside is given', {}, { createBeside: true }],
    ['--create-beside names it', {}, { createBeside: ['one'] }],
  ])('gets another one beside it where %s', async (_, change, options) => {
    await byHand('Rule one')
    const plan = await planned(want([aRule('one', change)]), remote, options)
    expect([actionsOf(plan), codesOf(plan)]).toEqual([['create one'], []])
  })

  it('gets none where only another tenant, or another file, is meant', async () => {
    await byHand('Rule one')
    expect(codesOf(await planned(want([aRule('one', { beside: { prod: true } })]), remote))).toEqual(['P005 one'])
    expect(codesOf(await planned(want([aRule('one')]), remote, { createBeside: ['two'] }))).toEqual(['P005 one'])
    expect(codesOf(await planned(want([aRule('one', { adopts: { prod: 'x' } })]), remote))).toEqual(['P005 one'])
  })

  it('is taken over by the file that adopts it, edited or not, whatever its name is by now', async () => {
    const id = await byHand('Named otherwise')
    const wanted = want([aRule('one', { adopts: { memory: id } })], [aSuppression('quiet', { rules: ['one'] })])
    const plan = await planned(wanted, remote)
    expect(actionsOf(plan)).toEqual(['adopt one', 'create quiet'])
    expect(codesOf(plan)).toEqual([])
    await applied(wanted, remote)
    expect(remote.rules.size).toBe(1)
    expect(remote.carrying('one')).toBe(id)
    expect(actionsOf(await planned(wanted, remote))).toEqual([])
  })

  it('that is adopted but gone is made anew; of another method it is withheld', async () => {
    expect(actionsOf(await planned(want([aRule('one', { adopts: { memory: 'gone' } })]), remote))).toEqual([
      'create one',
    ])
    const id = await byHand('Rule one', { options: { detectionMethod: 'hardcoded' } })
    const rules = [aRule('one', { adopts: { memory: id } }), aRule('two')]
    const plan = await planned(want(rules, [aSuppression('quiet', { rules: ['one', 'two'] })]), remote)
    expect(actionsOf(plan)).toEqual(['create two', 'create quiet'])
    expect(codesOf(plan)).toEqual(['P005 one', 'P030 quiet'])
  })

  it('and whose tags were taken away is linked again by what the file adopts', async () => {
    await applied(want([aRule('one')]), remote)
    const id = remote.carrying('one')
    remote.edit(id, { tags: [], message: 'Changed meanwhile.' })
    const wanted = want([aRule('one', { adopts: { memory: id } })])
    expect(actionsOf(await planned(wanted, remote))).toEqual(['adopt one'])
    await applied(wanted, remote)
    expect([remote.rules.size, remote.carrying('one')]).toEqual([1, id])
  })

  it('with other tags of its own is told them once, with ours', async () => {
    await byHand('Rule one', { tags: ['team:x'] })
    const [adopted] = (await planned(want([aRule('one')]), remote, { adopt: true })).changes
    expect(adopted?.fields.filter(({ path }) => path === 'tags')).toEqual([
      { path: 'tags', before: ['team:x'], after: adopted?.body?.tags },
    ])
  })

  it('with the content of the file is adopted without being asked, which only adds tags', async () => {
    await byHand('Rule one', { queries: [{ query: '@rule:one' }] })
    const plan = await planned(want([aRule('one')]), remote)
    expect(plan.changes).toMatchObject([{ action: 'adopt', reason: 'adopted without a change of its content' }])
    expect(plan.problems).toEqual([])
    const [adopted] = plan.changes
    expect(adopted?.fields.map(({ path }) => path)).toEqual(['tags'])
    expect(adopted?.changedIn).toBe('git')
  })

  it('twice with the same name and content stands for two files, each for one', async () => {
    const same = { name: 'Same', queries: [{ query: '@same' }] }
    const ids = [await byHand('Same', { queries: same.queries }), await byHand('Same', { queries: same.queries })]
    const plan = await planned(want([aRule('one', same), aRule('two', same)]), remote, { adopt: true })
    expect(plan.changes.map(({ action, remoteId }) => [action, remoteId])).toEqual(ids.map((id) => ['adopt', id]))
  })

  it('of one name and different contents: the one that is the same is the one that is meant', async () => {
    await byHand('Rule one', { queries: [{ query: '@other' }] })
    const id = await byHand('Rule one', { queries: [{ query: '@rule:one' }] })
    const plan = await planned(want([aRule('one')]), remote, { adopt: true })
    expect(plan.changes).toMatchObject([{ action: 'adopt', remoteId: id }])
  })

  it('of one name and none the same: nobody knows which is meant, so none is taken', async () => {
    await byHand('Rule one')
    await byHand('Rule one')
    const plan = await planned(want([aRule('one')]), remote, { adopt: true })
    expect(actionsOf(plan)).toEqual([])
    expect(codesOf(plan)).toEqual(['P005 one'])
  })

  it('of another method cannot become the file', async () => {
    await byHand('Rule one', { options: { detectionMethod: 'hardcoded' } })
    const plan = await planned(want([aRule('one')]), remote, { adopt: true })
    expect(actionsOf(plan)).toEqual([])
    expect(codesOf(plan)).toEqual(['P005 one'])
  })
})

describe('a file whose id changed', () => {
  const others = [aRule('other')]
  it.each<[string, (id: string) => Partial<Draft>]>([
    ['says what it was', () => ({ formerly: 'old' })],
    ['adopts what it was', (id) => ({ adopts: { memory: id } })],
  ])('and that %s keeps its rule, and the suppressions on it follow', async (_, change) => {
    await applied(want([aRule('old'), ...others], [aSuppression('quiet', { rules: ['old'] })]), remote)
    const id = remote.carrying('old')
    const renamed = aRule('new', { ...aRule('old'), id: 'new', ...change(id) })
    const wanted = want([renamed, ...others], [aSuppression('quiet', { rules: ['new'] })])
    const plan = await planned(wanted, remote, { prune: true })
    expect(actionsOf(plan)).toEqual(['update new', 'update quiet'])
    expect(plan.changes.find((each) => each.id === 'new')?.reason).toBe('it was old, and keeps its history')
    await applied(wanted, remote, { prune: true })
    expect([remote.carrying('new'), remote.rules.size]).toEqual([id, 2])
    expect(actionsOf(await planned(wanted, remote, { prune: true }))).toEqual([])
  })

  it('takes nothing from a file that still has the old id', async () => {
    await applied(want([aRule('old')]), remote)
    const plan = await planned(want([aRule('old'), aRule('new', { formerly: 'old' })]), remote)
    expect(actionsOf(plan)).toEqual(['create new'])
  })
})

describe('the order of changes', () => {
  it('rules come after those they refer to, then suppressions, then deletions', async () => {
    await applied(want([aRule('old')], [aSuppression('old-quiet')]), remote)
    const wanted = want(
      [aCorrelation('first', 'second'), aCorrelation('second', 'third'), aRule('third')],
      [aSuppression('quiet')],
    )
    const plan = await planned(wanted, remote, { prune: true, maxDeletes: 9 })
    expect(actionsOf(plan)).toEqual([
      'create third',
      'create second',
      'create first',
      'create quiet',
      'delete old-quiet',
      'delete old',
    ])
  })

  it('rules that count signals of others are deleted before those', async () => {
    await applied(want([aRule('target'), aCorrelation('counter', 'target'), aRule('kept')]), remote)
    const plan = await planned(want([aRule('kept')]), remote, { prune: true, maxDeletes: 9 })
    expect(actionsOf(plan)).toEqual(['delete counter', 'delete target'])
  })

  it('rules that refer to each other in a circle are withheld, and so is what counts their signals', async () => {
    const rules = [aCorrelation('a', 'b'), aCorrelation('b', 'a'), aCorrelation('c', 'a'), aRule('d')]
    const plan = await planned(want(rules), remote)
    expect(codesOf(plan)).toEqual(['P002 a'])
    expect(plan.problems[0]?.message).toContain('a → b → a')
    expect(actionsOf(plan)).toEqual(['create d'])
    expect(withheldIn(plan)).toEqual([
      'c: it waits for the rule a',
      ...['a', 'b'].map((id) => `${id}: it is part of a circle: a → b → a`),
    ])
  })

  it('a reference that leads nowhere is told at its place', async () => {
    const wanted = want([aCorrelation('a', 'nowhere')], [aSuppression('quiet', { rules: ['source:x', 'lost'] })])
    expect((await planned(wanted, remote)).problems).toMatchObject([
      { code: 'P004', severity: 'error', kind: 'rule', id: 'a', path: ['queries', 0, 'ruleId'] },
      { code: 'P004', severity: 'warning', kind: 'suppression', id: 'quiet', path: ['rules', 1] },
    ])
  })

  it('a reference that leads nowhere, in a rule that the tenant has just so, hinders nothing', async () => {
    const target = await byHand('Target')
    const rule = aCorrelation('a', target)
    await applied(want([rule]), remote)
    await remote.deleteRule(target)
    expect((await planned(want([rule]), remote)).problems).toMatchObject([{ code: 'P004', severity: 'warning' }])
  })

  it('a rule that others count signals of cannot be pruned under them', async () => {
    await applied(want([aRule('target'), aCorrelation('counter', 'target')], [aSuppression('quiet')]), remote)
    const wanted = want([aCorrelation('counter', 'target')], [aSuppression('quiet', { rules: ['target'] })])
    expect((await planned(wanted, remote)).problems).toEqual([])
    expect((await planned(wanted, remote, { prune: true })).problems).toMatchObject([
      { severity: 'error', id: 'counter', message: expect.stringContaining('this plan deletes it') },
      { severity: 'warning', id: 'quiet', message: expect.stringContaining('this plan deletes it') },
    ])
  })
})

describe('targets', () => {
  const rules = [aRule('target'), aCorrelation('counter', 'target'), aRule('other')]
  it('are planned with the rules they refer to and nothing else', async () => {
    const plan = await planned(want(rules, [aSuppression('quiet')]), remote, { targets: ['counter'] })
    expect(plan.changes.map(({ id }) => id)).toEqual(['target', 'counter'])
  })

  it('also say what may be pruned', async () => {
    await applied(want(rules), remote)
    const plan = await planned(want([]), remote, { prune: true, maxDeletes: 9, targets: ['other'] })
    expect(actionsOf(plan)).toEqual(['delete other'])
    expect(plan.unmanaged.map(({ id }) => id).sort()).toEqual(['counter', 'target'])
  })
})

describe('ids that are not clear', () => {
  it('a rule copied with its tags is two rules of one file: neither is touched', async () => {
    await applied(want([aRule('one')]), remote)
    const copy = await remote.createRule({ ...(await remote.listRules())[0]?.body })
    const plan = await planned(want([aRule('one', { message: 'Edited.' })]), remote, { prune: true })
    expect(codesOf(plan)).toEqual(['P001 one'])
    expect(plan.problems[0]?.message).toContain(copy.id)
    expect(actionsOf(plan)).toEqual([])
    expect(withheldIn(plan)).toEqual([expect.stringContaining('2 rules of the tenant carry the tag ddac:one')])
  })

  it('a rule of which there is a copy with its tags is edited, and not replaced: the older copy would be taken for the new one', async () => {
    await applied(want([aRule('one')]), remote)
    const [original] = await remote.listRules()
    const copy = await remote.createRule({ ...original?.body, name: 'Copy of one', createdAt: 2 })
    remote.edit(original?.id ?? '', { createdAt: 1 })
    expect(actionsOf(await planned(want([aRule('one', { message: 'Edited.' })]), remote))).toEqual(['update one'])
    const plan = await planned(want([aRule('one', { type: 'workload_security' })]), remote)
    expect([codesOf(plan), actionsOf(plan)]).toEqual([['P001 one'], []])
    expect(plan.problems[0]?.message).toContain(`${original?.id}, ${copy.id}`)
  })

  it('a rule that carries the tags of two files belongs to none of them', async () => {
    await applied(want([aRule('one')]), remote)
    remote.edit(remote.carrying('one'), { tags: ['ddac:one', 'ddac:two'] })
    expect(codesOf(await planned(want([aRule('one'), aRule('two')]), remote))).toEqual(['P001 one', 'P001 two'])
  })

  it('two files of one id: nobody knows which is meant, so neither is planned', async () => {
    const plan = await planned(want([aRule('one'), aRule('one', { message: 'Another.' })]), remote)
    expect(codesOf(plan)).toEqual(['P006 one'])
    expect(actionsOf(plan)).toEqual([])
    expect(withheldIn(plan)).toEqual(['one: two rules have the id one'])
  })

  it("a default rule that carries a file's tag is never taken for it", () => {
    const body = { ...aRule('x'), id: 'def-000-aaa', isDefault: true, tags: ['ddac:one'] } as unknown as JsonObject
    const actual = { tenant: 't', rules: [{ id: 'def-000-aaa', version: 1, body }], suppressions: [] }
    const plan = makePlan(want([aRule('one')]), actual, { prune: true })
    expect(actionsOf(plan)).toEqual(['create one'])
    expect(codesOf(plan)).toEqual(['P007 one'])
    expect(plan.summary.providedRules).toBe(1)
  })
})
