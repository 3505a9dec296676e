import { dayText } from '../../../diagnostic/times'
import { listIn } from '../../../json/json-object'
import { byName, isGivenUp, strangers } from '../../../override/default-rule'
import type { MergedOverrides } from '../../../override/merge-overrides'
import type { Override } from '../../../override/override'
import type { OverrideKey } from '../../../override/override-shape'
import { caseStatuses } from '../../../rule/case-status'
import { idTag } from '../../../rule/tenant/identity-tags'
import type { Ownership } from '../../../rule/tenant/ownership'
import type { Held } from '../../managed'
import { ownersText } from '../identity-problems'
import type { PlanProblem } from '../plan'
import { overrideProblem, scopeKey } from './override-problem'

/** An override with the default rules that it is for, those that Datadog has given up included. */
export interface AppliedOverride {
  readonly override: Override
  readonly rules: readonly Held[]
}

/** An override whose id is taken. Its tag could be mistaken for that of the other. */
export function sharedIdProblem(
  id: string,
  overrideIds: ReadonlySet<string>,
  ruleIds: ReadonlySet<string>,
): PlanProblem | undefined {
  if (overrideIds.has(id)) {
    const help = 'give each override an id of its own; none of them is planned'
    return overrideProblem(id, 'P006', 'error', ['id'], `two overrides have the id ${id}`, help)
  }
  if (!ruleIds.has(id)) return undefined
  const message = `a rule and an override have the id ${id}`
  return overrideProblem(
    id,
    'D109',
    'error',
    ['id'],
    message,
    `both travel as the tag ${idTag(id)}: choose another for one of them`,
  )
}

/** What shows only where overrides meet the tenant's default rules: each told once, with how many rules it is about. */
export function appliedProblems(
  applied: readonly AppliedOverride[],
  merged: ReadonlyMap<Held, MergedOverrides>,
): readonly PlanProblem[] {
  return [
    ...applied.flatMap((one) => [
      ...foundNothing(one),
      ...givenUp(one),
      ...retiring(one),
      ...strangeNames(one),
      ...refusals(one, merged),
    ]),
    ...conflicts(merged),
  ]
}

/**
 * Default rules that another workspace overrides. Only one can leave its mark on a rule, so ours stays away: a rule that is
 * named is withheld, of those that a search finds they are left out.
 */
export function takenProblems(
  applied: readonly AppliedOverride[],
  isOthers: (rule: Held) => boolean,
  { owner }: Ownership,
): readonly PlanProblem[] {
  return applied.flatMap(({ override, rules }) => {
    const taken = rules.filter(isOthers)
    const [first] = taken
    if (!first) return []
    const isNamed = override.rule !== undefined
    const message = `${ownersText(first)} overrides ${named(taken)}`
    const mine =
      owner === undefined ? `write workspace: ${first.tags.owners[0]} into ddac.yaml if that is this one; else ` : ''
    const help = `${mine}${isNamed ? '' : 'it is left out there; '}have one workspace speak for the whole rule: only one can leave its mark on it`
    const severity = isNamed ? 'error' : 'warning'
    return [overrideProblem(override.id, 'D111', severity, [scopeKey(override)], message, help)]
  })
}

function foundNothing({ override: { id, ruleQuery }, rules }: AppliedOverride): readonly PlanProblem[] {
  if (ruleQuery === undefined || rules.length > 0) return []
  const message = 'the search finds no default rule of the tenant'
  const help =
    'rules are searched as Datadog ships them: by type, severity, name and their own tags, as source:cloudtrail'
  return [overrideProblem(id, 'D110', 'warning', ['ruleQuery'], message, help)]
}

function givenUp({ override, rules }: AppliedOverride): readonly PlanProblem[] {
  const gone = rules.filter(({ body }) => isGivenUp(body))
  if (gone.length === 0) return []
  const message = `Datadog has given up ${named(gone)}; such a rule cannot be changed`
  const help = override.rule === undefined ? 'it is passed over' : 'remove the override'
  return [overrideProblem(override.id, 'D107', 'warning', [scopeKey(override)], message, help)]
}

