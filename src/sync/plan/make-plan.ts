import type { JsonObject } from '../../json/json'
import { isList } from '../../json/json-object'
import type { Override } from '../../override/override'
import { type Circle, orderByReference } from '../../rule/reference-order'
import type { Rule } from '../../rule/rule'
import type { Suppression } from '../../suppression/suppression'
import { askedSuppression } from '../../wire/suppression-dates'
import {
  type Comparison,
  compareRule,
  compareSuppression,
  referencesOf,
  ruleHash,
  type SlugOf,
  suppressionHash,
} from '../comparable'
import { type Holdings, sortRules, sortSuppressions, underNewNames, withoutClones } from '../managed'
import type { TenantState } from '../tenant-state'
import type { Change, Kind, Plan, PlanProblem, PlanSummary, Unmanaged } from './plan'
import { guardCode, guardDeletions, leftovers } from './plan-deletions'
import { type PlanOneContext, planOne, type WantedItem } from './plan-one'
import { type PlannedOverrides, planOverrides } from './plan-overrides'
import { circleProblem, providedProblems, referenceProblems, untaggedScopeProblems } from './plan-problems'
import { countActions } from './restrict-plan'
import { twinsOfRules, twinsOfSuppressions } from './twins'
import { wantedRules, wantedSuppressions } from './wanted-items'
import { type Hold, withhold } from './withhold'

/** What git wants a tenant to hold. Every rule has its slug as `id`. */
export interface WantedState {
  readonly rules: readonly Rule[]
  readonly suppressions: readonly Suppression[]
  /** Absent: default rules are not spoken of, and keep whatever earlier overrides made of them. */
  readonly overrides?: readonly Override[]
  /** Files with mistakes: what they are for is withheld, and never looks as if its file were gone. */
  readonly flawed?: readonly FlawedFile[]
}

/** A file that cannot be planned. Without `id` nobody can tell what it is for, and nothing of its kind is pruned. */
export interface FlawedFile {
  readonly kind: Kind
  readonly id?: string
  /** As the user knows it. */
  readonly file: string
  /** Of a suppression: the rules that it names, which wait for it. */
  readonly references?: readonly string[]
  /** How many mistakes stand in it; 0 for a file whose name is one letter off. */
  readonly mistakes: number
}

/** How a plan is made. */
export interface PlanOptions {
  /** Delete what carries our tag and has no file any more. */
  readonly prune?: boolean
  /** Replaces the guard's own limit on deletions. */
  readonly maxDeletes?: number
  /** Take over what was made by hand under the same name: everywhere, or for these slugs. */
  readonly adopt?: boolean | readonly string[]
  /** Make what has a namesake beside it: everywhere, or for these slugs. */
  readonly createBeside?: boolean | readonly string[]
  /** Only these slugs, and the rules they refer to. */
  readonly targets?: readonly string[]
  /** The time of day, in epoch milliseconds: suppressions that have ended by then are not asked for. Absent: none has. */
  readonly nowMs?: number
}

/**
 * Lays git and the tenant side by side and works out, as a value, what would make the tenant equal to git. Pure: reads
 * and writes nothing. Changes stand in the order in which they are applied: rules after those they refer to, then
 * default rules, then suppressions, then deletions.
 */
