import type { JsonObject } from '../json/json'
import { asObject, objectsIn } from '../json/json-object'
import { asText, textsIn } from '../json/json-text'
import { type AttributePath, attributePath } from './attribute-path'

/** The text under a key of a definition; empty where there is none. */
export function textOf(definition: JsonObject, key: string): string {
  return asText(definition[key]) ?? ''
}

/** A flag of a definition, or what holds without it. */
export function flagOf(definition: JsonObject, key: string, absent = false): boolean {
  const value = definition[key]
  return typeof value === 'boolean' ? value : absent
}

/** The attribute that a key names. */
export function pathOf(definition: JsonObject, key: string, absent = ''): AttributePath {
  return attributePath(asText(definition[key]) ?? absent)
}

/** The attributes in the list under `sources`. */
export function sourcesOf(definition: JsonObject, absent?: string): readonly AttributePath[] {
  const written = textsIn(definition['sources'])
  return (written.length === 0 && absent !== undefined ? [absent] : written).map(attributePath)
}

/** The object under a key of a definition; an empty one where there is none. */
export function partOf(definition: JsonObject, key: string): JsonObject {
  return asObject(definition[key]) ?? {}
}

/** The objects in the list under a key. */
export function partsOf(definition: JsonObject, key: string): readonly JsonObject[] {
  return objectsIn(definition[key])
}
