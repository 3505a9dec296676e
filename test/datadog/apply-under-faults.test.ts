import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import type { Draft, Rule } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import type { Remote } from '../../src/sync/remote'
import { readTenant } from '../../src/sync/tenant-state'
import { often } from '../random-runs'
import { ruleFrom } from '../rule/rule-from'

const seeds = often(2)

const rule = (index: number, change: Partial<Draft> = {}): Rule =>
  ruleFrom({
    id: `rule-${index}`,
    name: `Rule ${index}`,
    message: 'Something happened.',
    isEnabled: true,
    type: 'log_detection',
    queries: [{ query: `@number:${index}` }],
    cases: [{ status: 'low', condition: 'a > 0' }],
    options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
    ...change,
  })
const suppression = (index: number): Suppression => ({
  id: `suppression-${index}`,
  name: `Suppression ${index}`,
  enabled: true,
  rules: [`rule-${index}`],
  suppressionQuery: `@number:${index}`,
  tags: [],
})

const first: WantedState = {
  rules: Array.from({ length: 24 }, (_, index) => rule(index)),
  suppressions: Array.from({ length: 4 }, (_, index) => suppression(index)),
}
/** Some rules changed, one of another method (a replace), some gone, some new. */
const second: WantedState = {
  rules: [
    ...first.rules.slice(4, 20).map((one, index) => (index % 2 ? one : { ...one, message: 'Changed.' })),
    rule(20, {
      queries: [{ query: '*', aggregation: 'new_value', metrics: ['@usr.id'] }],
      cases: [{ status: 'low' }],
      options: {
        detectionMethod: 'new_value',
        keepAlive: 3600,
        maxSignalDuration: 86_400,
        newValueOptions: { forgetAfter: 7, learningDuration: 1, learningMethod: 'duration', learningThreshold: 0 },
      },
    }),
    ...Array.from({ length: 6 }, (_, index) => rule(100 + index)),
  ],
  suppressions: [suppression(5)],
}

describe('apply against a tenant in trouble', () => {
  it.each(Array.from({ length: seeds }, (_, seed) => [seed + 1]))(
    'ends equal to git, without a duplicate and with strangers untouched, whatever fails or crashes (seed %i)',
    async (seed) => {
      const random = seededRandom(seed)
      const folder = mkdtempSync(join(tmpdir(), 'ddac-apply-'))
      const stateFile = join(folder, 'tenant.json')
      const running: Emulator[] = []
      try {
        const stranger = { ...rule(999), id: 'str-ang-er0' }
        const seeder = await startEmulator({ stateFile })
        await fetch(`${seeder.url}/_emulator/seed`, { method: 'POST', body: JSON.stringify({ rules: [stranger] }) })
        await seeder.close()
        for (const wanted of [first, second]) {
          for (let run = 0; ; run++) {
            expect(run).toBeLessThan(60)
            const emulator = await startEmulator({ stateFile, faults: someFaults(random) })
            running.push(emulator)
            const sound = connectDatadog({ tenant: 'local', baseUrl: emulator.url, pace: still, attempts: 2 })
            // The first runs crash in the middle; the emulator they talked to is left behind as a crash leaves it.
            const remote = run < 5 ? crashingAfter(1 + Math.floor(random() * 40), sound) : sound
            if (await isMadeEqual(wanted, remote)) break
          }
        }
        const last = await startEmulator({ stateFile })
        running.push(last)
        const actual = await readTenant(connectDatadog({ tenant: 'local', baseUrl: last.url }))
        const plan = makePlan(second, actual, { prune: true })
        expect(plan.changes.filter(({ action }) => action !== 'none')).toEqual([])
        expect(plan.unmanaged.map(({ remoteId }) => remoteId)).toEqual(['str-ang-er0'])
        expect(actual.rules).toHaveLength(second.rules.length + 1)
        expect(actual.suppressions).toHaveLength(second.suppressions.length)
        expect(actual.rules.find(({ id }) => id === 'str-ang-er0')?.version).toBe(1)
      } finally {
        await Promise.all(running.map((emulator) => emulator.close()))
        rmSync(folder, { recursive: true, force: true })
      }
    },
    30_000,
  )
})

const still = { sleep: async () => {}, random: () => 0 }

/** One run of the program: true when there was nothing left to do. A crash or a failure is another run's business. */
async function isMadeEqual(wanted: WantedState, remote: Remote): Promise<boolean> {
  try {
    const plan = makePlan(wanted, await readTenant(remote), { prune: true, maxDeletes: 100 })
    if (plan.changes.every(({ action }) => action === 'none')) return true
    await applyPlan(plan, remote)
  } catch {
    return false
  }
  return false
}

/** A remote whose process dies at its nth call: the call still reaches the tenant, and nothing is done after it. */
function crashingAfter(calls: number, remote: Remote): Remote {
  let left = calls
  return new Proxy(remote, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver)
      if (typeof value !== 'function') return value
      return async (...parts: unknown[]) => {
        left -= 1
        if (left < 0) throw new Error('the process is dead')
        const answer: unknown = await value.apply(target, parts)
        if (left === 0) throw new Error('the process died')
        return answer
      }
    },
  })
}

function someFaults(random: () => number): string {
  const number = (below: number) => 1 + Math.floor(random() * below)
  return ['429', '500', 'drop', 'cut'].map((kind) => `${kind}@${number(12)}+${6 + number(20)}`).join(',')
}

function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
