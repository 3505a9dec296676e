import type { JsonObject } from '../../json/json'
import { ruleKind } from '../../wire/canonical-rule'
import type { Kind } from './plan'

/** A rule or suppression as git wants it. */
export interface WantedItem {
  readonly kind: Kind
  readonly id: string
  readonly name: string
  /** The create body, without our tags. */
  readonly body: JsonObject
  readonly hash: string
  /** Slugs of our rules that it refers to. */
  readonly references: readonly string[]
  /** The tenant's id of what it takes over. */
  readonly adopts?: string
  /** Made although something of its name is there. */
  readonly isBeside?: boolean
  /** What is written otherwise than it is compared: the scope of a suppression asks for the owner of a rule as well. */
  readonly written?: JsonObject
}

/** Neither type nor method can be changed in place (API page 2). */
export function replaceReason(wanted: JsonObject, actual: JsonObject): string | undefined {
  const before = ruleKind(actual)
  const after = ruleKind(wanted)
  if (wanted.type !== undefined && before.type !== after.type) {
    return `Datadog cannot change the type of a rule (${before.type} to ${after.type})`
  }
  if (before.method !== after.method) {
    return `Datadog cannot change the detection method of a rule (${before.method} to ${after.method})`
  }
  return undefined
}
