import type { JsonObject } from '../../../../src/json/json'
import { applyPlan } from '../../../../src/sync/apply/apply-plan'
import type { Plan } from '../../../../src/sync/plan/plan'
import { basisMoved, gitMoved, remainingPlan } from '../../../../src/sync/plan/saved/plan-basis'
import { encodePlan, type PlanStamp, readSavedPlan } from '../../../../src/sync/plan/saved/saved-plan'
import { readTenant } from '../../../../src/sync/tenant-state'
import { MemoryRemote } from '../../memory-remote'
import { aCorrelation, actionsOf, applied, aRule, aSuppression, planned, want } from '../../sample'

const stamp: PlanStamp = {
  host: 'api.datadoghq.eu',
  madeAtMs: Date.UTC(2026, 2, 1, 12),
  version: '1.2.3',
  options: { prune: true, targets: ['one'] },
}

let remote: MemoryRemote
beforeEach(() => {
  remote = new MemoryRemote()
})

describe('the file of a plan', () => {
  const saved = async (): Promise<string> => encodePlan(await planned(want([aRule('one')]), remote), stamp)

  it('comes back as it was, with its stamp', async () => {
    const plan = await planned(want([aRule('one'), aCorrelation('many', 'one')], [aSuppression('quiet')]), remote)
    expect(readSavedPlan(encodePlan(plan, stamp))).toEqual({ plan, stamp })
  })

  it('hides nothing from who reads it, and comes back as it was', async () => {
    const plan = await planned(want([aRule('one', { name: 'a\u202eb\u009b' })]), remote)
    const text = encodePlan(plan, stamp)
    expect(text).toContain('a\\u202eb\\u009b')
    expect(readSavedPlan(text)).toEqual({ plan, stamp })
  })

  it('may have been stored with other line ends, indents or a byte order mark', async () => {
    const text = await saved()
    const compact = JSON.stringify(JSON.parse(text))
    for (const same of [`\uFEFF${text}`, text.replaceAll('\n', '\r\n'), compact]) {
      expect(readSavedPlan(same)).toEqual(readSavedPlan(text))
    }
  })

  it.each([
    [
      'a rule edited by hand',
      (text: string) => text.replace('Something happened.', 'Nothing happened.'),
      'was changed',
    ],
    [
      'another tenant written in',
      (text: string) => text.replace('"tenant": "memory"', '"tenant": "prod"'),
      'was changed',
    ],
    ['its seal taken out', (text: string) => text.replace(/,\s*"seal": "[0-9a-f]+"/, ''), 'was changed'],
    ['an end that is missing', (text: string) => text.slice(0, -100), 'cut off'],
    ['a format of tomorrow', (text: string) => text.replace('"ddacPlan": 1', '"ddacPlan": 2'), 'format 2'],
    ['no plan in it', () => '{"rules": []}', 'no saved plan'],
    ['no JSON in it', () => 'id: a rule', 'no saved plan'],
    ['nothing in it', () => '', 'no saved plan'],
  ])('is refused with %s', async (_, change, message) => {
    const text = await saved()
    expect(change(text)).not.toBe(text)
    expect(() => readSavedPlan(change(text))).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(message) }),
    )
  })
})