export function makePlan(wanted: WantedState, actual: TenantState, options: PlanOptions = {}): Plan {
  const { tenant } = actual
  const held = {
    rules: underNewNames(withoutClones(sortRules(actual.rules), namesById(wanted.rules)), wanted.rules, tenant),
    suppressions: underNewNames(
      withoutClones(sortSuppressions(actual.suppressions), namesById(wanted.suppressions)),
      wanted.suppressions,
      tenant,
    ),
  }
  const slugOf = slugsByRemoteId(held.rules)
  const flawed = wanted.flawed ?? []
  const known = [...held.rules.ours.keys(), ...flawed.flatMap(({ kind, id }) => (kind === 'rule' && id ? [id] : []))]
  const rules = wantedRules(wanted.rules, tenant, slugOf, known)
  const slugs = new Set([...rules.items.keys(), ...known])
  const suppressions = wantedSuppressions(wanted.suppressions, tenant, slugs)
  const mayAdopt = (id: string): boolean => isGiven(options.adopt, id)
  const mayCreateBeside = (id: string): boolean => isGiven(options.createBeside, id)
  const { order, circles } = orderByReference(new Map([...rules.items].map(([id, { references }]) => [id, references])))
  const inScope = scope(options.targets, rules.items)

  const ordered = order.flatMap((id) => rules.items.get(id) ?? [])
  const { twins, slugOf: widerSlugOf } = twinsOfRules(ordered, held.rules, slugOf)

  const ruleChanges = planEach(
    ordered.filter(({ id }) => inScope(id)),
    {
      holdings: held.rules,
      tenant,
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
      mayCreateBeside,
      twins: twinsOfSuppressions(suppressions.items.values(), held.suppressions, (ours, theirs) =>
        compareSuppressions(asks(ours, theirs) ?? ours, theirs),
      ),
      mayAdopt,
      compare: compareSuppressions,
      asks,
    },
  )
  const overrides = planOverrides(wanted.overrides, held.rules, new Set(rules.items.keys()))
  const deletions = planDeletions(
    held,
    { rules: rules.items, suppressions: suppressions.items, flawed },
    overrides,
    slugOf,
    inScope,
    options,
  )
  const changes = [
    ...withMovedTargets(ruleChanges.changes, held.rules),
    ...overrides.changes.filter((change) => (change.overrides ?? [change.id]).some(inScope)),
    ...suppressionChanges.changes,
    ...deletions.changes,
  ]
  const adopted = new Set(changes.filter(({ action }) => action === 'adopt').map(({ remoteId }) => remoteId))
  const unmanaged = deletions.unmanaged.filter(({ remoteId }) => !adopted.has(remoteId))
  const problems = [
    ...rules.problems,
    ...suppressions.problems,
    ...circles.map(({ way }) => circleProblem(way)),
    ...providedProblems(held.rules, rules.items),
    ...referenceProblems(
      rules.items,
      wanted.suppressions,
      {
        // An override's slug is a tag of the default rules that it is for.
        slugs: new Set([...slugs, ...(wanted.overrides ?? []).map(({ id }) => id)]),
        remoteIds: new Set(actual.rules.map(({ id }) => id)),
        deleted: deletedRules(deletions.changes, rules.items),
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
  const plan = { tenant: actual.tenant, changes, unmanaged, problems, summary }
  const there = ({ kind, id = '' }: { readonly kind: Kind; readonly id?: string }): { readonly remoteId?: string } => {
    const one = (kind === 'suppression' ? held.suppressions : held.rules).ours.get(id)?.[0]
    return one && kind !== 'override' ? { remoteId: one.remoteId } : {}
  }
  return withhold(plan, [
    ...flawed.flatMap((file) => holdOfFile(file).map((hold) => ({ ...hold, ...there(hold) }))),
    ...circles.flatMap(holdsOfCircle).map((hold) => ({ ...hold, ...there(hold) })),
    ...problems.flatMap((problem) => holdOfProblem(problem).map((hold) => ({ ...hold, ...there(hold) }))),
  ])
}

function holdOfProblem({ kind, id, code, severity, message, help }: PlanProblem): readonly Hold[] {
  if (severity !== 'error' || code === guardCode) return []
  return [{ kind, id, reason: message, ...(help !== undefined && { remedy: help }) }]
}

function holdsOfCircle({ members, way }: Circle<string>): readonly Hold[] {
  const reason = `it is part of a circle: ${[...way, way[0]].join(' → ')}`
  return members.map((id) => ({ kind: 'rule', id, reason, remedy: 'a rule can only count signals of rules before it' }))
}

function holdOfFile({ kind, id, file, mistakes, references = [] }: FlawedFile): readonly Hold[] {
  if (id === undefined) return []
  const reason = `${file} has ${mistakes === 1 ? 'a mistake' : `${mistakes} mistakes`}`
  return [{ kind, id, references, reason, remedy: 'mend the file; ddac validate draws what is wrong with it' }]
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

function planDeletions(
  held: { readonly rules: Holdings; readonly suppressions: Holdings },
  wanted: {
    readonly rules: ReadonlyMap<string, WantedItem>
    readonly suppressions: ReadonlyMap<string, WantedItem>
    readonly flawed: readonly FlawedFile[]
  },
  { resets, managed: overridden }: PlannedOverrides,
  slugOf: SlugOf,
  inScope: (id: string) => boolean,
  { prune, maxDeletes }: PlanOptions,
): {
  readonly changes: readonly Change[]
  readonly unmanaged: readonly Unmanaged[]
  readonly problems: readonly PlanProblem[]
} {
  const filed = (kind: Kind, items: ReadonlyMap<string, { readonly name: string }>) =>
    new Map([
      ...items,
      ...wanted.flawed.flatMap((one) =>
        one.kind === kind && one.id !== undefined ? [[one.id, { name: '' }] as const] : [],
      ),
    ])
  const rules = leftovers('rule', held.rules, filed('rule', wanted.rules), ({ body }) => ruleHash(body, slugOf))
  const others = leftovers('suppression', held.suppressions, filed('suppression', wanted.suppressions), ({ body }) =>
    suppressionHash(body),
  )
  const orphans = [...others.orphans, ...dependentsFirst(rules.orphans, held.rules)]
  const unread = wanted.flawed.filter(({ id }) => id === undefined)
  const isHeldUp = (kind: Kind): boolean => unread.some((one) => one.kind === kind)
  const isPruned = ({ kind, id }: Change): boolean => prune === true && inScope(id) && !isHeldUp(kind)
  const deletions = [...orphans.filter(isPruned), ...resets.filter(isPruned)]
  const deleted = new Set(deletions)
  const kept = [...orphans, ...resets].filter((change) => !deleted.has(change))
  const managed = countOurs(held.rules) + countOurs(held.suppressions) + overridden
  return {
    changes: [...deletions, ...rules.replaced.filter(({ id }) => inScope(id))],
    unmanaged: [...kept.map(asUnmanaged), ...rules.byHand, ...others.byHand],
    problems: [...guardDeletions(deletions, managed, maxDeletes), ...(prune ? unread.map(pruneProblem) : [])],
  }
}

/** Says which file keeps things of its kind from being pruned: theirs may be the one that cannot be read. */
function pruneProblem({ kind, file, mistakes }: FlawedFile): PlanProblem {
  const why = mistakes === 0 ? 'has a name that ddac does not read' : 'cannot be read'
  return {
    kind,
    id: '',
    code: 'P031',
    severity: 'warning',
    path: [],
    message: `no ${kind} is pruned, since ${file} ${why}`,
    help:
      mistakes === 0
        ? `call it *.${kind}.yaml, or take it out of the workspace`
        : 'mend it; ddac validate draws what is wrong',
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

/** Whether a slug is planned: all are, or the targets and the rules they lead to. */
function scope(
  targets: readonly string[] | undefined,
  items: ReadonlyMap<string, WantedItem>,
): (id: string) => boolean {
  if (!targets) return () => true
  const chosen = new Set<string>()
  const open = [...targets]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (chosen.has(id)) continue
    chosen.add(id)
    open.push(...(items.get(id)?.references ?? []))
  }
  return (id) => chosen.has(id)
}

/** A rule whose target gets a new id in the tenant is written again, although nobody edited it. */
function withMovedTargets(changes: readonly Change[], rules: Holdings): readonly Change[] {
  const moved = new Set(changes.filter(({ action }) => action === 'replace').map(({ id }) => id))
  return changes.map((change): Change => {
    if (change.action !== 'none' || !change.references.some((target) => moved.has(target))) return change
    const fields = referencesOf(change.body ?? {})
      .filter(({ rule }) => moved.has(rule))
      .map(({ index, rule }) => {
        const before = rules.ours.get(rule)?.[0]?.remoteId
        return { path: `queries[${index}].ruleId`, ...(before !== undefined && { before }), after: rule }
      })
    return { ...change, action: 'update', changedIn: 'git', fields, reason: 'a rule that it refers to is replaced' }
  })
}

/** The slugs of rules that a plan deletes; what a replace leaves behind is another matter. */
function deletedRules(deletions: readonly Change[], items: ReadonlyMap<string, WantedItem>): ReadonlySet<string> {
  const rules = deletions.filter(({ kind, action }) => kind === 'rule' && action === 'delete')
  return new Set(rules.map(({ id }) => id).filter((id) => !items.has(id)))
}

/** Rules that count signals of other rules are deleted before those. */
function dependentsFirst(deletions: readonly Change[], rules: Holdings): readonly Change[] {
  const byRemoteId = new Map(deletions.map((change) => [change.remoteId ?? '', change]))
  const doomed = [...rules.ours.values()].flat().filter(({ remoteId }) => byRemoteId.has(remoteId))
  const references = doomed.map(({ remoteId, body }) => [remoteId, referencesOf(body).map(({ rule }) => rule)] as const)
  const { order } = orderByReference(new Map(references))
  const ordered = [...order].reverse().flatMap((remoteId) => byRemoteId.get(remoteId) ?? [])
  const listed = new Set(ordered)
  return [...ordered, ...deletions.filter((change) => !listed.has(change))]
}

function countOurs({ ours, replaced }: Holdings): number {
  const alone = [...replaced].filter(([id]) => !ours.has(id))
  return [...ours, ...alone].reduce((sum, [, all]) => sum + all.length, 0)
}

function asUnmanaged({ kind, remoteId = '', name, id }: Change): Unmanaged {
  return { kind, remoteId, name, why: 'no-file', id }
}

function summarize(
  changes: readonly Change[],
  unmanaged: number,
  providedRules: number,
  problems: number,
): PlanSummary {
  return { ...countActions(changes), unmanaged, providedRules, problems }
}
