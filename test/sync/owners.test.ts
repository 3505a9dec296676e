import { textsIn } from '../../src/json/json-text'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makeDrift } from '../../src/sync/drift/drift'
import { importFiles } from '../../src/sync/import/import-files'
import { selectRemote } from '../../src/sync/import/select-remote'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import { readTenant } from '../../src/sync/tenant-state'
import { MemoryRemote } from './memory-remote'
import { aCorrelation, actionsOf, applied, aRule, aSuppression, codesOf, planned, want, withheldIn } from './sample'

/** What a workspace of that name wants; without a name as ever. */
function of(owner: string | undefined, wanted: WantedState, formerly?: string): WantedState {
  const ownership = { ...(owner !== undefined && { owner }), ...(formerly !== undefined && { formerly }) }
  return { ...wanted, ownership }
}

const tagsOf = (remote: MemoryRemote, id: string): string[] =>
  textsIn((remote.rules.get(id) ?? remote.suppressions.get(id))?.body.tags).filter((tag) => tag.startsWith('ddac'))

const scopeOf = (remote: MemoryRemote, id: string): unknown => remote.suppressions.get(id)?.body.rule_query

const unmanagedIn = ({ unmanaged }: Awaited<ReturnType<typeof planned>>): readonly string[] =>
  unmanaged.map(({ why, id, owner }) => `${why} ${id ?? '-'} ${owner ?? '-'}`)

const nothingLeft = async (wanted: WantedState, remote: MemoryRemote): Promise<void> => {
  const plan = await planned(wanted, remote, { prune: true, maxDeletes: 100 })
  expect(plan.changes.filter(({ action }) => action !== 'none')).toEqual([])
}

const prune = { prune: true, maxDeletes: 100 }

describe('two workspaces on one tenant', () => {
  it('have rules and suppressions of the same ids and names beside each other; neither sees the other as its own', async () => {
    const remote = new MemoryRemote()
    const a = of('a', want([aRule('x')], [aSuppression('s', { rules: ['x'] })]))
    const b = of('b', want([aRule('x'), aRule('y')], [aSuppression('s', { rules: ['x', 'y'] })]))
    await applied(a, remote)
    await applied(b, remote)
    expect([remote.rules.size, remote.suppressions.size]).toEqual([3, 2])
    expect(tagsOf(remote, [...remote.rules.keys()][0] ?? '').sort()).toEqual([
      'ddac:x',
      expect.stringMatching(/^ddac_rev:/),
      'ddac_workspace:a',
    ])
    const suppressions = [...remote.suppressions.keys()]
    expect(suppressions.map((id) => scopeOf(remote, id))).toEqual([
      'ddac:x ddac_workspace:a',
      '(ddac:x ddac_workspace:b) OR (ddac:y ddac_workspace:b)',
    ])
    await nothingLeft(a, remote)
    await nothingLeft(b, remote)
    expect(unmanagedIn(await planned(a, remote))).toEqual(['other-owner x b', 'other-owner y b', 'other-owner s b'])
  })

  it('prune only their own, and a guard counts only those', async () => {
    const remote = new MemoryRemote()
    await applied(of('a', want([aRule('x'), aRule('z')])), remote)
    await applied(of('b', want(['1', '2', '3', '4', '5', '6', '7', '8'].map((id) => aRule(id)))), remote)
    const plan = await planned(of('a', want([aRule('q')])), remote, { prune: true })
    expect(actionsOf(plan)).toEqual(['create q', 'delete z', 'delete x'])
    expect(codesOf(plan)).toContain('P003 z')
    await applied(of('a', want([])), remote, prune)
    expect(remote.rules.size).toBe(8)
  })

  it('are told apart by more than upper and lower case', async () => {
    const remote = new MemoryRemote()
    await applied(of('SOC', want([aRule('x')])), remote)
    expect(actionsOf(await planned(of('soc', want([aRule('x')])), remote))).toEqual([])
    expect(actionsOf(await planned(of('soc-', want([aRule('x')])), remote))).toEqual(['create x'])
  })

  it('cannot take a thing from each other by adopts, and one that has no name is told which one it may lack', async () => {
    const remote = new MemoryRemote()
    await applied(of('a', want([aRule('x')])), remote)
    const adopting = of('b', want([aRule('y', { adopts: { memory: 'abc-001' } })]))
    expect(withheldIn(await planned(adopting, remote))).toEqual([
      'y: abc-001 of the tenant, which it adopts, belongs to the workspace a',
    ])
    const unnamed = await planned(want([aRule('x', { name: 'Edited' })]), remote, prune)
    expect(actionsOf(unnamed)).toEqual([])
    expect(unnamed.changes[0]?.withheld?.remedy).toContain('write workspace: a into ddac.yaml')
    expect(unmanagedIn(await planned(want([]), remote, prune))).toEqual(['other-owner x a'])
  })

  it('are no namesakes of each other, while what nobody manages still is', async () => {
    const remote = new MemoryRemote()
    await applied(of('a', want([aRule('x', { name: 'Same' })])), remote)
    const b = of('b', want([aRule('y', { name: 'Same' })]))
    expect(actionsOf(await planned(b, remote))).toEqual(['create y'])
    await remote.createRule({ name: 'Same', tags: [], type: 'log_detection', options: {}, queries: [], cases: [] })
    expect(codesOf(await planned(b, remote))).toEqual(['P005 y'])
  })

  it('see no drift in what the other does, and import nothing of it', async () => {
    const remote = new MemoryRemote()
    await applied(of('a', want([aRule('x')])), remote)
    await applied(of('b', want([aRule('x')])), remote)
    remote.edit('abc-002', { isEnabled: false })
    const actual = await readTenant(remote)
    const { drift } = makeDrift(of('a', want([aRule('x')])), actual)
    expect([drift.items, drift.unmanaged.map(({ owner }) => owner)]).toEqual([[], ['b']])
    expect(makeDrift(of('b', want([aRule('x')])), actual).drift.items.map(({ how }) => how)).toEqual(['disabled'])
    const ownership = { owner: 'c' }
    const { files, skipped } = importFiles(actual, selectRemote(actual, { by: 'all' }, ownership), [], { ownership })
    expect(files).toEqual([])
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'it belongs to the workspace a',
      'it belongs to the workspace b',
    ])
  })

  it('withhold what somebody gave both names, and touch it from neither side', async () => {
    const remote = new MemoryRemote()
    await applied(of('a', want([aRule('x')])), remote)
    remote.edit('abc-001', { tags: [...tagsOf(remote, 'abc-001'), 'ddac_workspace:b'] })
    for (const owner of ['a', 'b']) {
      expect(withheldIn(await planned(of(owner, want([aRule('x', { name: 'N' })])), remote))).toEqual([
        'x: rule abc-001 of the tenant carries the tags of several workspaces: a, b',
      ])
    }
    expect(actionsOf(await planned(of('a', want([])), remote, prune))).toEqual([])
  })
})

