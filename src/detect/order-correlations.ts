import type { Draft } from '../rule/rule'
import type { CompiledRule } from './compiled-rule'
import type { RuleNotes } from './rule-notes'

/**
 * Puts rules that count the signals of others after those others. A rule whose own source is missing, is not evaluated
 * or leads back to itself is noted and left out, and with it every rule that counts its signals.
 */
export function orderCorrelations(
  usable: readonly CompiledRule[],
  all: readonly Draft[],
  notesOf: ReadonlyMap<Draft, RuleNotes>,
): readonly CompiledRule[] {
  const byName = new Map<string, CompiledRule>()
  for (const rule of usable) if (!byName.has(rule.rule.name)) byName.set(rule.rule.name, rule)
  for (const rule of usable) byName.set(rule.name, rule)
  const given = new Set(all.flatMap(({ id, name }) => [id ?? name, name]))
  const ordered: CompiledRule[] = []
  const placed = new Set<CompiledRule>()
  let waiting = [...usable]
  for (let progress = true; progress; ) {
    progress = false
    const still: CompiledRule[] = []
    for (const rule of waiting) {
      const sources = rule.correlates.map((correlation) => byName.get(correlation.rule))
      if (sources.every((source) => source !== undefined && placed.has(source))) {
        ordered.push(rule)
        placed.add(rule)
        progress = true
      } else {
        still.push(rule)
      }
    }
    waiting = still
  }
  for (const rule of waiting) noteWhy(rule, byName, given, placed, notesOf.get(rule.rule))
  return ordered
}

function noteWhy(
  rule: CompiledRule,
  byName: ReadonlyMap<string, CompiledRule>,
  given: ReadonlySet<string>,
  placed: ReadonlySet<CompiledRule>,
  notes: RuleNotes | undefined,
): void {
  for (const [index, { rule: name }] of rule.correlates.entries()) {
    const source = byName.get(name)
    if (source !== undefined && placed.has(source)) continue
    const path = ['queries', index, 'ruleId']
    if (!given.has(name)) {
      notes?.refuse(`it counts the signals of the rule "${name}", which is not among the rules of this run`)
    } else if (source === undefined) {
      notes?.refuse(`it counts the signals of the rule "${name}", which is not evaluated`)
    } else if (leadsBack(source, rule, byName)) {
      notes?.mistake('R212', path, `the rules "${rule.name}" and "${name}" wait for each other's signals`)
    } else {
      notes?.refuse(`it counts the signals of the rule "${name}", which is not evaluated`)
    }
  }
}

function leadsBack(from: CompiledRule, to: CompiledRule, byName: ReadonlyMap<string, CompiledRule>): boolean {
  const seen = new Set<CompiledRule>()
  const pending = [from]
  for (let rule = pending.pop(); rule !== undefined; rule = pending.pop()) {
    if (rule === to) return true
    if (seen.has(rule)) continue
    seen.add(rule)
    for (const { rule: name } of rule.correlates) {
      const next = byName.get(name)
      if (next !== undefined) pending.push(next)
    }
  }
  return false
}
