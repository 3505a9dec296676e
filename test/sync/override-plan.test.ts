import type { JsonObject } from '../../src/json/json'
import type { Override } from '../../src/override/override'
import { identityTags } from '../../src/rule/tenant/identity-tags'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { Plan } from '../../src/sync/plan/plan'
import type { PlanOptions } from '../../src/sync/plan/wanted-state'
import { isWrite } from '../../src/sync/plan/withhold'
import { readTenant } from '../../src/sync/tenant-state'
import { ruleFrom } from '../rule/rule-from'
import { MemoryRemote } from './memory-remote'

const ses: JsonObject = {
  name: 'SES identity added, then deleted',
  message: 'An identity came and went.',
  type: 'log_detection',
  isEnabled: false,
  isDefault: true,
  isDeprecated: false,
  tags: ['source:cloudtrail', 'tactic:TA0005-defense-evasion'],
  defaultTags: ['tactic:TA0005-defense-evasion', 'source:cloudtrail'],
  filters: [],
  hasExtendedTitle: true,
  queries: [
    { name: 'adds', query: '@evt.name:VerifyEmailIdentity', aggregation: 'count', groupByFields: ['@usr.id'] },
    { name: 'deletes', query: '@evt.name:DeleteIdentity', aggregation: 'count', groupByFields: ['@usr.id'] },
  ],
  cases: [
    { name: 'both', status: 'medium', condition: 'adds > 0 THEN deletes > 0', notifications: [] },
    { name: '', status: 'low', condition: 'adds > 0', notifications: [] },
  ],
  options: { detectionMethod: 'threshold', evaluationWindow: 3600, keepAlive: 3600, maxSignalDuration: 86_400 },
}
const login: JsonObject = {
  ...ses,
  name: 'Root login',
  tags: ['source:cloudtrail'],
  defaultTags: ['source:cloudtrail'],
}
const partner: JsonObject = { ...ses, name: 'From a partner', isDefault: false, partnerIntegrationId: 'acme' }

const own = ruleFrom({
  id: 'own-rule',
  name: 'Own rule',
  message: 'm',
  isEnabled: true,
  type: 'log_detection',
  queries: [{ query: '@a:b' }],
  cases: [{ status: 'low', condition: 'a > 0' }],
  options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 300, maxSignalDuration: 3600 },
})

function tenant(rules: Readonly<Record<string, JsonObject>> = { 'def-000-yax': ses }): MemoryRemote {
  const remote = new MemoryRemote()
  for (const [id, body] of Object.entries(rules)) remote.rules.set(id, { version: 7, body })
  return remote
}

async function plan(remote: MemoryRemote, overrides: readonly Override[], options?: PlanOptions): Promise<Plan> {
  return makePlan({ rules: [], suppressions: [], overrides }, await readTenant(remote), options)
}

/** Applies, and checks that nothing failed and that nothing is left to do. */
async function settle(remote: MemoryRemote, overrides: readonly Override[], options?: PlanOptions): Promise<void> {
  const summary = await applyPlan(await plan(remote, overrides, options), remote)
  expect([...summary.failed, ...summary.conflicts]).toEqual([])
  expect(work(await plan(remote, overrides, options))).toEqual([])
}

const work = ({ changes }: Plan) => changes.filter(isWrite)
const paths = (made: Plan) => work(made).flatMap(({ fields }) => fields.map(({ path }) => path))
const codes = ({ problems }: Plan) => problems.map(({ code }) => code)
const held = (remote: MemoryRemote, id = 'def-000-yax') => remote.rules.get(id)?.body ?? {}

const quiet: Override = {
  id: 'ses-quiet',
  rule: 'def-000-yax',
  isEnabled: true,
  severity: { both: 'high', low: 'info' },
  notifications: { medium: ['@slack-soc'] },
  queryExtension: { deletes: '-@usr.id:deploy' },
  tags: ['team:security'],
  name: 'Our name',
  message: 'Our message',
  decreaseCriticalityBasedOnEnv: true,
}

