import { WorldError, type WorldErrorCode } from '../../../src/diagnostic/world-error'
import type { JsonObject } from '../../../src/json/json'
import type { Override } from '../../../src/override/override'
import { type PlanReview, reviewPlan } from '../../../src/sync/plan/review-plan'
import type { WantedState } from '../../../src/sync/plan/wanted-state'
import { readTenant } from '../../../src/sync/tenant-state'
import { MemoryRemote } from '../memory-remote'
import { aCorrelation, applied, aRule, aSuppression, planned, want } from '../sample'

const lists = ['listSecurityFilters', 'listSignalNotificationRules', 'listCriticalAssets']

async function reviewed(wanted: WantedState, remote: MemoryRemote): Promise<PlanReview> {
  const plan = await planned(wanted, remote, { prune: true, maxDeletes: 10 })
  const actual = await readTenant(remote)
  remote.calls.length = 0
  return reviewPlan(plan, remote, { validate: false, actual })
}

const everything = { trigger_source: 'security_signals' }

/** A tenant that looks at CloudTrail alone, tells @sec of all signals, and minds one host. */
function tenant(): MemoryRemote {
  const remote = new MemoryRemote()
  remote.settings.filters.push({ id: 'f', attributes: { name: 'trail', query: 'source:cloudtrail', is_enabled: true } })
  remote.settings.notifications.push({ id: 'n', attributes: { name: 'all', selectors: everything, targets: ['@sec'] } })
  remote.settings.assets.push({ id: 'c', attributes: { query: 'host:db', rule_query: '*', severity: 'increase' } })
  return remote
}

describe('what is asked', () => {
  it('is each list once, however many rules change', async () => {
    const remote = tenant()
    const rules = Array.from({ length: 30 }, (_, index) => aRule(`r-${index}`))
    const { effects, notAsked } = await reviewed(want(rules), remote)
    expect(remote.calls.sort()).toEqual([...lists].sort())
    expect(effects).toHaveLength(60)
    expect(notAsked).toEqual([])
  })

  it.each<[string, WantedState]>([
    ['nothing changes', want([aRule('one'), aRule('two')])],
    ['only a suppression changes', want([aRule('one'), aRule('two')], [aSuppression('quiet')])],
    ['rules are only deleted', want([aRule('one')])],
    ['a rule is changed and disabled', want([aRule('one', { isEnabled: false }), aRule('two')])],
  ])('is nothing where %s', async (_, wanted) => {
    const remote = tenant()
    await applied(want([aRule('one'), aRule('two')]), remote)
    const { effects, notAsked } = await reviewed(wanted, remote)
    expect(remote.calls).toEqual([])
    expect([effects, notAsked]).toEqual([[], []])
  })

  it('is not for filters of logs where no changed rule looks at logs', async () => {
    const remote = tenant()
    await reviewed(want([aRule('agent', { type: 'workload_security' })]), remote)
    expect(remote.calls).not.toContain('listSecurityFilters')
    expect(remote.calls).toContain('listCriticalAssets')
  })

  it.each<[WorldErrorCode]>([['forbidden'], ['missing'], ['rejected']])(
    'and refused as %s is told, and hides nothing else',
    async (code) => {
      const remote = tenant()
      remote.listSignalNotificationRules = async () => {
        throw new WorldError(code, 'not for you')
      }
      const { effects, notAsked } = await reviewed(want([aRule('one')]), remote)
      expect(notAsked).toEqual(['whom notification rules tell: not for you'])
      expect(effects.map(({ kind }) => kind)).toEqual(['criticalAsset'])
    },
  )

  it('and lost on the way is trouble like any other', async () => {
    const remote = tenant()
    remote.fault = (call) => (call === 'listCriticalAssets' ? 'before' : 'none')
    await expect(reviewed(want([aRule('one')]), remote)).rejects.toMatchObject({ code: 'server-error' })
  })
})

