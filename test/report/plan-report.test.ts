import type { JsonObject } from '../../src/json/json'
import { makePainter } from '../../src/medium/painter'
import { applyJson, applyMarkdown, applyText } from '../../src/report/sync/apply-report'
import { planJson } from '../../src/report/sync/plan-json'
import { planMarkdown } from '../../src/report/sync/plan-markdown'
import { planText } from '../../src/report/sync/plan-text'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import type { Effect } from '../../src/sync/effects/effect'
import type { PlanReview } from '../../src/sync/plan/review-plan'
import { MemoryRemote } from '../sync/memory-remote'
import { applied, aRule, planned, want } from '../sync/sample'

const plain = makePainter(false)

const filters = [{ remoteId: 'f-1', name: 'trail <b>', query: 'source:cloudtrail*' }]
const whole = { kind: 'securityFilter', of: 'rule', queries: ['a'], all: true, filters } as const
const told = {
  kind: 'notificationRule',
  of: 'rule',
  remoteId: 'n-1',
  name: 'On <b> call',
  targets: ['@pager'],
} as const
const asset = { kind: 'criticalAsset', of: 'rule', rule: 'new', ruleName: 'Rule new', severity: 'increase' } as const
const effects: readonly Effect[] = [
  { ...whole, rule: 'new', ruleName: 'Rule new' },
  { ...told, rule: 'new', ruleName: 'Rule new', severities: ['low', 'high'] },
  { ...told, of: 'override', rule: 'quiet', ruleName: 'Default <b>', severities: ['low', 'high'] },
  { ...whole, rule: 'edited', ruleName: 'Rule edited', queries: ['b'], all: false },
  { ...told, rule: 'edited', ruleName: 'Rule edited', severities: ['low'], when: 'env:prod `x`' },
  { ...asset, remoteId: 'c-1', when: 'host:db*' },
  { ...asset, remoteId: 'c-2', severity: 'critical' },
]

/** A plan in which every action stands, and what the tenant says about it. */
async function everything(remote = new MemoryRemote()): Promise<PlanReview> {
  await applied(want([aRule('same'), aRule('edited'), aRule('moved'), aRule('gone')]), remote)
  remote.edit(remote.carrying('edited'), { isEnabled: false }, 'night-shift')
  const { id: _slug, ...byHand } = aRule('by-hand')
  await remote.createRule(byHand as unknown as JsonObject)
  await remote.createRule({ ...(byHand as unknown as JsonObject), name: 'A stranger | <b>' })
  const message = 'First.\n\n```\ncode\n```\nLast.\n'
  const wanted = want([
    aRule('same'),
    aRule('edited', { message }),
    aRule('moved', { type: 'workload_security' }),
    aRule('by-hand', { message }),
    aRule('new'),
  ])
  const plan = await planned(wanted, remote, { prune: true, maxDeletes: 1, adopt: true })
  return {
    plan,
    refusals: [{ kind: 'rule', id: 'new', message: 'the query <b>is</b> invalid', target: 'queries[0].query' }],
    suppressions: [{ rule: 'edited', name: 'Quiet', remoteId: 'sup-9' }],
    effects,
    notAsked: [],
  }
}

describe('plan --format json, which other programs rely on', () => {
  it('has the keys of the contract', async () => {
    const document = JSON.parse(String(planJson([await everything()])))
    expect(document.tenant).toBe('memory')
    const byAction = Object.fromEntries(document.changes.map((change: JsonObject) => [change.action, change]))
    expect(Object.keys(byAction).sort()).toEqual(['adopt', 'create', 'delete', 'none', 'replace', 'update'])
    expect(byAction.update).toMatchObject({
      kind: 'rule',
      id: 'edited',
      remoteId: expect.any(String),
      changedIn: 'both',
      lastTouched: { by: 'night-shift', at: expect.stringMatching(/^2026-01-01T00:\d\d:00\.000Z$/) },
      fields: [
        { path: 'isEnabled', before: false, after: true },
        { path: 'message', before: 'Something happened.', after: expect.stringContaining('First.') },
      ],
    })
    expect(byAction.create).not.toHaveProperty('remoteId')
    expect(byAction.none).not.toHaveProperty('changedIn')
    expect(document.summary).toMatchObject({ create: 1, update: 1, replace: 1, delete: 1, adopt: 1, none: 1 })
    expect(document.unmanaged).toMatchObject([{ kind: 'rule', name: 'A stranger | <b>', why: 'by-hand' }])
  })

  it('keeps bodies out', async () => {
    const document = JSON.parse(String(planJson([await everything()])))
    for (const change of document.changes) expect(change).not.toHaveProperty('body')
  })

  it('of several tenants is a list, in which one that failed has its error', async () => {
    const review = await everything()
    const failed = { tenant: 'prod', error: { code: 'forbidden', message: 'not allowed' } }
    const { tenants } = JSON.parse(String(planJson([review, failed])))
    expect(tenants.map(({ tenant }: JsonObject) => tenant)).toEqual(['memory', 'prod'])
    expect(tenants[1]).toEqual(failed)
    expect(JSON.parse(String(planJson([review])))).toEqual({ version: 1, ...tenants[0] })
  })
})

