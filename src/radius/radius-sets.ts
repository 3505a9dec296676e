import type { CompileOptions, RuleSet } from '../detect/compile-rules'
import type { Variation } from '../detect/variations/variation'
import { nameOf } from '../impact/pair-rules'
import type { Draft } from '../rule/rule'
import { readsSignals, signalsReadBy } from '../rule/signals-read'
import { rulesUnder } from '../suppression/scopes'
import type { Suppression } from '../suppression/suppression'

/** What a radius is asked of. */
export interface RadiusTask {
  /** Those that raise signals. */
  readonly rules: readonly Draft[]
  readonly options: Omit<CompileOptions, 'suppressions'>
  /** All that act on these rules, those that are asked about among them. */
  readonly suppressions: readonly Suppression[]
  readonly asked: readonly Suppression[]
}

/** The side of the suppressions as they are. */
export const asTheyAre = 'as they are'

/** The side on which a suppression does nothing. */
export function withoutSide({ id }: Suppression): string {
  return `without ${id}`
}

/** The side on which a suppression acts all along. */
export function allAlongSide({ id }: Suppression): string {
  return `all along ${id}`
}

/**
 * The rule sets of one pass: the rules that are concerned as they are, with what each exclusion would leave them, if it did not
 * act, or acted all along, as variations. Where rules over signals count what a suppression keeps from being seen, these rules
 * run once more without it; one that acts for a time only is also laid beside itself acting all along.
 */
export function radiusSets({ rules, options, suppressions, asked }: RadiusTask): readonly RuleSet[] {
  const scopeOf = rulesUnder(rules)
  const readers = rules.filter(readsSignals)
  const inScope = new Map(asked.map((one) => [one, new Set(scopeOf(one))]))
  const apart = asked.flatMap((one) => {
    const own = inScope.get(one) ?? new Set<Draft>()
    const counting = readersOf(own, readers, rules)
    const changed = [...(one.dataExclusionQuery === undefined ? [] : own), ...counting]
    return counting.length > 0 ? [{ one, changed: withSources([...own, ...changed], readers, rules) }] : []
  })
  const concerned = withSources(
    [...inScope.values(), ...apart.map(({ changed }) => changed)].flatMap((some) => [...some]),
    readers,
    rules,
  )
  const setOf = (side: string, own: ReadonlySet<Draft>, acting: readonly Suppression[]): RuleSet => ({
    side,
    rules: rules.filter((rule) => own.has(rule)),
    options: { ...options, suppressions: acting },
  })
  const isApart = new Set(apart.map(({ one }) => one))
  const varied = asked.filter((one) => one.dataExclusionQuery !== undefined && !isApart.has(one))
  return [
    { ...setOf(asTheyAre, concerned, suppressions), variations: varied.flatMap(variationsOf) },
    ...apart.flatMap(({ one, changed }) => [
      setOf(withoutSide(one), changed, replaced(suppressions, one, idle(one))),
      ...(isForATime(one) ? [setOf(allAlongSide(one), changed, replaced(suppressions, one, lasting(one)))] : []),
    ]),
  ]
}

function variationsOf(one: Suppression): readonly Variation[] {
  const without = { kind: 'without', side: withoutSide(one), suppression: idle(one) } as const
  const lastingly = { kind: 'allAlong', side: allAlongSide(one), suppression: lasting(one) } as const
  return isForATime(one) ? [without, lastingly] : [without]
}

/** It does nothing, and its rules still know of it, so that their signals can be asked about. */
function idle({ dataExclusionQuery: _, ...rest }: Suppression): Suppression {
  return { ...rest, enabled: false }
}

function lasting({ startMs: _start, expiresMs: _end, ...rest }: Suppression): Suppression {
  return { ...rest, enabled: true }
}

/** Whether there are times at which it does not act. */
export function isForATime({ enabled, startMs, expiresMs }: Suppression): boolean {
  return !enabled || startMs !== undefined || expiresMs !== undefined
}

function replaced(all: readonly Suppression[], old: Suppression, next: Suppression): readonly Suppression[] {
  return all.map((one) => (one === old ? next : one))
}

/** The rules that count signals of some rules, and those that count theirs. */
function readersOf(some: ReadonlySet<Draft>, readers: readonly Draft[], rules: readonly Draft[]): readonly Draft[] {
  const found = new Set(some)
  for (let size = -1; size < found.size; ) {
    size = found.size
    for (const reader of readers) if (sourcesOf(reader, rules).some((source) => found.has(source))) found.add(reader)
  }
  return readers.filter((reader) => found.has(reader) && sourcesOf(reader, rules).some((source) => found.has(source)))
}

function withSources(some: readonly Draft[], readers: readonly Draft[], rules: readonly Draft[]): ReadonlySet<Draft> {
  const found = new Set(some)
  const reading = new Set(readers)
  for (const rule of found) if (reading.has(rule)) for (const source of sourcesOf(rule, rules)) found.add(source)
  return found
}

function sourcesOf(reader: Draft, rules: readonly Draft[]): readonly Draft[] {
  return reader.queries.flatMap((query) => {
    const names = signalsReadBy(query)
    if (names === undefined) return []
    if (names.length === 0) return rules.filter((rule) => rule !== reader)
    return rules.filter((rule) => names.includes(nameOf(rule)) || names.includes(rule.name))
  })
}
