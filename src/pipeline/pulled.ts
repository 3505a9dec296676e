import { contentDigest } from '../json/canonical-json'
import type { JsonObject } from '../json/json'
import { objectAt } from '../json/json-object'
import { asNumber, asText } from '../json/json-text'

/** What `pipeline pull` writes beside a pipeline: where it comes from, and what it was then. */
export interface Pulled {
  /** When it was read, ISO 8601. */
  readonly at?: string
  readonly tenant?: string
  /** Its place among the pipelines of the tenant, from 1. */
  readonly order?: number
  /** Of the definition as it was pulled. */
  readonly digest?: string
}

/** What a file says of where its pipeline was pulled from; undefined for one that a person wrote. */
export function pulledIn(value: unknown): Pulled | undefined {
  const pulled = objectAt((value ?? {}) as JsonObject, 'pulled')
  if (pulled === undefined) return undefined
  const [at, tenant, digest] = [asText(pulled['at']), asText(pulled['tenant']), asText(pulled['digest'])]
  const order = asNumber(pulled['order'])
  return {
    ...(at !== undefined && { at }),
    ...(tenant !== undefined && { tenant }),
    ...(order !== undefined && { order }),
    ...(digest !== undefined && { digest }),
  }
}

/** The digest of a definition: equal content, equal digest, whatever the order of its keys. */
export function definitionDigest(definition: unknown): string {
  return contentDigest(definition, 16)
}
