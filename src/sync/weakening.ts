import type { Json } from '../json/json'
import { isJsonObject } from '../json/json-object'
import { asText } from '../json/json-text'
import { implies } from '../query/never-matches'
import { parseQuery } from '../query/parse-query'
import { caseStatuses } from '../rule/case-status'
import type { FieldChange } from '../wire/differences'
import { hidesLessBy, hidesMoreBy } from '../wire/wider/hides-more'
import type { Kind } from './plan/plan'

/** How a change makes a tenant see less than before. */
export type Weakening =
  | 'disabled'
  | 'lower severity'
  | 'fewer cases'
  | 'narrower query'
  | 'a suppression switched on'
  | 'a wider suppression'
  | 'a longer suppression'

/** How these changes, from `before` to `after`, weaken detection; in the order of their weight, and empty where they do not. */
export function weakeningsOf(kind: Kind, fields: readonly FieldChange[]): readonly Weakening[] {
  const found = new Set(
    fields.flatMap((field) => (kind === 'suppression' ? ofSuppression(field) : ofRule(field)) ?? []),
  )
  return order.filter((weakening) => found.has(weakening))
}

/** Things with those first that weaken detection, the gravest at the front; else in the order in which they came. */
export function weakestFirst<Thing>(
  things: readonly Thing[],
  weakenings: (thing: Thing) => readonly Weakening[],
): readonly Thing[] {
  const rank = (thing: Thing): number => {
    const [gravest] = weakenings(thing)
    return gravest === undefined ? order.length : order.indexOf(gravest)
  }
  return things
    .map((thing) => ({ thing, rank: rank(thing) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ thing }) => thing)
}

const order: readonly Weakening[] = [
  'a wider suppression',
  'a suppression switched on',
  'a longer suppression',
  'disabled',
  'lower severity',
  'fewer cases',
  'narrower query',
]

/** How a change makes a suppression hide less than before. */
type Narrowing = 'narrower' | 'switched off' | 'ends sooner' | 'starts later'

/** How these changes, from `before` to `after`, make a suppression hide less; empty for anything else. */
export function narrowingsOf(kind: Kind, fields: readonly FieldChange[]): readonly Narrowing[] {
  return kind === 'suppression' ? [...new Set(fields.flatMap((field) => narrowing(field) ?? []))] : []
}

const narrowings: Readonly<Record<NonNullable<ReturnType<typeof hidesLessBy>>, Narrowing>> = {
  narrower: 'narrower',
  off: 'switched off',
  shorter: 'ends sooner',
  later: 'starts later',
}

function narrowing(field: FieldChange): Narrowing | undefined {
  const how = hidesLessBy(field)
  return how && narrowings[how]
}

function ofRule({ path, before, after }: FieldChange): Weakening | undefined {
  if (path === 'isEnabled') return after === false ? 'disabled' : undefined
  if (/^cases(?:\[\d+\])?$/.test(path)) {
    const [had, has] = [countOf(before), countOf(after)]
    return has < had ? 'fewer cases' : undefined
  }
  if (/^cases\[\d+\]\.(?:status|customStatus)$/.test(path)) return isLower(before, after) ? 'lower severity' : undefined
  if (/^queries\[\d+\]\.(?:query|customQueryExtension)$/.test(path)) {
    return isNarrower(before, after) ? 'narrower query' : undefined
  }
  return undefined
}

const ofSuppressions: Readonly<Record<NonNullable<ReturnType<typeof hidesMoreBy>>, Weakening>> = {
  wider: 'a wider suppression',
  on: 'a suppression switched on',
  longer: 'a longer suppression',
}

function ofSuppression(field: FieldChange): Weakening | undefined {
  const how = hidesMoreBy(field)
  return how && ofSuppressions[how]
}

/** How many cases a value stands for: a list of them, one alone, or none. */
function countOf(value: Json | undefined): number {
  return Array.isArray(value) ? value.length : isJsonObject(value) ? 1 : 0
}

function isLower(before: Json | undefined, after: Json | undefined): boolean {
  const rank = (status: Json | undefined): number => (caseStatuses as readonly unknown[]).indexOf(status)
  return rank(before) > rank(after) && rank(after) >= 0
}

/** Whether a query of a rule is shown to find less than another one. */
function isNarrower(before: Json | undefined, after: Json | undefined): boolean {
  const [old, now] = [before, after].map((text) => parseQuery(asText(text) ?? '').query)
  return old !== undefined && now !== undefined && implies(now, old, 'log') && !implies(old, now, 'log')
}
