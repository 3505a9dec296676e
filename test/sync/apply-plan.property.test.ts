import fc from 'fast-check'
import type { Rule } from '../../src/rule/rule'
import { identityTags } from '../../src/rule/tenant/identity-tags'
import type { Ownership } from '../../src/rule/tenant/ownership'
import type { Suppression } from '../../src/suppression/suppression'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import { readTenant } from '../../src/sync/tenant-state'
import { often } from '../random-runs'
import { arbitraryRules } from './arbitrary-rule'
import { type Fault, Killed, MemoryRemote } from './memory-remote'

const nothing = { create: 0, update: 0, replace: 0, delete: 0, adopt: 0 }

async function planned(
  rules: readonly Rule[],
  remote: MemoryRemote,
  suppressions: readonly Suppression[] = [],
  ownership: Ownership = {},
) {
  return makePlan({ rules, suppressions, ownership }, await readTenant(remote), { prune: true, maxDeletes: 1000 })
}

/** Plans and applies until nothing is left to do, as a pipeline that is run again and again. */
async function untilDone(
  rules: readonly Rule[],
  remote: MemoryRemote,
  suppressions: readonly Suppression[],
  ownership: Ownership,
): Promise<number> {
  for (let round = 1; round <= 500; round += 1) {
    try {
      const plan = await planned(rules, remote, suppressions, ownership)
      if (plan.changes.every(({ action }) => action === 'none')) return round
      await applyPlan(plan, remote, { attempts: 3 })
    } catch (error) {
      if (!(error instanceof Killed) && (error as Error).name !== 'WorldError') throw error
      await new Promise(setImmediate)
      remote.dead = false
    }
  }
  throw new Error('not done after 500 rounds')
}

function suppressionsOf(rules: readonly Rule[]): readonly Suppression[] {
  return rules.slice(0, 2).map(({ id = '' }) => ({
    id: `quiet-${id}`,
    name: `quiet ${id}`,
    enabled: true,
    rules: [id],
    suppressionQuery: '@usr.name:deploy',
    expiresMs: 1_800_000_000_000,
    owner: 'team',
    reason: 'deploys',
    tags: [],
  }))
}

describe('plan and apply', () => {
  it('a plan after an apply is empty, for rules of every type and method, and for every change between two sets', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRules, arbitraryRules, async (first, second) => {
        const remote = new MemoryRemote()
        for (const rules of [first, second]) {
          const plan = await planned(rules, remote)
          const summary = await applyPlan(plan, remote)
          expect(summary.failed).toEqual([])
          expect(summary.conflicts).toEqual([])
          const after = await planned(rules, remote)
          expect(after.changes.filter(({ action }) => action !== 'none')).toEqual([])
          expect(after.summary).toMatchObject(nothing)
          expect(remote.rules.size).toBe(rules.length)
        }
      }),
      { numRuns: often(20), seed: 7 },
    )
  }, 60_000)

  it('ends in the same state after refusals, lost answers and kills at random points, without a duplicate', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRules,
        arbitraryRules,
        fc.infiniteStream(fc.constantFrom<Fault>('none', 'none', 'none', 'none', 'none', 'before', 'after', 'killed')),
        fc.boolean(),
        async (first, second, faults, isNamed) => {
          const remote = new MemoryRemote()
          const ownership = isNamed ? { owner: 'soc' } : {}
          const byHand = await remote.createRule({
            name: 'by hand',
            tags: ['team:x'],
            type: 'log_detection',
            options: {},
            queries: [],
            cases: [],
          })
          // Beside a named workspace another one has rules of the same ids.
          const ids = isNamed ? [...first, ...second].slice(0, 2).map(({ id = '' }) => id) : []
          const theirs = await Promise.all(
            ids.map((id) =>
              remote.createRule({
                name: 'theirs',
                tags: [`ddac:${id}`, 'ddac_workspace:other'],
                type: 'log_detection',
                options: {},
                queries: [],
                cases: [],
              }),
            ),
          )
          let left = 400
          remote.fault = () => {
            left -= 1
            return left > 0 ? (faults.next().value ?? 'none') : 'none'
          }
          for (const rules of [first, second]) {
            await untilDone(rules, remote, suppressionsOf(rules), ownership)
            const own = [...remote.rules].filter(([id]) => theirs.every((one) => one.id !== id))
            const slugs = own.flatMap(([, { body }]) => identityTags(body.tags).ids).sort()
            expect(slugs).toEqual(rules.map(({ id = '' }) => id).sort())
            expect(own).toHaveLength(rules.length + 1)
            expect(theirs.map(({ id }) => remote.rules.get(id)?.version)).toEqual(theirs.map(() => 1))
            expect(remote.suppressions.size).toBe(suppressionsOf(rules).length)
            expect(remote.rules.get(byHand.id)?.version).toBe(1)
          }
        },
      ),
      { numRuns: often(20), seed: 11 },
    )
  }, 60_000)
})
