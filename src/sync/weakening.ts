import type { Json } from '../json/json'
import { isJsonObject } from '../json/json-object'
import { asText } from '../json/json-text'
import { parseQuery } from '../query/parse-query'
import { printQuery } from '../query/print-query'
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

/** Whether a query finds less than another one, as far as that shows: one more clause, or one alternative less. */
function isNarrower(before: Json | undefined, after: Json | undefined): boolean {
  const [old, now] = [partsOf(before), partsOf(after)]
  if (!old || !now) return false
  return isSmaller(old.all, now.all) || (now.any.size > 0 && isSmaller(now.any, old.any))
}

interface Parts {
  /** Clauses of which each must match; none for a query that finds everything. */
  readonly all: ReadonlySet<string>
  /** Alternatives of which one must match; one for a query without. */
  readonly any: ReadonlySet<string>
}

function partsOf(value: Json | undefined): Parts | undefined {
  const text = asText(value)?.trim() ?? ''
  if (text === '' || text === '*') return { all: new Set(), any: new Set() }
  const { query } = parseQuery(text)
  if (!query) return undefined
  const printed = (kind: 'and' | 'or') => new Set((query.kind === kind ? query.queries : [query]).map(printQuery))
  return { all: printed('and'), any: printed('or') }
}

/** Whether the first holds fewer, and none that the second lacks. */
function isSmaller(few: ReadonlySet<string>, many: ReadonlySet<string>): boolean {
  return few.size < many.size && [...few].every((part) => many.has(part))
}