describe('a workspace that is given a name', () => {
  const first = want([aRule('x'), aRule('y')], [aSuppression('s', { rules: ['x'] })])

  it('plans no change for it; each thing gets its owner at its next real write', async () => {
    const remote = new MemoryRemote()
    await applied(first, remote)
    await nothingLeft(of('a', first), remote)
    const edited = of('a', want([aRule('x', { message: 'Other.' }), aRule('y')], [aSuppression('s', { rules: ['x'] })]))
    await applied(edited, remote)
    expect(tagsOf(remote, remote.carrying('x'))).toContain('ddac_workspace:a')
    expect(tagsOf(remote, remote.carrying('y'))).not.toContain('ddac_workspace:a')
    await nothingLeft(edited, remote)
  })

  it('asks for the owner in a suppression only once the rule carries it: it is never out of reach of what quiets it', async () => {
    const remote = new MemoryRemote()
    await applied(first, remote)
    const [s = ''] = remote.suppressions.keys()
    const both = (name: string): WantedState =>
      of('a', want([aRule('x', { message: name }), aRule('y')], [aSuppression('s', { name, rules: ['x'] })]))
    await applied(both('one'), remote)
    expect(scopeOf(remote, s)).toBe('ddac:x')
    await nothingLeft(both('one'), remote)
    await applied(both('two'), remote)
    expect(scopeOf(remote, s)).toBe('ddac:x ddac_workspace:a')
  })

  it('asks for the owner at once where another workspace has a rule of that id', async () => {
    const remote = new MemoryRemote()
    await applied(first, remote)
    const a = of('a', want([aRule('x', { message: 'Other.' }), aRule('y')], [aSuppression('s', { rules: ['x'] })]))
    await applied(a, remote)
    await applied(of('b', want([aRule('x')])), remote)
    const plan = await planned(a, remote)
    expect(actionsOf(plan)).toEqual(['update s'])
    expect(plan.changes.at(-1)?.fields).toEqual([
      { path: 'rule_query', before: 'ddac:x', after: 'ddac:x ddac_workspace:a' },
    ])
    await applied(a, remote)
    await nothingLeft(a, remote)
  })

  it('deletes what has no owner and no file only with --take-unowned', async () => {
    const remote = new MemoryRemote()
    await applied(first, remote)
    const a = of('a', want([aRule('y'), aRule('new')]))
    const plan = await planned(a, remote, prune)
    expect(actionsOf(plan)).toEqual(['create new'])
    expect(unmanagedIn(plan)).toEqual(['unowned s -', 'unowned x -'])
    expect(actionsOf(await planned(a, remote, { ...prune, takeUnowned: true }))).toEqual([
      'create new',
      'delete s',
      'delete x',
    ])
  })

  it('is renamed by formerlyWorkspace: everything gets the new name, and what has no file is pruned as ever', async () => {
    const remote = new MemoryRemote()
    await applied(of('a', first), remote)
    const b = of('b', want([aRule('x')], [aSuppression('s', { rules: ['x'] })]), 'a')
    expect(actionsOf(await planned(b, remote, prune))).toEqual(['update x', 'update s', 'delete y'])
    await applied(b, remote, prune)
    expect(tagsOf(remote, remote.carrying('x'))).toContain('ddac_workspace:b')
    expect(tagsOf(remote, remote.carrying('x'))).not.toContain('ddac_workspace:a')
    await nothingLeft(b, remote)
    await nothingLeft(of('b', want([aRule('x')], [aSuppression('s', { rules: ['x'] })])), remote)
    expect(actionsOf(await planned(of('a', first), remote, prune))).toEqual(['create x', 'create y', 'create s'])
  })
})