describe('a plan for people', () => {
  it('tells each change with its fields, who was last, what was refused, and the count', async () => {
    const text = String(planText(await everything(), plain))
    for (const part of ['+ create rule new', '± replace rule moved', '- delete rule gone', '~ adopt rule by-hand']) {
      expect(text).toContain(part)
    }
    expect(text).toMatch(/~ update rule edited, changed in git and in the tenant, last by night-shift/)
    expect(text).toContain('refused by the tenant  rule new (queries[0].query)')
    expect(text).toContain('edited: Quiet (sup-9)')
    expect(text).toContain('1 to create, 1 to update, 1 to replace, 1 to adopt, 1 to delete, 1 unchanged.')
    expect(text).not.toContain('rule same')
  })

  it('tells what other settings do to changed rules, those that do the same together, what is missed first', async () => {
    const lines = String(planText(await everything(), plain)).split('\n')
    const at = lines.indexOf('What other settings of the tenant do to changed rules:')
    expect(lines.slice(at + 1, at + 6)).toEqual([
      '  warning: no enabled security filter admits the logs that these look for, only "trail <b>" (source:cloudtrail*) is analysed: new, edited (b alone)',
      '  notification rule "On <b> call" (n-1) tells @pager of low, high signals: new, quiet (Default <b>)',
      '  notification rule "On <b> call" (n-1) tells @pager of low signals that match env:prod `x`: edited',
      '  critical asset c-1 raises the severity of signals that match host:db*: new',
      '  critical asset c-2 makes critical the severity of all signals: new',
    ])
    const markdown = String(planMarkdown(await everything()))
    expect(markdown).toContain('- :warning: no enabled security filter')
    expect(markdown).toContain('"trail &lt;b&gt;" (`source:cloudtrail*`)')
    expect(markdown).toContain('signals that match `` env:prod `x` ``: `edited`')
    expect(JSON.parse(String(planJson([await everything()]))).effects).toEqual(effects)
  })

  it('counts the rest where a setting acts on very many rules', async () => {
    const many = Array.from({ length: 8 }, (_, index) => ({
      ...told,
      rule: `r-${index}`,
      ruleName: '',
      severities: [],
    }))
    const text = String(planText({ ...(await everything()), effects: many }, plain))
    expect(text).toContain(': r-0, r-1, r-2, r-3, r-4 and 3 more\n')
  })

  it('in Markdown cannot be broken by what a rule holds', async () => {
    const markdown = String(planMarkdown(await everything()))
    expect(markdown).toContain('````diff')
    expect(markdown).not.toContain('<b>')
    const table = markdown.split('\n').filter((line) => line.startsWith('|'))
    for (const row of table) expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(7)
  })

  it('says so where there is nothing to do', async () => {
    const remote = new MemoryRemote()
    await applied(want([aRule('one')]), remote)
    const plan = await planned(want([aRule('one')]), remote)
    expect(String(planText({ plan, refusals: [], suppressions: [], effects: [], notAsked: [] }, plain))).toBe(
      'memory: no changes, 1 unchanged.\n',
    )
  })
})

describe('what became of a plan', () => {
  async function halfDone() {
    const remote = new MemoryRemote()
    const { plan } = await everything(remote)
    remote.edit(remote.carrying('moved'), { isEnabled: false })
    const stop = new AbortController()
    return applyPlan(plan, remote, {
      concurrency: 1,
      signal: stop.signal,
      onProgress: ({ done }) => done === 3 && stop.abort(),
    })
  }

  it('is told change by change, and an interruption with what to do', async () => {
    const text = String(applyText(await halfDone(), plain))
    expect(text).toMatch(/^done +update rule edited/m)
    expect(text).toMatch(/^conflict +replace rule moved: .*version 1 then, 2 now/m)
    expect(text).toMatch(/^not done +create rule new/m)
    expect(text).toContain('Interrupted: run apply again to finish.')
  })

  it('is the same in each format', async () => {
    const summary = await halfDone()
    expect(JSON.parse(String(applyJson([summary])))).toEqual({ version: 1, ...JSON.parse(JSON.stringify(summary)) })
    const rows = String(applyMarkdown(summary))
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(2)
    const { applied: done, conflicts, notDone } = summary
    expect(rows).toHaveLength(done.length + conflicts.length + notDone.length)
  })
})

it('a default correlation rule, which searches for nothing itself, is told without empty queries', async () => {
  const plan = await planned(want([aRule('one')]), new MemoryRemote())
  const effective = {
    name: 'Default',
    isEnabled: true,
    cases: [{ name: '', status: 'high', notifications: [] }],
    queries: [
      { name: '', query: '' },
      { name: 'b', query: '' },
    ],
    tags: [],
  }
  const changes = plan.changes.map((change) => ({ ...change, effective }))
  const text = String(
    planText({ plan: { ...plan, changes }, refusals: [], suppressions: [], effects: [], notAsked: [] }, plain),
  )
  expect(text).toContain('    then it is enabled\n      high\n\n')
})