describe('an override of one default rule', () => {
  it('is planned field by field, with what the rule then does', async () => {
    const made = await plan(tenant(), [quiet])
    expect(made.problems).toEqual([])
    expect(work(made)).toMatchObject([
      {
        action: 'update',
        kind: 'override',
        id: 'ses-quiet',
        remoteId: 'def-000-yax',
        name: 'SES identity added, then deleted',
        changedIn: 'git',
        fields: [
          { path: 'cases[0].customStatus', after: 'high' },
          { path: 'cases[0].notifications', before: [], after: ['@slack-soc'] },
          { path: 'cases[1].customStatus', after: 'info' },
          { path: 'customMessage', after: 'Our message' },
          { path: 'customName', after: 'Our name' },
          { path: 'isEnabled', before: false, after: true },
          { path: 'options.decreaseCriticalityBasedOnEnv', after: true },
          { path: 'queries[1].customQueryExtension', after: '-@usr.id:deploy' },
          { path: 'tags' },
        ],
        effective: {
          name: 'Our name',
          isEnabled: true,
          cases: [
            { name: 'both', status: 'high', notifications: ['@slack-soc'] },
            { name: '', status: 'info', notifications: [] },
          ],
          queries: [
            { name: 'adds', query: '@evt.name:VerifyEmailIdentity' },
            { name: 'deletes', query: '@evt.name:DeleteIdentity -@usr.id:deploy' },
          ],
        },
      },
    ])
  })

  it('sends cases and queries whole, options in part, and nothing that it does not speak for', async () => {
    const remote = tenant()
    const [change] = work(await plan(remote, [{ id: 'o', rule: 'def-000-yax', severity: { medium: 'low' } }]))
    expect(Object.keys(change?.body ?? {}).sort()).toEqual(['cases', 'tags'])
    expect(change?.body?.cases).toEqual([
      { ...(ses.cases as JsonObject[])[0], customStatus: 'low' },
      (ses.cases as JsonObject[])[1],
    ])
    const [other] = work(await plan(remote, [{ id: 'o', rule: 'def-000-yax', decreaseCriticalityBasedOnEnv: true }]))
    expect(other?.body?.options).toEqual({ decreaseCriticalityBasedOnEnv: true })
  })

  it('is applied once, and then there is nothing to do', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    expect(remote.rules.get('def-000-yax')?.version).toBe(8)
    expect(held(remote)).toMatchObject({
      isEnabled: true,
      customName: 'Our name',
      name: ses.name,
      message: ses.message,
    })
    expect(identityTags(held(remote).tags)).toMatchObject({
      ids: ['ses-quiet'],
      revision: { wanted: expect.anything() },
    })
    expect(held(remote).tags).toEqual(expect.arrayContaining([...(ses.tags as string[]), 'team:security']))
    const made = await plan(remote, [quiet])
    expect(codes(made)).toEqual([])
    expect(made.unmanaged).toEqual([])
  })

  it.each([
    ["the tenant's id", 'def-000-yax'],
    ["Datadog's id", 'def-000-abc'],
    ['the exact name', 'SES identity added, then deleted'],
  ])('is found by %s', async (_, rule) => {
    const made = await plan(tenant({ 'def-000-yax': { ...ses, defaultRuleId: 'def-000-abc' } }), [{ ...quiet, rule }])
    expect(work(made).map(({ remoteId }) => remoteId)).toEqual(['def-000-yax'])
  })

  it('says nothing of what it does not name: a rule enabled by hand stays enabled', async () => {
    const remote = tenant()
    const named: Override = { id: 'o', rule: 'def-000-yax', name: 'Our name' }
    await settle(remote, [named])
    remote.edit('def-000-yax', { isEnabled: true, customMessage: 'by hand' })
    expect(work(await plan(remote, [named]))).toEqual([])
  })

  it("does not send a severity that is Datadog's own", async () => {
    expect(paths(await plan(tenant(), [{ id: 'o', rule: 'def-000-yax', severity: { medium: 'medium' } }]))).toEqual([
      'tags',
    ])
  })

  it("puts the name of a case before another case's severity", async () => {
    const odd = {
      ...ses,
      cases: [
        { name: 'low', status: 'high' },
        { name: '', status: 'low' },
      ],
    }
    const [change] = work(
      await plan(tenant({ a: odd }), [{ id: 'o', rule: 'a', severity: { low: 'info', high: 'critical' } }]),
    )
    expect(change?.effective?.cases.map(({ status }) => status)).toEqual(['info', 'info'])
  })
})

