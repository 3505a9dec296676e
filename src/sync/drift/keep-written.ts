import { sameJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isObjectList, listIn } from '../../json/json-object'
import type { Draft } from '../../rule/rule'
import { canonicalRule } from '../../wire/canonical-rule'

/**
 * `wanted` in the words of `written`: what means the same in both keeps the way it was written, a default that stands in
 * the file or is left out of it, the order of tags. Only what means something else is taken over. Its canonical form is
 * that of `wanted`.
 */
export function keepWritten(written: Draft | JsonObject, wanted: JsonObject): JsonObject {
  const ours = side(written)
  const theirs = side(wanted)
  const fine = mergeObjects(ours, theirs)
  if (meansSame(fine, wanted)) return fine
  const coarse = mergeTop(ours, theirs)
  return meansSame(coarse, wanted) ? coarse : wanted
}

/** A value as it stands in a file, beside what it means. */
interface Side {
  readonly plain: Json | undefined
  readonly means: Json | undefined
}

function side(rule: Draft | JsonObject): Side {
  return { plain: rule as JsonObject, means: canonicalRule(rule) }
}

function merge(ours: Side, theirs: Side): Json | undefined {
  if (sameJson(ours.means ?? null, theirs.means ?? null)) return ours.plain
  if (isJsonObject(ours.plain) && isJsonObject(theirs.plain)) return mergeObjects(ours, theirs)
  if (isObjectList(ours.plain) && isObjectList(theirs.plain)) return mergeLists(ours, theirs)
  return theirs.plain
}

function mergeObjects(ours: Side, theirs: Side): JsonObject {
  return mergedBy(ours, theirs, (key) => {
    const [mine, other] = [at(ours, key), at(theirs, key)]
    return key === 'tags' ? mergeTags(mine, other) : merge(mine, other)
  })
}

/** The same with each field of the rule either as it was or as it shall be. */
function mergeTop(ours: Side, theirs: Side): JsonObject {
  return mergedBy(ours, theirs, (key) => {
    const [mine, other] = [at(ours, key), at(theirs, key)]
    return sameJson(mine.means ?? null, other.means ?? null) ? mine.plain : other.plain
  })
}

function mergedBy(ours: Side, theirs: Side, mergeKey: (key: string) => Json | undefined): JsonObject {
  const keys = new Set([...Object.keys(ours.plain ?? {}), ...Object.keys(theirs.plain ?? {})])
  const entries = [...keys].map((key) => [key, mergeKey(key)] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined))
}

/** Items are put beside those that mean the same, else beside those of one name, else beside those of one place. */
function mergeLists(ours: Side, theirs: Side): Json {
  const [mine, others] = [items(ours), items(theirs)]
  const free = new Set(mine)
  const take = (isIt: (one: Side) => boolean): Side | undefined => {
    const found = [...free].find(isIt)
    if (found) free.delete(found)
    return found
  }
  const beside = new Map<Side, Side>()
  const passes: readonly ((one: Side, other: Side) => boolean)[] = [
    (one, other) => sameJson(one.means, other.means),
    (one, other) => nameOf(one) !== undefined && nameOf(one) === nameOf(other),
    (one, other) => mine.indexOf(one) === others.indexOf(other),
  ]
  for (const isBeside of passes) {
    for (const other of others) {
      const found = beside.has(other) ? undefined : take((one) => isBeside(one, other))
      if (found) beside.set(other, found)
    }
  }
  return others.map((other) => merge(beside.get(other) ?? { plain: undefined, means: undefined }, other) ?? null)
}

/** Tags have no order in the tenant: those that were there keep the file's, new ones follow. */
export function tagsAsBefore<Tag>(before: readonly Tag[], now: readonly Tag[]): readonly Tag[] {
  return [...before.filter((tag) => now.includes(tag)), ...now.filter((tag) => !before.includes(tag))]
}

/** A list that is gone is an empty one, which is written only where the file had it. */
function mergeTags({ plain: before }: Side, { plain: now = [] }: Side): Json | undefined {
  if (!Array.isArray(before) || !Array.isArray(now)) return now
  const tags = tagsAsBefore<Json>(before, now)
  return tags.length === 0 && before.length > 0 ? undefined : tags
}

function items({ plain, means }: Side): readonly Side[] {
  const meanings = listIn(means)
  return (plain as readonly Json[]).map((item, index) => ({ plain: item, means: meanings[index] }))
}

function at({ plain, means }: Side, key: string): Side {
  const own = (value: Json | undefined): Json | undefined =>
    isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return { plain: own(plain), means: own(means) }
}

function nameOf({ means }: Side): Json | undefined {
  return isJsonObject(means) && means.name !== '' ? means.name : undefined
}

function meansSame(left: JsonObject, right: JsonObject): boolean {
  return sameJson(canonicalRule(left), canonicalRule(right))
}
