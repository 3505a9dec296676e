import type { Draft } from '../rule/rule'
import { signalsReadBy } from '../rule/signals-read'
import type { Detections, Side } from './detections'

/** A rule before and after a change; undefined on a side where it is not, is disabled, or could not be read. */
export interface RulePair {
  /** Its id now, or what it was called last. */
  readonly rule: string
  readonly before: Draft | undefined
  readonly after: Draft | undefined
  /** A side on which it is there and raises nothing, as it is disabled. */
  readonly disabled?: Side
  /** Why it could not be read, on a side where that is so. */
  readonly unread: Readonly<Partial<Record<Side, string>>>
}

/** How signals name their rule. */
export function nameOf({ id, name }: Draft): string {
  return id ?? name
}

/**
 * Lays the rules of two sides beside each other: by id, wherever their files lie, or by the id that a rule had before
 * (`formerly`). What is enabled on neither side is left out.
 */
export function pairRules(before: Detections, after: Detections): readonly RulePair[] {
  const [then, now] = [rulesByName(before), rulesByName(after)]
  const taken = new Set<string>()
  const pairs: RulePair[] = []
  for (const [name, rule] of now) {
    const former = rule.draft?.formerly
    const key = then.has(name) || former === undefined || now.has(former) ? name : former
    taken.add(key)
    pairs.push(pairOf(name, then.get(key), rule))
  }
  for (const [name, rule] of then) if (!taken.has(name)) pairs.push(pairOf(name, rule, undefined))
  return pairs.filter((pair) => pair.before ?? pair.after ?? pair.unread.after)
}

/** A rule of one side, as far as it could be read. */
interface SideRule {
  readonly draft?: Draft
  readonly unread?: string
}

function rulesByName({ rules, unread }: Detections): ReadonlyMap<string, SideRule> {
  const found = new Map<string, SideRule>(rules.map((draft) => [nameOf(draft), { draft }]))
  for (const { rule, reason } of unread) found.set(rule, { ...found.get(rule), unread: reason })
  return found
}

function pairOf(rule: string, before: SideRule | undefined, after: SideRule | undefined): RulePair {
  const running = (one: SideRule | undefined): Draft | undefined =>
    one?.unread === undefined && one?.draft?.isEnabled ? one.draft : undefined
  const isDisabled = (one: SideRule | undefined): boolean => one?.draft?.isEnabled === false
  const unread = {
    ...(before?.unread !== undefined && { before: before.unread }),
    ...(after?.unread !== undefined && { after: after.unread }),
  }
  const disabled = isDisabled(before) ? 'before' : isDisabled(after) ? 'after' : undefined
  return { rule, before: running(before), after: running(after), unread, ...(disabled && { disabled }) }
}

/** Answers whose signals a rule looks at, among the rules of its side. */
export function sourcesIn(pairs: readonly RulePair[], side: Side): (rule: Draft | undefined) => readonly RulePair[] {
  const running = pairs.flatMap((pair) => (pair[side] ? [{ pair, rule: pair[side] }] : []))
  const byName = new Map(running.map(({ pair, rule }) => [rule.name, pair]))
  for (const { pair, rule } of running) byName.set(nameOf(rule), pair)
  return (rule) =>
    (rule?.queries ?? []).flatMap((query) => {
      const names = signalsReadBy(query)
      if (names === undefined) return []
      if (names.length === 0) return running.flatMap(({ pair }) => (pair[side] === rule ? [] : pair))
      return names.flatMap((name) => byName.get(name) ?? []).slice(0, 1)
    })
}