describe('where a difference comes from', () => {
  const named: Override = { id: 'o', rule: 'def-000-yax', severity: { medium: 'high' }, name: 'Our name' }
  const origin = async (remote: MemoryRemote, override: Override) => work(await plan(remote, [override]))[0]?.changedIn
  const byHand = (remote: MemoryRemote) => remote.edit('def-000-yax', { customName: 'By hand' })

  it('the file was edited', async () => {
    const remote = tenant()
    await settle(remote, [named])
    expect(await origin(remote, { ...named, name: 'Newer' })).toBe('git')
  })
  it('somebody changed the tenant', async () => {
    const remote = tenant()
    await settle(remote, [named])
    byHand(remote)
    expect(await origin(remote, named)).toBe('tenant')
    await settle(remote, [named])
    expect(held(remote).customName).toBe('Our name')
  })
  it('both', async () => {
    const remote = tenant()
    await settle(remote, [named])
    byHand(remote)
    expect(await origin(remote, { ...named, name: 'Newer' })).toBe('both')
  })
  it('Datadog adds a case that the override speaks for', async () => {
    const remote = tenant()
    await settle(remote, [{ ...named, notifications: ['@soc'] }])
    const cases = held(remote).cases as JsonObject[]
    remote.edit('def-000-yax', {
      cases: [...cases, { name: '', status: 'critical', condition: 'a > 9', notifications: [] }],
    })
    const made = await plan(remote, [{ ...named, notifications: ['@soc'] }])
    expect(work(made)).toMatchObject([{ changedIn: 'tenant', fields: [{ path: 'cases[2].notifications' }] }])
  })
  it('Datadog rewrites what the override does not touch: nothing to do', async () => {
    const remote = tenant()
    await settle(remote, [named])
    remote.edit('def-000-yax', { message: 'Rewritten.', queries: [] })
    expect(work(await plan(remote, [named]))).toEqual([])
  })
  it('what the tenant makes of it is remembered, so that the next plan is empty', async () => {
    const remote = tenant()
    remote.rewrite = (body) => (body.customName ? { ...body, customName: String(body.customName).trim() } : body)
    const override = { ...named, name: ' Our name ' }
    const summary = await applyPlan(await plan(remote, [override]), remote)
    expect(summary.applied).toMatchObject([{ rewritten: [{ path: 'customName' }] }])
    expect(work(await plan(remote, [override]))).toEqual([])
    expect(await origin(remote, { ...override, name: 'Other' })).toBe('git')
  })
})

