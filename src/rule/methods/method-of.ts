import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { Fields } from '../../shape/shape'
import type { RuleKind, WireField } from '../field-level'
import type { Draft } from '../rule'
import { detectionMethods, type MethodName } from './detection-methods'
import type { MethodFacts, MethodTexts } from './method-facts'

/** The method of a rule: its name, and what rules of it are like. */
export interface RuleMethod extends MethodFacts {
  /** A name that the table does not have belongs to a method that nobody knows yet. */
  readonly name: string
}

/** How a rule detects. A rule that does not say its type and names other rules counts their signals. */
export function methodOf({ type, queries, options }: Draft): RuleMethod {
  const countsSignals =
    !type && !options.detectionMethod && queries.some(({ ruleId, defaultRuleId }) => ruleId || defaultRuleId)
  return methodNamed(countsSignals ? overSignals.name : type, options.detectionMethod)
}

/** The same for a rule as a tenant has it, which may hold anything. */
export function methodOfWire({ type, options }: JsonObject): RuleMethod {
  return methodNamed(type, isJsonObject(options) ? options.detectionMethod : undefined)
}

/** The method that a type and a detection method choose; a type that is a method of its own goes first. */
export function methodNamed(type: unknown, detectionMethod: unknown): RuleMethod {
  const byType = typeof type === 'string' ? known.get(type) : undefined
  if (byType?.type) return byType
  const name = isText(detectionMethod) ? detectionMethod : usualMethod
  const byName = known.get(name)
  return byName && !byName.type ? byName : { ...unknownMethod, name }
}

/** How a rule detects that does not say it. */
export const usualMethod = 'threshold' satisfies MethodName

/** As careful as can be with a method that nobody knows yet. */
const unknownMethod: MethodFacts = {
  reads: 'logs',
  cases: 'conditions',
  numbers: 'counts',
  window: 'kept',
  keepAlive: 'joins',
}

const known: ReadonlyMap<string, RuleMethod> = new Map(
  Object.entries(detectionMethods).map(([name, facts]) => [name, { ...facts, name }]),
)
const all = [...known.values()]
const overSignals = all.find(({ reads }) => reads === 'signals') ?? { name: usualMethod }

/** The words for `options.detectionMethod`. */
export const chosenMethods: readonly string[] = all.flatMap(({ name, type }) => (type ? [] : [name]))

/** The words for the aggregation of a query that single methods have. */
export const methodAggregations: readonly string[] = all.flatMap(({ aggregation }) => aggregation ?? [])

/** The keys that single methods have in `options`, or in the rule itself. */
export function methodKeys(of: 'option' | 'field'): Fields<WireField> {
  return Object.fromEntries(
    all.flatMap(({ name, wire, [of]: own }) => {
      if (!own) return []
      const { key, shape, about, absentAs = [] } = own
      const appears = of === 'option' ? wire?.filledOption : undefined
      const filled = ({ type, method }: RuleKind) => (methodNamed(type, method).name === name ? appears : undefined)
      const facts: WireField = {
        absentAs,
        ...(appears !== undefined && { filled }),
        ...(of === 'field' && { isRemovable: true }),
      }
      return [[key, { shape, about, wire: facts }]]
    }),
  )
}

/** Where rules of any method hold texts that others do not. */
export const methodTexts: Required<Omit<MethodTexts, 'usualSeverity'>> = {
  searches: all.flatMap(({ texts }) => texts?.searches ?? []),
  conditions: all.flatMap(({ texts }) => texts?.conditions ?? []),
  templates: all.flatMap(({ texts }) => texts?.templates ?? []),
}
