import { orderByReference } from '../rule/reference-order'
import type { Draft } from '../rule/rule'
import type { CompiledRule } from './compiled-rule'
import type { RuleNotes } from './rule-notes'

/** Rules in the order in which they are run. */
export interface RunOrder {
  readonly rules: readonly CompiledRule[]
  /** So many rules look at no signals but those of rules before them. The others look at each other's as well. */
  readonly settled: number
}

/**
 * Puts rules that look at the signals of others after those others; all else stays in its order. Rules that look at
 * the signals of any rule come last, with those that wait for them. A rule whose own source is missing, is not evaluated
 * or leads back to itself is noted and left out, and with it every rule that waits for its signals.
 */
export function orderReaders(
  usable: readonly CompiledRule[],
  all: readonly Draft[],
  notesOf: ReadonlyMap<Draft, RuleNotes>,
): RunOrder {
  const byName = rulesByName(usable)
  const namedSources = (rule: CompiledRule) => rule.sources.filter(({ rules }) => rules.length > 0)
  const sourcesOf = (rule: CompiledRule) => namedSources(rule).map(({ rules }) => firstKnown(rules, byName))
  const { order, circles } = orderByReference(
    new Map(usable.map((rule) => [rule, sourcesOf(rule).filter((source) => source !== undefined)])),
  )
  const given = new Map(usable.map((rule, index) => [rule, index]))
  /** How often the rules must be gone through in the order given until all sources of a rule have had their turn. */
  const turns = new Map<CompiledRule, number>()
  const late = new Set<CompiledRule>()
  for (const rule of order) {
    const sources = sourcesOf(rule)
    const after = sources.map((source) => {
      const turn = source && turns.get(source)
      if (source === undefined || turn === undefined) return undefined
      return (given.get(source) ?? 0) > (given.get(rule) ?? 0) ? turn + 1 : turn
    })
    if (!after.every((turn) => turn !== undefined)) continue
    turns.set(rule, Math.max(0, ...after))
    if (looksAtAny(rule) || sources.some((source) => source && late.has(source))) late.add(rule)
  }
  const wait = new Map(circles.flatMap(({ members }) => members.map((rule) => [rule, new Set(members)] as const)))
  const names = new Set(all.flatMap(({ id, name }) => [id ?? name, name]))
  for (const rule of usable) {
    if (turns.has(rule)) continue
    for (const [at, { index, rules }] of namedSources(rule).entries()) {
      const source = sourcesOf(rule)[at]
      if (source !== undefined && turns.has(source)) continue
      const name = rules.find((each) => names.has(each)) ?? rules[0] ?? ''
      const looks = `it looks at the signals of the rule "${name}", which is not`
      const notes = notesOf.get(rule.rule)
      if (!names.has(name)) notes?.refuse(`${looks} among the rules of this run`)
      else if (source === undefined || !wait.get(rule)?.has(source)) notes?.refuse(`${looks} evaluated`)
      else {
        const message = `the rules "${rule.name}" and "${name}" wait for each other's signals`
        const key = rule.rule.queries[index]?.ruleId === name ? 'ruleId' : 'defaultRuleId'
        notes?.mistake('R212', ['queries', index, key], message)
      }
    }
  }
  const turnOf = (rule: CompiledRule): number => turns.get(rule) ?? 0
  const inTurn = usable.filter((rule) => turns.has(rule)).sort((a, b) => turnOf(a) - turnOf(b))
  const [only] = inTurn
  if (only !== undefined && inTurn.length === 1 && looksAtAny(only)) {
    notesOf.get(only.rule)?.refuse('it looks at the signals of other rules, and no other rule is evaluated in this run')
    return { rules: [], settled: 0 }
  }
  const settled = inTurn.filter((rule) => !late.has(rule))
  return { rules: [...settled, ...inTurn.filter((rule) => late.has(rule))], settled: settled.length }
}

/** Rules by their id, and by their name where no rule has that for its id. Of several with one name the first. */
export function rulesByName(rules: readonly CompiledRule[]): ReadonlyMap<string, CompiledRule> {
  const byName = new Map<string, CompiledRule>()
  for (const rule of rules) if (!byName.has(rule.rule.name)) byName.set(rule.rule.name, rule)
  for (const rule of rules) byName.set(rule.name, rule)
  return byName
}

/** The rule that a source means: the first of its names that one has. */
export function firstKnown(
  names: readonly string[],
  byName: ReadonlyMap<string, CompiledRule>,
): CompiledRule | undefined {
  const known = names.find((name) => byName.has(name))
  return known === undefined ? undefined : byName.get(known)
}

function looksAtAny({ sources }: CompiledRule): boolean {
  return sources.some(({ rules }) => rules.length === 0)
}