describe('what is taken back', () => {
  const customs = ['customName', 'customMessage'] as const

  it('a key that leaves the file goes back to what Datadog ships, the others stay', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    const { severity: _, queryExtension: __, tags: ___, message: ____, ...less } = quiet
    await settle(remote, [less])
    expect(held(remote)).not.toHaveProperty('customMessage')
    expect(held(remote)).toMatchObject({ customName: 'Our name', queries: ses.queries as object[] })
    expect(held(remote).cases).toEqual([
      { ...(ses.cases as JsonObject[])[0], notifications: ['@slack-soc'] },
      (ses.cases as JsonObject[])[1],
    ])
    expect(identityTags(held(remote).tags).rest).not.toContain('team:security')
  })

  it('an override whose file is gone is reset with --prune, and nothing of ours is left', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    const made = await plan(remote, [], { prune: true, maxDeletes: 1 })
    expect(work(made)).toMatchObject([{ action: 'update', kind: 'override', id: 'ses-quiet', changedIn: 'git' }])
    expect(work(made)[0]?.reason).toBe('the file of its override is gone')
    await settle(remote, [], { prune: true, maxDeletes: 1 })
    for (const key of customs) expect(held(remote)).not.toHaveProperty(key)
    const { isEnabled, options, tags, ...rest } = held(remote)
    expect(isEnabled).toBe(false)
    expect(rest).toEqual(
      Object.fromEntries(Object.entries(ses).filter(([key]) => !['isEnabled', 'options', 'tags'].includes(key))),
    )
    expect(options).toEqual({ ...(ses.options as JsonObject), decreaseCriticalityBasedOnEnv: false })
    expect([...(tags as string[])].sort()).toEqual([...(ses.tags as string[])].sort())
  })

  it.each([true, false])('isEnabled goes back to what it was before the first override: %s', async (isEnabled) => {
    const remote = tenant({ 'def-000-yax': { ...ses, isEnabled } })
    const named: Override = { id: 'o', rule: 'def-000-yax', name: 'Our name' }
    await settle(remote, [{ ...named, isEnabled: !isEnabled }])
    expect(held(remote).isEnabled).toBe(!isEnabled)
    // What came between is no memory of how it was before.
    await settle(remote, [{ ...named, isEnabled }])
    await settle(remote, [{ ...named, isEnabled: !isEnabled, message: 'Look.' }])
    expect(work(await plan(remote, [named]))[0]?.fields.map(({ path }) => path)).toContain('isEnabled')
    await settle(remote, [named])
    expect(held(remote)).toMatchObject({ isEnabled, customName: 'Our name' })
    expect(work(await plan(remote, [named]))).toEqual([])
  })

  it('isEnabled stays where an earlier version remembered nothing, and that is said', async () => {
    const remote = tenant()
    await settle(remote, [{ id: 'o', rule: 'def-000-yax', isEnabled: true }])
    const tags = (held(remote).tags as string[]).map((tag) => tag.replace(/\.was-(on|off)/, ''))
    remote.edit('def-000-yax', { tags })
    const [change] = work(await plan(remote, [], { prune: true, maxDeletes: 1 }))
    expect(change?.reason).toBe(
      'the file of its override is gone; isEnabled stays as it is, since nobody remembers what it was before',
    )
    await settle(remote, [], { prune: true, maxDeletes: 1 })
    expect(held(remote).isEnabled).toBe(true)
  })

  it("a partner's rule gets its tags back: those that were put to it go, its own and those of others stay", async () => {
    const { defaultTags: _, ...own } = partner
    const partners = { ...own, tags: ['source:acme', 'team:theirs'] }
    const remote = tenant({ 'def-000-yax': partners })
    const tagged: Override = { id: 'o', rule: 'def-000-yax', tags: ['team:ours', 'source:acme'], isEnabled: true }
    await settle(remote, [tagged])
    await settle(remote, [{ ...tagged, tags: ['team:ours', 'env:prod'] }])
    expect([...identityTags(held(remote).tags).rest].sort()).toEqual([
      'env:prod',
      'source:acme',
      'team:ours',
      'team:theirs',
    ])
    remote.edit('def-000-yax', { tags: [...(held(remote).tags as string[]), 'by:hand'] })
    await settle(remote, [{ ...tagged, tags: ['env:prod'] }])
    expect([...identityTags(held(remote).tags).rest].sort()).toEqual([
      'by:hand',
      'env:prod',
      'source:acme',
      'team:theirs',
    ])
    await settle(remote, [], { prune: true, maxDeletes: 1 })
    expect(held(remote)).toMatchObject({ isEnabled: false, tags: ['by:hand', 'source:acme', 'team:theirs'] })
  })

  it('the mark stays a tag that Datadog takes, however many tags an override puts', async () => {
    const { defaultTags: _, ...partners } = partner
    const remote = tenant({ 'def-000-yax': partners })
    const tags = Array.from({ length: 40 }, (_each, index) => `k${index}:v`)
    await settle(remote, [{ id: 'o', rule: 'def-000-yax', tags, isEnabled: true }])
    expect(Math.max(...(held(remote).tags as string[]).map((tag) => tag.length))).toBeLessThanOrEqual(200)
  })

  it('what somebody else customised stays when an override goes', async () => {
    const remote = tenant({ 'def-000-yax': { ...ses, customMessage: 'by hand' } })
    const named: Override = { id: 'o', rule: 'def-000-yax', name: 'Our name' }
    await settle(remote, [named])
    await settle(remote, [], { prune: true, maxDeletes: 1 })
    expect(held(remote).customMessage).toBe('by hand')
    expect(held(remote)).not.toHaveProperty('customName')
  })

  it('without --prune it is listed, and nothing is changed', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    const made = await plan(remote, [])
    expect(work(made)).toEqual([])
    expect(made.unmanaged).toEqual([
      { kind: 'override', remoteId: 'def-000-yax', name: ses.name, why: 'no-file', id: 'ses-quiet' },
    ])
  })

  it('the guard holds back a workspace that has lost all its overrides', async () => {
    const remote = tenant({ a: ses, b: login })
    await settle(remote, [{ id: 'all', ruleQuery: 'source:cloudtrail', isEnabled: true }])
    const made = await plan(remote, [], { prune: true })
    expect(codes(made)).toEqual(['P003'])
    await expect(applyPlan(made, remote)).rejects.toThrow(
      '2 of 2 managed rules, suppressions and overridden default rules',
    )
  })

  it('an override that is no longer for a rule takes itself back there at once', async () => {
    const remote = tenant({ a: ses, b: login })
    const all: Override = { id: 'all', ruleQuery: 'source:cloudtrail', name: 'Ours' }
    await settle(remote, [all])
    await settle(remote, [{ ...all, ruleQuery: 'source:cloudtrail -tactic:*' }])
    expect(held(remote, 'a')).not.toHaveProperty('customName')
    expect(held(remote, 'b').customName).toBe('Ours')
  })

  it('a plan of rules alone leaves default rules as overrides made them', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    const made = makePlan({ rules: [], suppressions: [] }, await readTenant(remote), { prune: true })
    expect(made.changes).toEqual([])
    expect(made.unmanaged).toEqual([])
  })
})

