import { attackTactics } from '../lint/attack-tactics'
import { attackTagsOf, techniqueOf } from '../lint/attack-tags'
import { attackTechniques } from '../lint/attack-techniques'
import type { Draft } from '../rule/rule'
import type { RuleStanding } from './rule-standing'

/** A rule and what it is worth. */
export interface RatedRule {
  /** Its id, or the name of one without. */
  readonly rule: string
  readonly standing: RuleStanding
}

/** A tactic or technique, with the rules that are tagged with it: those that cover it come first. */
export interface Covered {
  readonly id: string
  /** As tags write it; of a sub-technique, whose names are in no table, as the first tag has it. */
  readonly name: string
  readonly rules: readonly RatedRule[]
}

interface CoveredTechnique extends Covered {
  /** The tactics in which it stands, with the rules that mean it there. */
  readonly tactics: readonly Covered[]
}

/** What the rules of a workspace watch for. */
export interface Coverage {
  /** All there are, also those without a rule, in the order in which an attack goes through them. */
  readonly tactics: readonly Covered[]
  /** Those that a rule is tagged with, by id. A sub-technique stands for itself, and covers no other. */
  readonly techniques: readonly CoveredTechnique[]
  /** Tags in the form of these that name no tactic and no technique. */
  readonly strange: readonly { readonly rule: string; readonly tag: string }[]
  /** Rules that name no technique and no tactic. */
  readonly untagged: readonly string[]
}

/** As the columns of the matrix stand: what comes before an attack has higher ids, and control comes before exfiltration. */
const columns = [
  'TA0043',
  'TA0042',
  ...[...attackTactics.keys()].filter((id) => id < 'TA0010'),
  'TA0011',
  'TA0010',
  'TA0040',
]

/** Lays rules out by the tactics and techniques of their tags. */
export function measureCoverage(rules: readonly { readonly rule: Draft; readonly standing: RuleStanding }[]): Coverage {
  const tactics = new Map<string, RatedRule[]>(columns.map((id) => [id, []]))
  const techniques = new Map<string, { name: string; rules: RatedRule[]; tactics: Map<string, RatedRule[]> }>()
  const strange: { rule: string; tag: string }[] = []
  const untagged: string[] = []
  for (const { rule, standing } of rules) {
    const rated = { rule: rule.id ?? rule.name, standing }
    const { ownTactics, ownTechniques, strangers } = tagsOf(rule)
    strange.push(...strangers.map((tag) => ({ rule: rated.rule, tag })))
    if (ownTactics.size + ownTechniques.size === 0) untagged.push(rated.rule)
    const meant = new Set(ownTactics)
    for (const [id, name] of ownTechniques) {
      const served = attackTechniques.get(techniqueOf(id))?.tactics ?? []
      const named = served.filter((tactic) => ownTactics.has(tactic))
      const technique = techniques.get(id) ?? { name, rules: [], tactics: new Map<string, RatedRule[]>() }
      techniques.set(id, technique)
      technique.rules.push(rated)
      for (const tactic of named.length > 0 ? named : served) {
        meant.add(tactic)
        technique.tactics.set(tactic, [...(technique.tactics.get(tactic) ?? []), rated])
      }
    }
    for (const tactic of meant) tactics.get(tactic)?.push(rated)
  }
  return {
    tactics: [...tactics].map(([id, rated]) => tacticWith(id, rated)),
    techniques: [...techniques]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([id, { name, rules: rated, tactics: inTactics }]) => ({
        id,
        name,
        rules: coveringFirst(rated),
        tactics: columns.flatMap((tactic) => {
          const there = inTactics.get(tactic)
          return there ? [tacticWith(tactic, there)] : []
        }),
      })),
    strange,
    untagged,
  }
}

/** The rules on which the coverage of something rests. */
export function coveringRules({ rules }: Covered): readonly RatedRule[] {
  return rules.filter(({ standing }) => standing.weakness === undefined)
}

/** How many passed tests the rules have that cover it. */
export function testsOf(covered: Covered): number {
  return coveringRules(covered).reduce((sum, { standing }) => sum + standing.tests, 0)
}

function tagsOf(rule: Draft) {
  const ownTactics = new Set<string>()
  const ownTechniques = new Map<string, string>()
  const strangers: string[] = []
  for (const { kind, id = '', name, text } of attackTagsOf({ rule })) {
    const technique = attackTechniques.get(techniqueOf(id))
    if (kind === 'tactic' && attackTactics.has(id)) ownTactics.add(id)
    else if (kind === 'technique' && technique) {
      const [usual = ''] = technique.names
      if (!ownTechniques.has(id)) ownTechniques.set(id, id.includes('.') && name !== '' ? name : usual)
    } else strangers.push(text)
  }
  return { ownTactics, ownTechniques, strangers }
}

function tacticWith(id: string, rules: readonly RatedRule[]): Covered {
  return { id, name: attackTactics.get(id) ?? id, rules: coveringFirst(rules) }
}

function coveringFirst(rules: readonly RatedRule[]): readonly RatedRule[] {
  const isWeak = ({ standing }: RatedRule): number => (standing.weakness === undefined ? 0 : 1)
  return [...rules].sort((one, other) => isWeak(one) - isWeak(other))
}
