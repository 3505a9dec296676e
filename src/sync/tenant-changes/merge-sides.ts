import { sameJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isObjectList, listIn } from '../../json/json-object'
import { linedUp } from '../../json/line-up'
import type { FieldChange } from '../../wire/differences'

/** A field that git and the tenant each changed, into something else. */
export interface Clash {
  readonly path: string
  readonly base?: Json
  readonly git?: Json
  readonly tenant?: Json
}

/** What becomes of two sides that come from one. */
export interface Merged {
  /** What both sides want; where they clash, git's value. */
  readonly content: JsonObject
  /** What the tenant's side alone changed, from the base to the tenant. */
  readonly theirs: readonly FieldChange[]
  readonly clashes: readonly Clash[]
}

/**
 * Merges two canonical contents that come from one base, field by field. Of lists of objects that are still lined up each
 * object is merged; any other list is one field, except the tags, which are a set. `takes` says whose value a field gets
 * that the tenant changed; where it is git's, git may have changed it as well.
 */
export function mergeSides(
  base: JsonObject,
  git: JsonObject,
  tenant: JsonObject,
  takes: (path: string) => 'git' | 'tenant' = () => 'tenant',
): Merged {
  const theirs: FieldChange[] = []
  const clashes: Clash[] = []
  const content = mergeObjects({ base, git, tenant }, '', { theirs, clashes, takes })
  return { content, theirs, clashes }
}

interface Three<Value> {
  readonly base: Value
  readonly git: Value
  readonly tenant: Value
}

interface Gathered {
  readonly theirs: FieldChange[]
  readonly clashes: Clash[]
  readonly takes: (path: string) => 'git' | 'tenant'
}

function mergeObjects({ base, git, tenant }: Three<JsonObject>, path: string, gathered: Gathered): JsonObject {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(git), ...Object.keys(tenant)])].sort()
  const own = (value: JsonObject, key: string): Json | undefined => (Object.hasOwn(value, key) ? value[key] : undefined)
  return Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const here = path === '' ? key : `${path}.${key}`
      const sides = { base: own(base, key), git: own(git, key), tenant: own(tenant, key) }
      const merged = mergeValues(sides, here, gathered)
      return merged === undefined ? [] : [[key, merged]]
    }),
  )
}

function mergeValues(sides: Three<Json | undefined>, path: string, gathered: Gathered): Json | undefined {
  const { base, git, tenant } = sides
  if (isSame(git, tenant) || isSame(base, tenant)) return git
  if (isJsonObject(git) && isJsonObject(tenant) && (base === undefined || isJsonObject(base))) {
    return mergeObjects({ base: base ?? {}, git, tenant }, path, gathered)
  }
  if (path === 'tags') return mergeTags(sides, path, gathered)
  if (isObjectList(base) && isObjectList(git) && isObjectList(tenant) && isLinedUp(base, git, tenant)) {
    return base.map((_, index) => {
      const item = { base: base[index] ?? {}, git: git[index] ?? {}, tenant: tenant[index] ?? {} }
      return mergeObjects(item, `${path}[${index}]`, gathered)
    })
  }
  const takes = gathered.takes(path)
  if (!isSame(base, git) && takes === 'tenant') {
    gathered.clashes.push({
      path,
      ...(base !== undefined && { base }),
      ...(git !== undefined && { git }),
      ...(tenant !== undefined && { tenant }),
    })
    return git
  }
  gathered.theirs.push(changeOf(path, base, tenant))
  return takes === 'git' ? git : tenant
}

/** What each side took away is gone, what each added is there: tags cannot clash. */
function mergeTags({ base, git, tenant }: Three<Json | undefined>, path: string, gathered: Gathered): Json {
  const [before, ours, theirs] = [listIn(base), listIn(git), listIn(tenant)]
  const has = (list: readonly Json[], item: Json): boolean => list.some((one) => isSame(one, item))
  const added = theirs.filter((tag) => !has(before, tag) && !has(ours, tag))
  const removed = before.filter((tag) => !has(theirs, tag) && has(ours, tag))
  if (added.length + removed.length === 0) return ours
  gathered.theirs.push(changeOf(path, base, tenant))
  if (gathered.takes(path) === 'git') return ours
  return [...ours.filter((tag) => !has(removed, tag)), ...added].sort((left, right) =>
    String(left) < String(right) ? -1 : 1,
  )
}

/** Whether no side moved, added or took away an object, so that each can be told by its place. */
function isLinedUp(base: readonly Json[], ...sides: readonly (readonly Json[])[]): boolean {
  return sides.every(
    (side) => side.length === base.length && linedUp(base, side).every(([left, right]) => left === right),
  )
}

function changeOf(path: string, before: Json | undefined, after: Json | undefined): FieldChange {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
}

function isSame(left: Json | undefined, right: Json | undefined): boolean {
  return left === undefined || right === undefined ? left === right : sameJson(left, right)
}