describe('overrides for many rules', () => {
  it('a policy reaches every default rule that its search finds, and no rule of our own', async () => {
    const remote = tenant({ a: ses, b: login })
    await remote.createRule({ ...login, isDefault: false, name: 'ours', type: 'log_detection' })
    const policy: Override = { id: 'policy', ruleQuery: 'source:cloudtrail', notifications: ['@soc'] }
    expect(work(await plan(remote, [policy])).map(({ remoteId, id }) => [remoteId, id])).toEqual([
      ['a', 'policy'],
      ['b', 'policy'],
    ])
    await settle(remote, [policy])
    expect(remote.rules.get('abc-001')?.version).toBe(1)
  })

  it('rules are searched as Datadog ships them, so that no override undoes its own search', async () => {
    const remote = tenant({ a: ses })
    const policy: Override = {
      id: 'policy',
      ruleQuery: 'severity:medium -team:soc',
      severity: { medium: 'low' },
      tags: ['team:soc'],
    }
    await settle(remote, [policy])
    expect(held(remote, 'a')).toMatchObject({ cases: [{ customStatus: 'low' }, {}] })
  })

  it('what is said for one rule goes before what is said for many, case by case; tags add up', async () => {
    const remote = tenant()
    const overrides: Override[] = [
      { id: 'z-policy', ruleQuery: 'source:cloudtrail', notifications: ['@soc'], tags: ['team:soc'] },
      { id: 'a-ses', rule: 'def-000-yax', notifications: { both: ['@pager'] }, tags: ['team:mail'] },
    ]
    const made = await plan(remote, overrides)
    expect(codes(made)).toEqual([])
    expect(work(made)).toMatchObject([{ id: 'a-ses', overrides: ['z-policy', 'a-ses'] }])
    await settle(remote, overrides)
    expect((held(remote).cases as JsonObject[]).map(({ notifications }) => notifications)).toEqual([
      ['@pager'],
      ['@soc'],
    ])
    expect([...identityTags(held(remote).tags).ids].sort()).toEqual(['a-ses', 'z-policy'])
    expect(held(remote).tags).toEqual(expect.arrayContaining(['team:soc', 'team:mail']))
    await settle(remote, overrides.slice(0, 1))
    expect((held(remote).cases as JsonObject[]).map(({ notifications }) => notifications)).toEqual([['@soc'], ['@soc']])
  })

  it('two of one rank that contradict each other are told; the later id has the last word', async () => {
    const remote = tenant({ a: ses, b: login })
    const overrides: Override[] = [
      { id: 'b-policy', ruleQuery: 'source:cloudtrail', isEnabled: false, notifications: ['@soc'] },
      { id: 'a-policy', ruleQuery: 'source:cloudtrail', isEnabled: true, notifications: ['@soc'] },
    ]
    const made = await plan(remote, overrides)
    expect(made.problems).toMatchObject([{ code: 'D104', kind: 'override', id: 'a-policy', path: ['isEnabled'] }])
    expect(made.problems[0]?.message).toContain('2 default rules')
    await settle(remote, overrides)
    expect(held(remote, 'a').isEnabled).toBe(false)
  })

  it('a hundred rules under one override are all written and all accounted for', async () => {
    const remote = tenant(
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`def-${i}`, { ...ses, name: `R${i}` }])),
    )
    const summary = await applyPlan(await plan(remote, [{ id: 'all', ruleQuery: '*', isEnabled: true }]), remote)
    expect(summary.applied).toHaveLength(100)
  })
})