function retiring({ override, rules }: AppliedOverride): readonly PlanProblem[] {
  const soon = rules.flatMap((rule) => {
    const { deprecationDate } = rule.body
    return typeof deprecationDate === 'number' && !isGivenUp(rule.body) ? [{ rule, atMs: deprecationDate }] : []
  })
  const [first] = soon
  if (!first) return []
  const day = dayText(Math.min(...soon.map(({ atMs }) => atMs)))
  const message = `Datadog gives up ${named(soon.map(({ rule }) => rule))} on ${day}`
  const help = 'look for what Datadog offers in its place; from then on the rule can no longer be changed'
  return [overrideProblem(override.id, 'D108', 'warning', [scopeKey(override)], message, help)]
}

/**
 * Names that no case or query answers to. In an override for many rules a severity that none of them has is a policy
 * for the day that one does; any other name must be known to one of them.
 */
function strangeNames({ override, rules }: AppliedOverride): readonly PlanProblem[] {
  const [first] = rules
  if (!first) return []
  const strange = rules.map(({ body }) => new Set(strangers(override, body).map(({ key, name }) => `${key} ${name}`)))
  return byName(override).flatMap(({ key, names }) =>
    names
      .filter((name) => strange.every((all) => all.has(`${key} ${name}`)))
      .filter((name) => override.rule !== undefined || key === 'queryExtension' || !isStatus(name))
      .map((name) => {
        const what = key === 'queryExtension' ? 'query' : 'case'
        const whose = rules.length === 1 ? `"${first.name}" has` : `none of the ${rules.length} default rules has`
        const message = `${whose} ${rules.length === 1 ? 'no' : 'a'} ${what} "${name}"`
        return overrideProblem(override.id, 'D105', 'warning', [key, name], message, knownNames(key, rules))
      }),
  )
}

function knownNames(key: OverrideKey, [rule, ...more]: readonly Held[]): string {
  const what = key === 'queryExtension' ? 'queries' : 'cases'
  if (!rule || more.length > 0) return `name ${what} as the rules do`
  const list = rule.body[what]
  const names = listIn(list).map((item, index) => {
    const { name, status } = item as { readonly name?: string; readonly status?: string }
    return name || (what === 'cases' ? status : String.fromCharCode('a'.charCodeAt(0) + index))
  })
  return `its ${what}: ${names.join(', ')}`
}

function refusals(
  { override, rules }: AppliedOverride,
  merged: ReadonlyMap<Held, MergedOverrides>,
): readonly PlanProblem[] {
  const byReason = new Map<string, { readonly key: OverrideKey; readonly why: string; readonly rules: Held[] }>()
  for (const rule of rules) {
    for (const { override: own, key, why } of merged.get(rule)?.refused ?? []) {
      if (own !== override) continue
      const same = byReason.get(`${key} ${why}`)
      if (same) same.rules.push(rule)
      else byReason.set(`${key} ${why}`, { key, why, rules: [rule] })
    }
  }
  return [...byReason.values()].map(({ key, why, rules: about }) => {
    const message = `${key} cannot be changed on ${named(about)}: ${why}`
    return overrideProblem(override.id, 'D106', 'warning', [key], message, 'it is left out there; all else is planned')
  })
}

function conflicts(merged: ReadonlyMap<Held, MergedOverrides>): readonly PlanProblem[] {
  const found = new Map<
    string,
    { readonly winner: Override; readonly loser: Override; readonly key: OverrideKey; readonly rules: Held[] }
  >()
  for (const [rule, { conflicts: own }] of merged) {
    for (const { winner, loser, key } of own) {
      const at = `${winner.id} ${loser.id} ${key}`
      const same = found.get(at)
      if (same) same.rules.push(rule)
      else found.set(at, { winner, loser, key, rules: [rule] })
    }
  }
  return [...found.values()].map(({ winner, loser, key, rules }) => {
    const message = `${winner.id} and ${loser.id} want different things of ${key} on ${named(rules)}; ${winner.id} has the last word`
    const help =
      'let one of them stand, or say it in an override with rule: for the one default rule, which goes before'
    return overrideProblem(loser.id, 'D104', 'warning', [key], message, help)
  })
}

/** One rule by its name, several by their number and the first of them. */
function named(rules: readonly Held[]): string {
  const [first, ...more] = rules
  const one = `"${first?.name}"`
  return more.length === 0 ? one : `${rules.length} default rules (${one}, …)`
}

function isStatus(name: string): boolean {
  return (caseStatuses as readonly string[]).includes(name)
}
