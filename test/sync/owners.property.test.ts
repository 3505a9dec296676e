import fc from 'fast-check'
import { textsIn } from '../../src/json/json-text'
import { identityTags } from '../../src/rule/tenant/identity-tags'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makeDrift, revertPlan } from '../../src/sync/drift/drift'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import { isWrite } from '../../src/sync/plan/withhold'
import { readTenant } from '../../src/sync/tenant-state'
import { often, seedOr } from '../random-runs'
import { MemoryRemote } from './memory-remote'
import { aRule, aSuppression } from './sample'

const owners = ['a', 'b'] as const
type Owner = (typeof owners)[number]
const slugs = ['x', 'y', 'z'] as const

type Step = { readonly owner: Owner } & (
  | { readonly does: 'edit'; readonly slug: string; readonly to: number }
  | { readonly does: 'remove'; readonly slug: string }
  | { readonly does: 'suppress'; readonly rules: readonly string[] }
  | { readonly does: 'apply' }
  | { readonly does: 'revert' }
  | { readonly does: 'ui-edit' | 'ui-delete'; readonly which: number }
)

const slug = fc.constantFrom(...slugs)
const owner = fc.constantFrom(...owners)
const which = fc.nat(20)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ owner, does: fc.constant('edit' as const), slug, to: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ owner, does: fc.constant('remove' as const), slug }) },
  {
    weight: 2,
    arbitrary: fc.record({ owner, does: fc.constant('suppress' as const), rules: fc.subarray([...slugs]) }),
  },
  { weight: 4, arbitrary: fc.record({ owner, does: fc.constant('apply' as const) }) },
  { weight: 2, arbitrary: fc.record({ owner, does: fc.constant('revert' as const) }) },
  { weight: 3, arbitrary: fc.record({ owner, does: fc.constant('ui-edit' as const), which }) },
  { weight: 1, arbitrary: fc.record({ owner, does: fc.constant('ui-delete' as const), which }) },
)

/** What one workspace has in its files. */
interface Files {
  readonly rules: Map<string, number>
  scope: readonly string[]
}

function wantedOf(name: Owner, { rules, scope }: Files): WantedState {
  const scoped = scope.filter((id) => rules.has(id))
  return {
    // Both workspaces name their rules alike.
    rules: [...rules].map(([id, text]) => aRule(id, { message: `${name} ${text}` })),
    suppressions: scoped.length > 0 ? [aSuppression('quiet', { rules: scoped })] : [],
    ownership: { owner: name },
  }
}

const everything = (remote: MemoryRemote) => [...remote.rules, ...remote.suppressions]
const ownersOf = (body: { readonly tags?: unknown }): readonly string[] => identityTags(body.tags).owners

/** All that is not of one owner, as it stands. */
function others(remote: MemoryRemote, name: Owner): string {
  return JSON.stringify(everything(remote).filter(([, { body }]) => !ownersOf(body).includes(name)))
}

async function settle(name: Owner, files: Files, remote: MemoryRemote): Promise<void> {
  const plan = makePlan(wantedOf(name, files), await readTenant(remote), { prune: true, maxDeletes: 100 })
  const { failed, conflicts, skipped } = await applyPlan(plan, remote)
  expect([...failed, ...conflicts, ...skipped]).toEqual([])
}

async function revert(name: Owner, files: Files, remote: MemoryRemote): Promise<void> {
  const { drift, plan } = makeDrift(wantedOf(name, files), await readTenant(remote))
  expect(drift.items.every(({ remoteId = '' }) => remoteId === '' || isOf(remote, remoteId, name))).toBe(true)
  await applyPlan(revertPlan(plan, drift), remote)
}

function isOf(remote: MemoryRemote, id: string, name: Owner): boolean {
  const { body } = remote.rules.get(id) ?? remote.suppressions.get(id) ?? {}
  return body !== undefined && ownersOf(body).includes(name)
}

function inTheUi(does: 'ui-edit' | 'ui-delete', index: number, remote: MemoryRemote): void {
  const all = everything(remote).filter(([, { body }]) => ownersOf(body).length > 0)
  const [id = ''] = all[index % Math.max(1, all.length)] ?? []
  if (id === '') return
  if (does === 'ui-edit') remote.edit(id, remote.rules.has(id) ? { message: 'by a person' } : { enabled: false })
  else if (!remote.rules.delete(id)) remote.suppressions.delete(id)
}

it('two owners on one tenant touch, double and lose nothing of each other, in whatever order they and people work', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      const remote = new MemoryRemote()
      const byHand = { type: 'log_detection', options: {}, queries: [], cases: [] }
      await remote.createRule({ ...byHand, name: 'by hand', tags: [] })
      await remote.createRule({ ...byHand, name: 'of a workspace without a name', tags: ['ddac:legacy'] })
      const files = Object.fromEntries(
        owners.map((name): [string, Files] => [name, { rules: new Map([['x', 0]]), scope: ['x'] }]),
      ) as Record<Owner, Files>
      for (const one of steps) {
        const { rules } = files[one.owner]
        if (one.does === 'edit') rules.set(one.slug, one.to)
        else if (one.does === 'remove') rules.delete(one.slug)
        else if (one.does === 'suppress') files[one.owner].scope = one.rules
        else if ('which' in one) inTheUi(one.does, one.which, remote)
        else {
          const before = others(remote, one.owner)
          if (one.does === 'apply') await settle(one.owner, files[one.owner], remote)
          else await revert(one.owner, files[one.owner], remote)
          expect(others(remote, one.owner)).toBe(before)
        }
      }
      for (const name of owners) await settle(name, files[name], remote)
      for (const name of owners) {
        const after = makePlan(wantedOf(name, files[name]), await readTenant(remote), { prune: true, maxDeletes: 100 })
        expect(after.changes.filter(isWrite)).toEqual([])
        const held = [...remote.rules.values()].filter(({ body }) => ownersOf(body).includes(name))
        const told = held.map(({ body }) => `${identityTags(body.tags).ids.join()} ${String(body.message)}`).sort()
        expect(told).toEqual([...files[name].rules].map(([id, text]) => `${id} ${name} ${text}`).sort())
      }
      expect(
        [...remote.rules.values()].filter(({ version, body }) => version === 1 && ownersOf(body).length === 0),
      ).toHaveLength(2)
      const scopes = [...remote.suppressions.values()].map(({ body }) => [String(body.rule_query), ownersOf(body)[0]])
      expect(scopes.every(([query = '', name]) => query.includes(`ddac_workspace:${name}`))).toBe(true)
      expect(everything(remote).every(([, { body }]) => textsIn(body.tags).length <= 3)).toBe(true)
    }),
    { numRuns: often(20), seed: seedOr(9) },
  )
}, 60_000)