describe('what does not fit the tenant is told at its place', () => {
  const told = async (override: Partial<Override>, rules?: Readonly<Record<string, JsonObject>>) => {
    const made = await plan(tenant(rules), [{ id: 'o', ...override }])
    return { problems: made.problems.map(({ code, path }) => [code, path.join('.')]), changed: paths(made) }
  }
  const rule = 'def-000-yax'
  const deprecated = { [rule]: { ...ses, isDeprecated: true } }

  it.each<[string, Partial<Override>, Readonly<Record<string, JsonObject>> | undefined, string[][], string[]]>([
    ['a rule that is not there', { rule: 'def-000-yxa', isEnabled: true }, undefined, [['D101', 'rule']], []],
    [
      'a name that two rules have',
      { rule: ses.name as string, isEnabled: true },
      { a: ses, b: ses },
      [['D102', 'rule']],
      [],
    ],
    [
      'a rule of our own',
      { rule: 'abc', isEnabled: true },
      { abc: { ...ses, isDefault: false } },
      [['D103', 'rule']],
      [],
    ],
    ['a case that is not there', { rule, severity: { high: 'low' } }, undefined, [['D105', 'severity.high']], ['tags']],
    [
      'a query that is not there',
      { rule, queryExtension: { logins: '-a' } },
      undefined,
      [['D105', 'queryExtension.logins']],
      ['tags'],
    ],
    [
      'a severity that no rule of a policy has',
      { ruleQuery: '*', severity: { critical: 'high' } },
      undefined,
      [],
      ['tags'],
    ],
    ['a rule that was given up', { rule, isEnabled: true }, deprecated, [['D107', 'rule']], []],
    [
      'a rule that is about to be',
      { rule, isEnabled: true },
      { [rule]: { ...ses, deprecationDate: 1_800_000_000_000 } },
      [['D108', 'rule']],
      ['isEnabled', 'tags'],
    ],
    [
      'a search that finds nothing',
      { ruleQuery: 'source:okta', isEnabled: true },
      undefined,
      [['D110', 'ruleQuery']],
      [],
    ],
    [
      "a partner's rule",
      { rule: 'p', isEnabled: true, name: 'Ours' },
      { p: partner },
      [['D106', 'name']],
      ['isEnabled', 'tags'],
    ],
    [
      'an extension of what has no query',
      { rule: 'c', queryExtension: '-a' },
      { c: { ...ses, type: 'signal_correlation' } },
      [['D106', 'queryExtension']],
      [],
    ],
    [
      'the environment option of another type',
      { rule: 'c', decreaseCriticalityBasedOnEnv: true },
      { c: { ...ses, type: 'application_security' } },
      [['D106', 'decreaseCriticalityBasedOnEnv']],
      [],
    ],
  ])('%s', async (_, override, rules, problems, changed) => {
    expect(await told(override, rules)).toEqual({ problems, changed })
  })

  it('an id that a rule has', async () => {
    const made = makePlan(
      { rules: [own], suppressions: [], overrides: [{ ...quiet, id: 'own-rule' }] },
      await readTenant(tenant()),
    )
    expect(made.problems).toMatchObject([{ code: 'D109', kind: 'override', id: 'own-rule', path: ['id'] }])
    expect(work(made).map(({ kind }) => kind)).toEqual(['rule'])
  })

  it('an id that two overrides have', async () => {
    const made = await plan(tenant(), [quiet, { ...quiet, isEnabled: false }])
    expect(codes(made)).toEqual(['P006'])
    expect(work(made)).toEqual([])
  })

  it('while it is open what an override means, nothing that carries its tag is touched', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    const made = await plan(remote, [{ ...quiet, rule: 'nowhere' }], { prune: true, maxDeletes: 9 })
    expect([codes(made), work(made)]).toEqual([['D101'], []])
  })

  it('a suppression may be for the default rules of an override', async () => {
    const quietly = { id: 's', name: 's', enabled: true, rules: ['ses-quiet'], suppressionQuery: 'a', tags: [] }
    const made = makePlan({ rules: [], suppressions: [quietly], overrides: [quiet] }, await readTenant(tenant()))
    expect(codes(made)).toEqual([])
  })
})

