import type { JsonObject } from '../../json/json'
import { isList } from '../../json/json-object'
import { orderByReference } from '../../rule/reference-order'
import { askedSuppression } from '../../wire/suppression-dates'
import { type Comparison, compareRule, compareSuppression, type SlugOf } from '../comparable'
import { type Holdings, sortRules, sortSuppressions, underNewNames, withoutClones } from '../managed'
import type { TenantState } from '../tenant-state'
import { withMovedTargets } from './moved-targets'
import { planOverrides } from './overrides/plan-overrides'
import type { Change, Kind, Plan, PlanProblem, PlanSummary } from './plan'
import { deletedRules, planDeletions } from './plan-deletions'
import { holdOfFile, holdOfProblem, holdsOfCircle, withoutUnread } from './plan-holds'
import { type PlanOneContext, planOne } from './plan-one'
import {
  circleProblem,
  providedNameRemarks,
  providedProblems,
  referenceProblems,
  untaggedScopeProblems,
} from './plan-problems'
import { countActions } from './restrict-plan'
import { scopeNames, withNarrowScopes } from './scope-owners'
import { targetScope } from './target-scope'
import { twinsOfRules, twinsOfSuppressions } from './twins'
import type { WantedItem } from './wanted-item'
import { wantedRules, wantedSuppressions } from './wanted-items'
import type { PlanOptions, WantedState } from './wanted-state'
import { withhold } from './withhold'

/**
 * Lays git and the tenant side by side and works out, as a value, what would make the tenant equal to git. Pure: reads
 * and writes nothing. Changes stand in the order in which they are applied: rules after those they refer to, then
 * default rules, then suppressions, then deletions.
 */