describe('the owner of a rule', () => {
  it('stays while it is replaced, also where that is interrupted', async () => {
    const remote = new MemoryRemote()
    const threshold = want([aRule('x'), aCorrelation('c', 'x')])
    await applied(of('a', threshold), remote)
    const replaced = of(
      'a',
      want([
        aRule('x', { options: { detectionMethod: 'new_value', keepAlive: 3600, maxSignalDuration: 86_400 } }),
        aCorrelation('c', 'x'),
      ]),
    )
    let creates = 0
    remote.fault = (call) => (call === 'createRule' && ++creates > 0 ? 'before' : 'none')
    await applyPlan(await planned(replaced, remote), remote, { attempts: 1 })
    expect(tagsOf(remote, 'abc-001').sort()).toEqual([
      'ddac_replaced:x',
      expect.stringMatching(/^ddac_rev:/),
      'ddac_workspace:a',
    ])
    expect(actionsOf(await planned(of('b', want([])), remote, { ...prune, takeUnowned: true }))).toEqual([])
    remote.fault = () => 'none'
    await applied(replaced, remote)
    await nothingLeft(replaced, remote)
  })

  it('is looked at when the answer to a create gets lost: the other workspace has that id already', async () => {
    const remote = new MemoryRemote()
    await applied(of('b', want([aRule('x', { message: 'Theirs.' })])), remote)
    let lost = false
    remote.fault = (call) => {
      if (call !== 'createRule' || lost) return 'none'
      lost = true
      return 'after'
    }
    const a = of('a', want([aRule('x')]))
    await applied(a, remote)
    expect(remote.rules.size).toBe(2)
    await nothingLeft(a, remote)
  })

  it('is seen by a saved plan: what another workspace made since then under the id moves nothing', async () => {
    const remote = new MemoryRemote()
    const plan = await planned(of('a', want([aRule('x')])), remote)
    await applied(of('b', want([aRule('x', { message: 'Theirs.' })])), remote)
    const { applied: done, conflicts } = await applyPlan(plan, remote)
    expect([done.length, conflicts.length, remote.rules.size]).toEqual([1, 0, 2])
  })
})

describe('the suppression of a rule whose id changes', () => {
  const renamed = (more = {}) =>
    want([aRule('new', { formerly: 'old' })], [aSuppression('s', { rules: ['new'], ...more })])

  it.each([undefined, 'a'])(
    'finds it before and after it gets its new tag, also where that fails; owner %s',
    async (owner) => {
      const remote = new MemoryRemote()
      await applied(of(owner, want([aRule('old')], [aSuppression('s', { rules: ['old'] })])), remote)
      const tag = owner === undefined ? 'ddac:new' : '(ddac:new ddac_workspace:a)'
      const alone = owner === undefined ? 'ddac:new' : 'ddac:new ddac_workspace:a'
      const plan = await planned(of(owner, renamed()), remote)
      let broken = true
      remote.fault = (call) => (call === 'updateRule' && broken ? 'before' : 'none')
      await applyPlan(plan, remote, { attempts: 1 })
      const [s = ''] = remote.suppressions.keys()
      expect(scopeOf(remote, s)).toBe(`${tag} OR ruleId:abc-002`)
      broken = false
      expect(actionsOf(await planned(of(owner, renamed()), remote))).toEqual(['update new'])
      await applied(of(owner, renamed()), remote)
      await nothingLeft(of(owner, renamed()), remote)
      await applied(of(owner, renamed({ name: 'Edited' })), remote)
      expect(scopeOf(remote, s)).toBe(alone)
      await nothingLeft(of(owner, renamed({ name: 'Edited' })), remote)
    },
  )
})