describe('safety', () => {
  it('a rule that Datadog rewrote between plan and apply is a conflict, and is not touched', async () => {
    const remote = tenant()
    const made = await plan(remote, [quiet])
    remote.edit('def-000-yax', { message: 'Rewritten.' })
    const summary = await applyPlan(made, remote)
    expect(summary.conflicts).toMatchObject([{ change: { kind: 'override', id: 'ses-quiet' } }])
    expect(remote.calls).not.toContain('updateRule')
  })

  it('a rule that Datadog gave up since is not tried', async () => {
    const remote = tenant()
    const made = await plan(remote, [quiet])
    remote.edit('def-000-yax', { isDeprecated: true })
    const summary = await applyPlan(made, remote)
    expect(summary.conflicts[0]?.reason).toContain('given it up')
  })

  it('an update whose answer got lost is not made twice', async () => {
    const remote = tenant()
    let lost = false
    remote.fault = (call) => {
      if (call !== 'updateRule' || lost) return 'none'
      lost = true
      return 'after'
    }
    await settle(remote, [quiet])
    expect(remote.rules.get('def-000-yax')?.version).toBe(8)
  })

  it("an override's own tag on a default rule is in its place; a rule file's is not", async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    const state = await readTenant(remote)
    const reused = { rules: [{ ...own, id: 'ses-quiet' }], suppressions: [], overrides: [] }
    expect(codes(makePlan(reused, state))).toEqual([])
    remote.edit('def-000-yax', { tags: ['ddac:own-rule'] })
    expect(codes(makePlan({ rules: [own], suppressions: [] }, await readTenant(remote)))).toEqual(['P007'])
  })

  it("where the tenant does not tell Datadog's own tags, none is ever removed", async () => {
    const { defaultTags: _, ...untold } = ses
    const remote = tenant({ a: untold })
    const [change] = work(await plan(remote, [{ id: 'o', rule: 'a', tags: ['team:soc'] }]))
    expect(change?.body?.tags).toEqual(expect.arrayContaining([...(ses.tags as string[]), 'team:soc']))
  })

  it('nothing of Datadog is ever created or deleted', async () => {
    const remote = tenant({ a: ses, b: login, p: partner })
    await settle(remote, [{ id: 'all', ruleQuery: '*', isEnabled: true }])
    await settle(remote, [], { prune: true, maxDeletes: 99 })
    expect(remote.calls.filter((call) => /^(create|delete)/.test(call))).toEqual([])
    expect(remote.rules.size).toBe(3)
  })
})