export function makePlan(given: WantedState, actual: TenantState, options: PlanOptions = {}): Plan {
  const { tenant } = actual
  const { wanted, holds: unread } = withoutUnread(given, actual)
  const { ownership = {} } = wanted
  const held = {
    rules: underNewNames(
      withoutClones(sortRules(actual.rules, ownership), namesById(wanted.rules)),
      wanted.rules,
      tenant,
    ),
    suppressions: underNewNames(
      withoutClones(sortSuppressions(actual.suppressions, ownership), namesById(wanted.suppressions)),
      wanted.suppressions,
      tenant,
    ),
  }
  const slugOf = slugsByRemoteId(held.rules)
  const isThere = (kind: Kind, id: string): boolean =>
    (kind === 'suppression' ? held.suppressions : held.rules).ours.has(id) || kind === 'override'
  const flawed = (wanted.flawed ?? []).filter(({ kind, id, isElsewhere }) => !isElsewhere || (id && isThere(kind, id)))
  const elsewhere = new Set((wanted.elsewhere ?? []).map(({ kind, id }) => `${kind} ${id}`))
  const known = [...held.rules.ours.keys(), ...flawed.flatMap(({ kind, id }) => (kind === 'rule' && id ? [id] : []))]
  const rules = wantedRules(wanted.rules, tenant, slugOf, known)
  const slugs = new Set([...rules.items.keys(), ...known])
  const names = scopeNames(held.rules, ownership)
  const suppressions = wantedSuppressions(wanted.suppressions, tenant, slugs, ownership.owner, names)
  const mayAdopt = (id: string): boolean => isGiven(options.adopt, id)
  const mayCreateBeside = (id: string): boolean => isGiven(options.createBeside, id)
  const { order, circles } = orderByReference(new Map([...rules.items].map(([id, { references }]) => [id, references])))
  const inScope = targetScope(options.targets, rules.items)

  const ordered = order.flatMap((id) => rules.items.get(id) ?? [])
  const { twins, slugOf: widerSlugOf } = twinsOfRules(ordered, held.rules, slugOf)

  const ruleChanges = planEach(
    ordered.filter(({ id }) => inScope(id)),
    {
      holdings: held.rules,
      tenant,
      ownership,
      twins,
      mayAdopt,
      mayCreateBeside,
      compare: (ours, theirs) => compareRule(ours, theirs, widerSlugOf),
    },
  )
  const { nowMs = 0 } = options
  const asks = (body: JsonObject, there?: JsonObject): JsonObject | undefined => askedSuppression(body, there, nowMs)
  const compareSuppressions = (ours: JsonObject, theirs: JsonObject): Comparison =>
    compareSuppression(ours, theirs, widerSlugOf)
  const suppressionChanges = planEach(
    [...suppressions.items.values()].filter(({ id }) => inScope(id)),
    {
      holdings: held.suppressions,
      tenant,
      ownership,
      mayCreateBeside,
      twins: twinsOfSuppressions(suppressions.items.values(), held.suppressions, (ours, theirs) =>
        compareSuppressions(asks(ours, theirs) ?? ours, theirs),
      ),
      mayAdopt,
      compare: compareSuppressions,
      asks,
    },
  )
  const overrides = planOverrides(wanted.overrides, held.rules, {
    ruleIds: new Set(rules.items.keys()),
    ownership,
    isElsewhere: (id) => elsewhere.has(`override ${id}`),
  })
  const deletions = planDeletions(
    held,
    { rules: rules.items, suppressions: suppressions.items, flawed, elsewhere },
    overrides,
    slugOf,
    inScope,
    options,
  )
  const changes = [
    ...withMovedTargets(ruleChanges.changes, held.rules),
    ...overrides.changes.filter((change) => (change.overrides ?? [change.id]).some(inScope)),
    ...withNarrowScopes(suppressionChanges.changes, held),
    ...deletions.changes,
  ]
  const adopted = new Set(changes.filter(({ action }) => action === 'adopt').map(({ remoteId }) => remoteId))
  const unmanaged = deletions.unmanaged.filter(({ remoteId }) => !adopted.has(remoteId))
  const problems = [
    ...rules.problems,
    ...suppressions.problems,
    ...circles.map(({ way }) => circleProblem(way)),
    ...providedProblems(held.rules, rules.items),
    ...providedNameRemarks(changes, held.rules),
    ...referenceProblems(
      rules.items,
      wanted.suppressions,
      {
        // An override's slug is a tag of the default rules that it is for.
        slugs: new Set([...slugs, ...(wanted.overrides ?? []).map(({ id }) => id)]),
        remoteIds: new Set(actual.rules.map(({ id }) => id)),
        deleted: deletedRules(deletions.changes, rules.items),
        elsewhere: new Set((wanted.elsewhere ?? []).flatMap(({ kind, id }) => (kind === 'rule' ? [id] : []))),
      },
      (id) => changes.some((change) => change.kind === 'rule' && change.id === id && change.action !== 'none'),
    ),
    ...ruleChanges.problems,
    ...overrides.problems,
    ...suppressionChanges.problems,
    ...untaggedScopeProblems(changes, new Set(twins.keys())),
    ...deletions.problems,
  ]
  const summary = summarize(changes, unmanaged.length, held.rules.provided.length, problems.length)
  const plan = { tenant: actual.tenant, ownership, changes, unmanaged, problems, summary }
  const there = ({ kind, id = '' }: { readonly kind: Kind; readonly id?: string }): { readonly remoteId?: string } => {
    const one = (kind === 'suppression' ? held.suppressions : held.rules).ours.get(id)?.[0]
    return one && kind !== 'override' ? { remoteId: one.remoteId } : {}
  }
  return withhold(plan, [
    ...unread,
    ...flawed.flatMap((file) => holdOfFile(file).map((hold) => ({ ...hold, ...there(hold) }))),
    ...circles.flatMap(holdsOfCircle).map((hold) => ({ ...hold, ...there(hold) })),
    ...problems.flatMap((problem) => holdOfProblem(problem).map((hold) => ({ ...hold, ...there(hold) }))),
  ])
}

function planEach(
  items: readonly WantedItem[],
  context: PlanOneContext,
): { readonly changes: readonly Change[]; readonly problems: readonly PlanProblem[] } {
  const planned = items.map((item) => planOne(item, context))
  return {
    changes: planned.flatMap(({ change }) => change ?? []),
    problems: planned.flatMap(({ problems }) => problems),
  }
}

function isGiven(option: boolean | readonly string[] | undefined, id: string): boolean {
  return isList(option) ? option.includes(id) : option === true
}

function namesById(
  things: readonly { readonly id?: string; readonly name: string }[],
): (id: string) => string | undefined {
  const names = new Map(things.map(({ id = '', name }) => [id, name]))
  return (id) => names.get(id)
}

function slugsByRemoteId(rules: Holdings): SlugOf {
  const slugs = new Map([...rules.ours].flatMap(([id, all]) => all.map(({ remoteId }) => [remoteId, id] as const)))
  return (remoteId) => slugs.get(remoteId)
}

function summarize(
  changes: readonly Change[],
  unmanaged: number,
  providedRules: number,
  problems: number,
): PlanSummary {
  return { ...countActions(changes), unmanaged, providedRules, problems }
}