describe('effects', () => {
  it('are told of every rule that is written, and of no other', async () => {
    const remote = tenant()
    await applied(want([aRule('same'), aRule('edited'), aRule('moved'), aRule('gone')]), remote)
    const wanted = want([
      aRule('same'),
      aRule('edited', { message: 'Changed.' }),
      aRule('moved', { options: { ...aRule('moved').options, detectionMethod: 'new_value' } }),
      aRule('new'),
    ])
    const { plan, effects } = await reviewed(wanted, remote)
    expect(plan.summary).toMatchObject({ none: 1, update: 1, replace: 1, create: 1, delete: 1 })
    const told = effects.filter(({ kind }) => kind === 'notificationRule')
    expect(told.map(({ rule }) => rule).sort()).toEqual(['edited', 'moved', 'new'])
  })

  it('meant for an id reach the rule that has it, and not the one that replaces it', async () => {
    const remote = tenant()
    await applied(want([aRule('one')]), remote)
    const query = `@workflow.rule.id:${remote.carrying('one')}`
    remote.settings.notifications[0] = {
      id: 'n',
      attributes: { name: 'one', selectors: { ...everything, query }, targets: ['@sec'] },
    }
    remote.settings.assets[0] = {
      id: 'c',
      attributes: { query: '*', rule_query: `ruleId:${remote.carrying('one')}`, severity: 'decrease' },
    }
    const edited = await reviewed(want([aRule('one', { message: 'Changed.' })]), remote)
    expect(edited.effects.map(({ kind }) => kind)).toEqual(['criticalAsset', 'notificationRule'])
    const replaced = await reviewed(want([aRule('one', { type: 'workload_security' })]), remote)
    expect(replaced.plan.summary.replace).toBe(1)
    expect(replaced.effects).toEqual([])
  })

  it('of a rule without a type are those of the type that the tenant gave it', async () => {
    const remote = tenant()
    await applied(want([aRule('one', { type: 'workload_security' })]), remote)
    remote.settings.notifications[0] = {
      id: 'n',
      attributes: { name: 'agent', selectors: { ...everything, rule_types: ['workload_security'] }, targets: ['@sec'] },
    }
    const { type: _type, ...untyped } = aRule('one', { message: 'Changed.' })
    const { effects } = await reviewed(want([untyped]), remote)
    expect(effects.map(({ kind }) => kind)).toEqual(['criticalAsset', 'notificationRule'])
  })

  it('reach rules that count the signals of a rule which does not exist yet', async () => {
    const remote = tenant()
    const { effects } = await reviewed(want([aRule('one'), aCorrelation('many', 'one')]), remote)
    const told = effects.filter(({ kind }) => kind === 'notificationRule')
    expect(told.map(({ rule }) => rule).sort()).toEqual(['many', 'one'])
  })

  it('hold for a whole default rule as its overrides leave it', async () => {
    const remote = tenant()
    const provided: JsonObject = {
      ...(aRule('x') as unknown as JsonObject),
      ...{ id: 'def-000-aaa', name: 'Default', isDefault: true, tags: ['source:okta'], defaultTags: ['source:okta'] },
      queries: [{ name: 'login', query: 'source:okta OR source:cloudtrail', aggregation: 'count', groupByFields: [] }],
      cases: [{ name: '', status: 'medium', condition: 'login > 0', notifications: [] }],
    }
    remote.rules.set('def-000-aaa', { version: 1, body: provided })
    remote.settings.notifications[0] = {
      id: 'n',
      attributes: { name: 'pager', selectors: { ...everything, severities: ['critical'] }, targets: ['@pager'] },
    }
    remote.settings.assets.length = 0
    const own: Override = { id: 'own', rule: 'Default', isEnabled: true, name: 'Ours' }
    expect((await reviewed({ ...want([]), overrides: [own] }, remote)).effects).toEqual([])
    const changed: Override = {
      ...own,
      severity: { medium: 'critical' },
      queryExtension: 'source:okta',
    }
    const { effects } = await reviewed({ ...want([]), overrides: [changed] }, remote)
    expect(effects).toMatchObject([
      { kind: 'securityFilter', of: 'override', rule: 'own', ruleName: 'Ours', queries: ['login'], all: true },
      { kind: 'notificationRule', of: 'override', rule: 'own', ruleName: 'Ours', severities: ['critical'] },
    ])
  })
})
