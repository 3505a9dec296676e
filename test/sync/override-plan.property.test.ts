import fc from 'fast-check'
import type { JsonObject } from '../../src/json/json'
import type { Override } from '../../src/override/override'
import { identityTags } from '../../src/rule/tenant/identity-tags'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import { isWrite } from '../../src/sync/plan/withhold'
import { readTenant } from '../../src/sync/tenant-state'
import { often } from '../random-runs'
import { type Fault, Killed, MemoryRemote } from './memory-remote'

const statuses = ['info', 'low', 'medium', 'high', 'critical'] as const
const status = fc.constantFrom(...statuses)
const targets = fc.array(fc.constantFrom('@soc', '@pager', '@mail'), { maxLength: 2 })
const caseName = fc.constantFrom('first', 'second', ...statuses)
const named = <Value>(names: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) =>
  fc.dictionary(names, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true })

const changes = fc.record(
  {
    isEnabled: fc.boolean(),
    severity: named(caseName, status),
    notifications: fc.oneof(targets, named(caseName, targets)),
    queryExtension: fc.oneof(fc.constant('-env:dev'), named(fc.constantFrom('a', 'b', 'c'), fc.constant('-env:test'))),
    tags: fc.array(fc.constantFrom('team:soc', 'source:cloudtrail', 'plain'), { maxLength: 2 }),
    name: fc.constantFrom('Ours', 'Theirs'),
    message: fc.constant('Our text'),
    decreaseCriticalityBasedOnEnv: fc.boolean(),
  },
  { requiredKeys: [] },
)
const scope = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map((index) => ({ rule: `def-${index}` })),
  fc.constantFrom('*', 'source:cloudtrail', 'severity:high', 'type:log_detection').map((ruleQuery) => ({ ruleQuery })),
)
const overrides: fc.Arbitrary<readonly Override[]> = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom('one', 'two', 'three', 'four'), scope, changes)
    .filter(([, , change]) => Object.keys(change).length > 0)
    .map(([id, where, change]) => ({ id, ...where, ...change }) as Override),
  { selector: ({ id }) => id, maxLength: 4 },
)

const shipped: fc.Arbitrary<JsonObject> = fc
  .record({
    type: fc.constantFrom('log_detection', 'log_detection', 'signal_correlation', 'application_security'),
    cases: fc.array(fc.tuple(fc.constantFrom('', 'first', 'second'), status), { minLength: 1, maxLength: 3 }),
    queries: fc.array(fc.constantFrom('', 'a', 'b'), { minLength: 1, maxLength: 2 }),
    defaultTags: fc.uniqueArray(fc.constantFrom('source:cloudtrail', 'tactic:x', 'plain'), { maxLength: 3 }),
    isEnabled: fc.boolean(),
    isPartner: fc.constantFrom(false, false, false, true),
  })
  .map(({ cases, queries, defaultTags, isPartner, ...rest }) => ({
    ...rest,
    name: 'A default rule',
    message: 'Theirs',
    isDefault: !isPartner,
    ...(isPartner && { partnerIntegrationId: 'acme' }),
    filters: [],
    hasExtendedTitle: false,
    tags: defaultTags,
    defaultTags,
    cases: cases.map(([name, severity]) => ({ name, status: severity, condition: 'a > 0', notifications: [] })),
    queries: queries.map((name) => ({ name, query: '*', aggregation: 'count' })),
    options: { detectionMethod: 'threshold', evaluationWindow: 0, keepAlive: 0, maxSignalDuration: 0 },
  }))
const rules = fc.array(shipped, { minLength: 1, maxLength: 5 })

function tenantOf(bodies: readonly JsonObject[]): MemoryRemote {
  const remote = new MemoryRemote()
  bodies.forEach((body, index) => {
    remote.rules.set(`def-${index}`, { version: 1, body: { ...body, name: `A default rule ${index}` } })
  })
  return remote
}