describe('the basis of a plan', () => {
  const wanted = want(
    [aRule('one', { message: 'Edited.' }), aRule('new'), aRule('moved', { type: 'workload_security' })],
    [aSuppression('quiet', { enabled: false })],
  )

  /** One change of each kind: create, update, replace, an update of a suppression, delete. */
  async function aPlan(): Promise<Plan> {
    await applied(want([aRule('one'), aRule('moved'), aRule('gone')], [aSuppression('quiet')]), remote)
    const plan = await planned(wanted, remote, { prune: true, maxDeletes: 5 })
    expect(actionsOf(plan)).toEqual(['update one', 'create new', 'replace moved', 'update quiet', 'delete gone'])
    return plan
  }
  const movedIn = async (plan: Plan) =>
    basisMoved(plan, await readTenant(remote)).map(({ kind, id }) => `${kind} ${id}`)
  const anId = (name: string): string => remote.carrying(name)

  it('has not moved in a tenant that nobody touched', async () => {
    expect(await movedIn(await aPlan())).toEqual([])
  })

  it.each([
    ['an edit of a rule to be updated', () => remote.edit(anId('one'), { message: 'By hand.' }), ['rule one']],
    ['an edit of a rule to be replaced', () => remote.edit(anId('moved'), { isEnabled: false }), ['rule moved']],
    ['an edit of a rule to be deleted', () => remote.edit(anId('gone'), { isEnabled: false }), ['rule gone']],
    ['a rule to be updated that is gone', () => remote.rules.delete(anId('one')), ['rule one']],
    ['an edit of a suppression', () => remote.edit('sup-1', { enabled: true }), ['suppression quiet']],
    [
      'somebody who created what was to be created',
      () => remote.createRule({ name: 'x', tags: ['ddac:new'], type: 'log_detection' }),
      ['rule new'],
    ],
    ['an edit of something else', () => remote.createRule({ name: 'x', tags: [] }), []],
    ['a rule to be deleted that is gone already', () => remote.rules.delete(anId('gone')), []],
  ])('moves with %s', async (_, happens, moved) => {
    const plan = await aPlan()
    await happens()
    expect(await movedIn(plan)).toEqual(moved)
  })

  it('that has moved refuses the whole plan and says where', async () => {
    const plan = await aPlan()
    remote.edit(anId('one'), { message: 'By hand.' })
    const actual = await readTenant(remote)
    expect(() => remainingPlan(plan, actual)).toThrow(
      expect.objectContaining({
        code: 'conflict',
        details: [expect.stringMatching(/^rule one: .*version 1 then, 2 now/)],
      }),
    )
  })

  it.each([1, 2, 3, 4])(
    'does not move by the plan itself: stopped after %i writes, the rest is still to do',
    async (writes) => {
      const plan = await aPlan()
      const stop = new AbortController()
      let done = 0
      const onProgress = (): void => {
        done += 1
        if (done === writes) stop.abort()
      }
      await applyPlan(plan, remote, { concurrency: 1, signal: stop.signal, onProgress })
      const rest = remainingPlan(plan, await readTenant(remote))
      expect(actionsOf(rest)).toHaveLength(5 - writes)
      await applyPlan(rest, remote)
      expect(actionsOf(await planned(wanted, remote, { prune: true, maxDeletes: 5 }))).toEqual([])
      expect(remote.rules.size).toBe(3)
    },
  )

  it('has moved where a replace was left half done: a new plan takes it up', async () => {
    const plan = await aPlan()
    remote.fault = (call) => (call === 'deleteRule' ? 'before' : 'none')
    await applyPlan(plan, remote)
    remote.fault = () => 'none'
    expect(basisMoved(plan, await readTenant(remote))).toMatchObject([
      { id: 'moved', reason: expect.stringContaining('half replaced') },
    ])
  })
})

describe("git's side of a plan", () => {
  const before = want([aRule('one'), aRule('two')])
  it.each([
    ['nothing was edited', before, []],
    ['a file was edited', want([aRule('one', { message: 'Edited.' }), aRule('two')]), ['one: its file was edited']],
    ['a file is gone', want([aRule('one')]), ['two: its file is gone']],
    ['a file is new', want([aRule('one'), aRule('two'), aRule('three')]), ['three: its file is new']],
  ])('%s since', async (_, now, moved) => {
    const plan = await planned(before, remote)
    const told = gitMoved(plan, await planned(now, remote)).map(({ id, reason }) => `${id}: ${reason}`)
    expect(told.map((line) => line.replace(' since the plan was made', ''))).toEqual(moved)
  })

  it('a file that came back is not deleted by an old plan', async () => {
    await applied(want([aRule('one'), aRule('two')]), remote)
    const plan = await planned(want([aRule('one')]), remote, { prune: true, maxDeletes: 1 })
    expect(actionsOf(plan)).toEqual(['delete two'])
    expect(gitMoved(plan, await planned(before, remote, { prune: true }))).toMatchObject([{ id: 'two' }])
  })
})

describe('the basis of an override', () => {
  const shipped = {
    ...aRule('shipped', { name: 'Shipped', tags: ['source:x'] }),
    isDefault: true,
    defaultTags: ['source:x'],
  }
  const louder = {
    rules: [],
    suppressions: [],
    overrides: [{ id: 'louder', rule: 'def-000-aaa', notifications: ['@pager'] }],
  }
  beforeEach(() => {
    const { id: _slug, ...body } = shipped
    remote.rules.set('def-000-aaa', { version: 3, body: body as unknown as JsonObject })
  })

  it('moves when Datadog or somebody else writes the default rule', async () => {
    const plan = await planned(louder, remote)
    expect(actionsOf(plan)).toEqual(['update louder'])
    expect(basisMoved(plan, await readTenant(remote))).toEqual([])
    remote.edit('def-000-aaa', { message: 'Rewritten.' })
    expect(basisMoved(plan, await readTenant(remote))).toMatchObject([{ kind: 'override', id: 'louder' }])
  })

  it('does not move by the plan itself', async () => {
    const plan = await planned(louder, remote)
    await applyPlan(plan, remote)
    expect(actionsOf(remainingPlan(plan, await readTenant(remote)))).toEqual([])
  })
})
