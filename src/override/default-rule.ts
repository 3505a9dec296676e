import type { Json, JsonObject } from '../json/json'
import { asObject, isJsonObject, listIn } from '../json/json-object'
import { isText } from '../json/json-text'
import { methodOfWire } from '../rule/methods/method-of'
import { isAboutConfigurations, usualType } from '../rule/rule-types'
import { isPartners } from '../rule/tenant/provided-rule'
import type { Override } from './override'
import { namedKeys, type OverrideKey, overridden } from './override-shape'

/** One case or query of a default rule, by what an override can call it. */
export interface RulePart {
  /** The name comes first, then, for a case, the status that Datadog gave it. */
  readonly calledBy: readonly string[]
}

/** The cases of a default rule in their order; a case without a name is called by its status alone. */
export function casesOf(rule: JsonObject): readonly RulePart[] {
  return objectsOf(rule.cases).map(({ name, status }) => ({ calledBy: [name, status].filter(isText) }))
}

/** The queries of a default rule in their order; one without a name is called by the letter of its position. */
export function queriesOf(rule: JsonObject): readonly RulePart[] {
  return objectsOf(rule.queries).map(({ name }, index) => ({
    calledBy: [isText(name) ? name : String.fromCharCode('a'.charCodeAt(0) + index)],
  }))
}

/** The cases or queries of a default rule for whose each a key can say something else; undefined for the whole rule. */
export function partsOf(rule: JsonObject, key: OverrideKey): readonly RulePart[] | undefined {
  const [list] = overridden[key].wire.path
  return list === 'cases' ? casesOf(rule) : list === 'queries' ? queriesOf(rule) : undefined
}

/** Whether a rule's `rule:` names this one: by the tenant's id, Datadog's id, or the exact name. */
export function isCalled(written: string, remoteId: string, rule: JsonObject): boolean {
  return remoteId === written || rule.defaultRuleId === written || rule.name === written
}

/**
 * Why Datadog does not let one change this on such a rule; undefined where it does. Partners' rules are known to take
 * what other tools send for them, enabled and tags; the environment option is refused but for log detection (both known
 * from those tools); the rest follows from the shape of the rule and is assumed.
 */
export function refusalOf(rule: JsonObject, key: OverrideKey): string | undefined {
  if (isPartners(rule) && key !== 'isEnabled' && key !== 'tags') return "it is a partner's rule"
  const { type = usualType } = rule
  if (key === 'decreaseCriticalityBasedOnEnv' && type !== usualType) return `it is of the type ${String(type)}`
  if (key === 'queryExtension' && hasNoQueryTexts(rule)) return `it is of the type ${String(type)}`
  return overridden[key].wire.path[0] === 'cases' && methodOfWire(rule).cases === 'grades'
    ? 'its cases are those of another product'
    : undefined
}

/** What overrides of a kind cannot reach at all: rules that Datadog has given up cannot be updated. */
export function isGivenUp(rule: JsonObject): boolean {
  return rule.isDeprecated === true
}

/** The value that a map of names holds for a case or query: under its name before its status. */
export function namedValue<Value>(
  map: Readonly<Record<string, Value>>,
  part: RulePart,
): readonly [string, Value] | undefined {
  const key = part.calledBy.find((name) => Object.hasOwn(map, name))
  return key === undefined ? undefined : [key, map[key] as Value]
}

/** Whether a name in an override's map is about a case or query. */
export function isAbout({ calledBy }: RulePart, name: string): boolean {
  return calledBy.includes(name)
}

/** The names in an override's maps that no case or query of the rule answers to, with the key they stand under. */
export function strangers(
  override: Override,
  rule: JsonObject,
): readonly { readonly key: OverrideKey; readonly name: string }[] {
  return byName(override).flatMap(({ key, names }) => {
    const known = new Set(partsOf(rule, key)?.flatMap(({ calledBy }) => calledBy))
    return names.filter((name) => !known.has(name)).map((name) => ({ key, name }))
  })
}

/** The keys of an override that are written by name, with those names. */
export function byName(override: Override): readonly {
  readonly key: OverrideKey
  readonly names: readonly string[]
}[] {
  return namedKeys.flatMap((key) => {
    const value = override[key]
    return isJsonObject(value) ? [{ key, names: Object.keys(value) }] : []
  })
}

/** The objects in a list of a rule. Anything else has none. */
export function objectsOf(list: Json | undefined): readonly JsonObject[] {
  return listIn(list).map((item) => asObject(item) ?? {})
}

/** Rules whose queries have no text that could be extended. */
function hasNoQueryTexts(rule: JsonObject): boolean {
  return isAboutConfigurations(rule.type) || methodOfWire(rule).reads === 'signals'
}