async function planned(remote: MemoryRemote, wanted: readonly Override[]) {
  const actual = await readTenant(remote)
  return makePlan({ rules: [], suppressions: [], overrides: wanted }, actual, { prune: true, maxDeletes: 1000 })
}

const work = ({ changes: all }: Awaited<ReturnType<typeof planned>>) => all.filter(isWrite)

/** What of a rule nobody but Datadog has a say in, and what overrides leave behind: everything but `isEnabled`. */
function content({ body }: { readonly body: JsonObject }): object {
  const { isEnabled, tags, options, ...rest } = body
  const { decreaseCriticalityBasedOnEnv, ...own } = options as JsonObject
  return {
    ...rest,
    tags: [...(tags as string[])].sort(),
    options: own,
    environment: decreaseCriticalityBasedOnEnv ?? false,
  }
}

const runs = { numRuns: often(40) }

describe('overrides of default rules', () => {
  it('a plan after an apply is empty, and without the files every rule is as Datadog ships it', async () => {
    await fc.assert(
      fc.asyncProperty(rules, overrides, overrides, async (bodies, first, second) => {
        const remote = tenantOf(bodies)
        const before = [...remote.rules.values()].map(content)
        for (const wanted of [first, second, []]) {
          const summary = await applyPlan(await planned(remote, wanted), remote)
          expect([...summary.failed, ...summary.conflicts]).toEqual([])
          expect(work(await planned(remote, wanted))).toEqual([])
        }
        expect([...remote.rules.values()].map(content)).toEqual(before)
      }),
      { ...runs, seed: 21 },
    )
  }, 60_000)

  it('the order of files and of the list of rules makes no difference', async () => {
    await fc.assert(
      fc.asyncProperty(rules, overrides, async (bodies, wanted) => {
        const remote = tenantOf(bodies)
        const actual = await readTenant(remote)
        const bodiesOf = (list: readonly Override[], state: typeof actual) =>
          makePlan({ rules: [], suppressions: [], overrides: list }, state)
            .changes.map(({ remoteId, body }) => JSON.stringify([remoteId, body]))
            .sort()
        expect(bodiesOf([...wanted].reverse(), { ...actual, rules: [...actual.rules].reverse() })).toEqual(
          bodiesOf(wanted, actual),
        )
      }),
      { ...runs, seed: 22 },
    )
  })

  it('ends in the same state after refusals, lost answers and kills at random points', async () => {
    const faults = fc.infiniteStream(fc.constantFrom<Fault>('none', 'none', 'none', 'before', 'after', 'killed'))
    await fc.assert(
      fc.asyncProperty(rules, overrides, faults, async (bodies, wanted, stream) => {
        const [troubled, calm] = [tenantOf(bodies), tenantOf(bodies)]
        await applyPlan(await planned(calm, wanted), calm)
        let left = 60
        troubled.fault = () => {
          left -= 1
          return left > 0 ? (stream.next().value ?? 'none') : 'none'
        }
        await untilDone(troubled, wanted)
        const state = (remote: MemoryRemote) =>
          [...remote.rules.values()].map(({ body }) => ({ ...body, tags: [...(body.tags as string[])].sort() }))
        expect(state(troubled)).toEqual(state(calm))
        for (const { body } of troubled.rules.values()) {
          const { ids } = identityTags(body.tags)
          expect(wanted.map(({ id }) => id)).toEqual(expect.arrayContaining([...ids]))
        }
      }),
      { ...runs, seed: 23 },
    )
  }, 60_000)
})

async function untilDone(remote: MemoryRemote, wanted: readonly Override[]): Promise<void> {
  for (let round = 1; round <= 200; round += 1) {
    try {
      const plan = await planned(remote, wanted)
      if (work(plan).length === 0) return
      await applyPlan(plan, remote, { attempts: 3 })
    } catch (error) {
      if (!(error instanceof Killed) && (error as Error).name !== 'WorldError') throw error
      await new Promise(setImmediate)
      remote.dead = false
    }
  }
  throw new Error('not done after 200 rounds')
}
