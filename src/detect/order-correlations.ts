import { orderByReference } from '../rule/reference-order'
import type { Draft } from '../rule/rule'
import type { CompiledRule } from './compiled-rule'
import type { RuleNotes } from './rule-notes'

/**
 * Puts rules that count the signals of others after those others; all else stays in its order. A rule whose own source
 * is missing, is not evaluated or leads back to itself is noted and left out, and with it every rule that counts its
 * signals.
 */
export function orderCorrelations(
  usable: readonly CompiledRule[],
  all: readonly Draft[],
  notesOf: ReadonlyMap<Draft, RuleNotes>,
): readonly CompiledRule[] {
  const byName = new Map<string, CompiledRule>()
  for (const rule of usable) if (!byName.has(rule.rule.name)) byName.set(rule.rule.name, rule)
  for (const rule of usable) byName.set(rule.name, rule)
  const sourcesOf = (rule: CompiledRule) => rule.correlates.map((correlation) => byName.get(correlation.rule))
  const { order, circles } = orderByReference(
    new Map(usable.map((rule) => [rule, sourcesOf(rule).filter((source) => source !== undefined)])),
  )
  const given = new Map(usable.map((rule, index) => [rule, index]))
  /** How often the rules must be gone through in the order given until all sources of a rule have had their turn. */
  const turns = new Map<CompiledRule, number>()
  for (const rule of order) {
    const after = sourcesOf(rule).map((source) => {
      const turn = source && turns.get(source)
      if (source === undefined || turn === undefined) return undefined
      return (given.get(source) ?? 0) > (given.get(rule) ?? 0) ? turn + 1 : turn
    })
    if (after.every((turn) => turn !== undefined)) turns.set(rule, Math.max(0, ...after))
  }
  const wait = new Map(circles.flatMap(({ members }) => members.map((rule) => [rule, new Set(members)] as const)))
  const names = new Set(all.flatMap(({ id, name }) => [id ?? name, name]))
  for (const rule of usable) {
    if (turns.has(rule)) continue
    for (const [index, source] of sourcesOf(rule).entries()) {
      if (source !== undefined && turns.has(source)) continue
      const name = rule.correlates[index]?.rule ?? ''
      const counts = `it counts the signals of the rule "${name}", which is not`
      const notes = notesOf.get(rule.rule)
      if (!names.has(name)) notes?.refuse(`${counts} among the rules of this run`)
      else if (source === undefined || !wait.get(rule)?.has(source)) notes?.refuse(`${counts} evaluated`)
      else {
        const message = `the rules "${rule.name}" and "${name}" wait for each other's signals`
        notes?.mistake('R212', ['queries', index, 'ruleId'], message)
      }
    }
  }
  const turnOf = (rule: CompiledRule): number => turns.get(rule) ?? 0
  return usable.filter((rule) => turns.has(rule)).sort((a, b) => turnOf(a) - turnOf(b))
}
