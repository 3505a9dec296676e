import type { Json, JsonObject } from '../../src/json/json'
import type { TemplateView } from '../../src/template/template'

export interface SignalFacts {
  readonly attributes?: JsonObject
  readonly tags?: readonly string[]
  readonly variables?: Readonly<Record<string, string | number>>
}

/** A signal for templates, from plain facts. */
export function viewOf({ attributes = {}, tags = [], variables = {} }: SignalFacts): TemplateView {
  return {
    attribute: (path) => path.split('.').reduce<Json | undefined>(member, attributes),
    tag: (key) => tags.filter((tag) => tag.startsWith(`${key}:`)).map((tag) => tag.slice(key.length + 1)),
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
  }
}

function member(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined
}
