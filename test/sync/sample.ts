import type { Draft, Rule } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { Plan } from '../../src/sync/plan/plan'
import type { PlanOptions, WantedState } from '../../src/sync/plan/wanted-state'
import { isWrite } from '../../src/sync/plan/withhold'
import { readTenant } from '../../src/sync/tenant-state'
import { ruleFrom } from '../rule/rule-from'
import type { MemoryRemote } from './memory-remote'

/** A plain threshold rule; `change` says what matters to a test. */
export function aRule(id: string, change: Partial<Draft> = {}): Rule {
  return ruleFrom({
    id,
    name: `Rule ${id}`,
    message: 'Something happened.',
    isEnabled: true,
    type: 'log_detection',
    queries: [{ query: `@rule:${id}` }],
    cases: [{ status: 'low', condition: 'a > 0' }],
    options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
    ...change,
  })
}

/** A rule that counts the signals of another one. */
export function aCorrelation(id: string, target: string): Rule {
  return aRule(id, {
    type: 'signal_correlation',
    queries: [{ ruleId: target, aggregation: 'event_count', correlatedByFields: ['host'] }],
  })
}

export function aSuppression(id: string, change: Partial<Suppression> = {}): Suppression {
  return { id, name: `Quiet ${id}`, enabled: true, rules: ['source:x'], suppressionQuery: '@a:b', tags: [], ...change }
}

export function want(rules: readonly Rule[], suppressions: readonly Suppression[] = []): WantedState {
  return { rules, suppressions }
}

export async function planned(wanted: WantedState, remote: MemoryRemote, options: PlanOptions = {}): Promise<Plan> {
  return makePlan(wanted, await readTenant(remote), options)
}

/** Makes a tenant equal to git, as an earlier run did. */
export async function applied(wanted: WantedState, remote: MemoryRemote, options: PlanOptions = {}): Promise<void> {
  const { failed, conflicts, skipped } = await applyPlan(await planned(wanted, remote, options), remote)
  expect([...failed, ...conflicts, ...skipped]).toEqual([])
}

/** The changes of a plan that do something, as `action id`. */
export function actionsOf({ changes }: Plan): readonly string[] {
  return changes.filter(isWrite).map(({ action, id }) => `${action} ${id}`)
}

/** What a plan withholds, as `id: reason`. */
export function withheldIn({ changes }: Plan): readonly string[] {
  return changes.flatMap(({ action, id, reason }) => (action === 'withheld' ? [`${id}: ${reason}`] : []))
}

/** The problems of a plan, as `code id`. */
export function codesOf({ problems }: Plan): readonly string[] {
  return problems.map(({ code, id }) => `${code} ${id}`)
}