describe('two workspaces that override default rules of one tenant', () => {
  const named = (owner: string, formerly?: string) => ({ owner, ...(formerly !== undefined && { formerly }) })
  async function planOf(remote: MemoryRemote, overrides: readonly Override[], owner: string, formerly?: string) {
    const ownership = named(owner, formerly)
    const options = { prune: true, maxDeletes: 10 }
    return makePlan({ rules: [], suppressions: [], overrides, ownership }, await readTenant(remote), options)
  }
  const all: Override = { id: 'all', ruleQuery: 'source:cloudtrail', isEnabled: true }

  it('leave each other alone: a rule that is named is withheld, of those that a search finds it is left out', async () => {
    const remote = tenant({ 'def-000-yax': ses, 'def-000-log': login })
    await applyPlan(await planOf(remote, [quiet], 'a'), remote)
    expect(identityTags(held(remote).tags).owners).toEqual(['a'])
    const searched = await planOf(remote, [all], 'b')
    expect([work(searched).map(({ remoteId }) => remoteId), codes(searched)]).toEqual([['def-000-log'], ['D111']])
    const one = await planOf(remote, [{ id: 'b-ses', rule: 'def-000-yax', isEnabled: false }], 'b')
    expect(one.changes.map(({ action, reason }) => `${action} ${reason}`)).toEqual([
      'withheld the workspace a overrides "SES identity added, then deleted"',
    ])
    expect(work(await planOf(remote, [], 'b'))).toEqual([])
    expect(work(await planOf(remote, [], 'a')).map(({ reason }) => reason)).toEqual([
      'the file of its override is gone',
    ])
  })

  it('get the name of a workspace at the next real write, and a new one at once where it is renamed', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    expect(work(await planOf(remote, [quiet], 'a'))).toEqual([])
    const louder = { ...quiet, notifications: { medium: ['@slack-loud'] } }
    await applyPlan(await planOf(remote, [louder], 'a'), remote)
    expect(identityTags(held(remote).tags).owners).toEqual(['a'])
    expect(work(await planOf(remote, [louder], 'c', 'b'))).toEqual([])
    await applyPlan(await planOf(remote, [louder], 'b', 'a'), remote)
    expect(identityTags(held(remote).tags).owners).toEqual(['b'])
    expect(work(await planOf(remote, [louder], 'b'))).toEqual([])
  })

  it('tell a workspace without a name which line it may lack', async () => {
    const remote = tenant()
    await applyPlan(await planOf(remote, [quiet], 'a'), remote)
    const made = await plan(remote, [quiet])
    expect([work(made), made.problems.map(({ code, help }) => [code, help])]).toEqual([
      [],
      [['D111', expect.stringContaining('write workspace: a into ddac.yaml')]],
    ])
  })

  it('take back what their file has for other tenants only with --prune, and say so', async () => {
    const remote = tenant()
    await applyPlan(await planOf(remote, [quiet], 'a'), remote)
    const elsewhere = [{ kind: 'override' as const, id: 'ses-quiet' }]
    const wanted = { rules: [], suppressions: [], overrides: [], elsewhere, ownership: named('a') }
    const kept = makePlan(wanted, await readTenant(remote))
    expect([work(kept), kept.unmanaged.map(({ why }) => why)]).toEqual([[], ['other-tenant']])
    const taken = makePlan(wanted, await readTenant(remote), { prune: true, maxDeletes: 9 })
    expect(work(taken)[0]?.reason).toContain('the file of its override is not for this tenant')
  })

  it('take back what has no owner and no file only with --take-unowned', async () => {
    const remote = tenant()
    await settle(remote, [quiet])
    const plan = await planOf(remote, [], 'a')
    expect([work(plan), plan.unmanaged.map(({ why, id }) => `${why} ${id}`)]).toEqual([[], ['unowned ses-quiet']])
    const wanted = { rules: [], suppressions: [], overrides: [], ownership: named('a') }
    const options = { prune: true, takeUnowned: true, maxDeletes: 10 }
    expect(work(makePlan(wanted, await readTenant(remote), options))).toHaveLength(1)
  })
})

describe('a new rule with the name of a default rule', () => {
  const named = ruleFrom({ ...own, name: 'Root login' })
  const remarks = async (remote: MemoryRemote, overrides: readonly Override[]) => {
    const made = makePlan({ rules: [named], suppressions: [], overrides }, await readTenant(remote))
    return [
      made.changes.find(({ id }) => id === 'own-rule')?.action,
      ...made.problems.map(({ code, help }) => `${code} ${help}`),
    ]
  }
  const off: Override = { id: 'off', rule: 'def-000-log', isEnabled: false }

  it('is created, with a remark on the override that disables the other', async () => {
    expect(await remarks(tenant({ 'def-000-log': { ...login, isEnabled: true } }), [])).toEqual([
      'create',
      'P041 an override disables it: id: own-rule-default, rule: def-000-log, isEnabled: false in own-rule.override.yaml',
    ])
  })

  it('is created without a word where the other is disabled, will be, or is given up by Datadog', async () => {
    expect(await remarks(tenant({ 'def-000-log': login }), [])).toEqual(['create'])
    expect(await remarks(tenant({ 'def-000-log': { ...login, isEnabled: true } }), [off])).toEqual(['create'])
    expect(await remarks(tenant({ 'def-000-log': { ...login, isEnabled: true, isDeprecated: true } }), [])).toEqual([
      'create',
    ])
  })
})
