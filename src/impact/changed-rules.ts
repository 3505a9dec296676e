import type { RuleSet } from '../detect/compile-rules'
import { readsSignals } from '../rule/signals-read'
import { type DetectionDigest, detectionDigests } from './detection-digest'
import type { Detections, Side } from './detections'
import { pairRules, type RulePair, sourcesIn } from './pair-rules'

/** Why a rule may raise something else than before. */
export type Cause =
  | 'added'
  | 'removed'
  | 'enabled'
  | 'disabled'
  /** Its file could not be read before, or cannot be read now. */
  | 'unread'
  /** It looks at signals of rules that changed. */
  | 'signals'
  | Exclude<keyof DetectionDigest, 'texts'>

/** A rule that may raise something else than before. */
export interface ChangedRule extends RulePair {
  readonly causes: readonly Cause[]
}

/** What is to be evaluated to tell what a change does. */
export interface Changes {
  readonly changed: readonly ChangedRule[]
  /** How many rules raise now what they raised before: nothing is evaluated for them. */
  readonly unchanged: number
  /** The changed rules on both sides, with those whose signals they look at. */
  readonly sets: readonly (RuleSet & { readonly side: Side })[]
  /** As far as these rules see, raw logs are read on both sides in one way. */
  readonly readsAlike: boolean
}

/** Finds the rules of which a change may change the signals. */
export function findChanges(before: Detections, after: Detections): Changes {
  const pairs = pairRules(before, after)
  const isTextRead = [...before.rules, ...after.rules].some(readsSignals)
  const digest = { before: detectionDigests(before), after: detectionDigests(after) }
  const sources = { before: sourcesIn(pairs, 'before'), after: sourcesIn(pairs, 'after') }
  const causes = new Map<RulePair, readonly Cause[]>()
  for (const pair of pairs) {
    const own = sideCauses(pair) ?? digestCauses(pair, digest, isTextRead)
    if (own.length > 0) causes.set(pair, own)
  }
  const readers = pairs.filter(
    ({ before, after }) => (before && readsSignals(before)) || (after && readsSignals(after)),
  )
  for (let size = -1; size < causes.size; ) {
    size = causes.size
    for (const pair of readers.filter((each) => !causes.has(each))) {
      const read = [...sources.before(pair.before), ...sources.after(pair.after)]
      if (read.some((source) => causes.has(source))) causes.set(pair, ['signals'])
    }
  }
  const changed = pairs.filter((pair) => causes.has(pair))
  const needed = {
    before: withSources(changed, (pair) => sources.before(pair.before)),
    after: withSources(changed, (pair) => sources.after(pair.after)),
  }
  const setOf = (side: Side, options: RuleSet['options']) => ({
    side,
    rules: pairs.flatMap((pair) => (needed[side].has(pair) ? (pair[side] ?? []) : [])),
    ...(options && { options }),
  })
  return {
    changed: changed.map((pair) => ({ ...pair, causes: causes.get(pair) ?? [] })),
    unchanged: pairs.length - changed.length,
    sets: [setOf('before', before.options), setOf('after', after.options)],
    readsAlike: [...needed.before, ...needed.after].every(
      (pair) => !pair.before || !pair.after || before.wayOf(pair.before) === after.wayOf(pair.after),
    ),
  }
}

/** Why a rule raises nothing on one of the two sides; undefined where it is evaluated on both. */
function sideCauses({ before, after, disabled, unread }: RulePair): readonly Cause[] | undefined {
  if (unread.before !== undefined || unread.after !== undefined) return ['unread']
  if (before && after) return undefined
  if (after) return [disabled === 'before' ? 'enabled' : 'added']
  return [disabled === 'after' ? 'disabled' : 'removed']
}

function digestCauses(
  { before, after }: RulePair,
  digest: Readonly<Record<Side, ReturnType<typeof detectionDigests>>>,
  isTextRead: boolean,
): readonly Cause[] {
  if (!before || !after) return []
  const [then, now] = [digest.before(before), digest.after(after)]
  const isTextSeen = isTextRead || then.suppressions !== '' || now.suppressions !== ''
  const isOther = then.rule !== now.rule || (isTextSeen && then.texts !== now.texts)
  const others = (['suppressions', 'tables', 'logs'] as const).filter((part) => then[part] !== now[part])
  return isOther ? ['rule', ...others] : others
}

function withSources(
  pairs: readonly RulePair[],
  sourcesOf: (pair: RulePair) => readonly RulePair[],
): ReadonlySet<RulePair> {
  const found = new Set(pairs)
  for (const pair of found) for (const source of sourcesOf(pair)) found.add(source)
  return found
}
