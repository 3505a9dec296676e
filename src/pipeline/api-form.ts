import type { Path } from '../diagnostic/diagnostic'
import type { Json, JsonObject } from '../json/json'
import { isCollection, isJsonObject, isList } from '../json/json-object'
import type { Shape } from '../shape/shape'

/** Keys that the public integrations write in a way of their own. */
const ownWords: { readonly [key: string]: string | undefined } = {
  is_enabled: 'enabled',
  is_read_only: 'readOnly',
  is_replace_missing: 'replaceMissing',
  is_encoded: 'encoded',
}

/** How else a key of the API may be written: as the public integrations do, and in camel case. */
export function otherSpellings(key: string): readonly string[] {
  const camel = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const own = ownWords[key]
  return [...(own === undefined ? [] : [own]), ...(camel === key ? [] : [camel])]
}

/**
 * A definition with the keys of a shape as the API writes them. Keys that the shape does not know, and those that users
 * choose, stay as they are; so does a second spelling of a key that is there already.
 */
export function apiForm(shape: Shape, value: Json): Json {
  if (shape.kind === 'list' && isList(value)) return value.map((item) => apiForm(shape.item, item))
  if (shape.kind !== 'map' || !isJsonObject(value)) return value
  const canonical = new Map<string, string>()
  for (const key of Object.keys(shape.fields)) {
    for (const other of otherSpellings(key)) if (!Object.hasOwn(value, key)) canonical.set(other, key)
  }
  return Object.fromEntries(
    Object.entries(value).map(([written, inner]) => {
      const key = canonical.get(written) ?? written
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
      return [key, field === undefined ? inner : apiForm(field.shape, inner)]
    }),
  )
}

/** A path of keys as the API writes them, as the keys are written in a document. */
export function writtenPath(document: unknown, path: Path): Path {
  let here: unknown = document
  return path.map((step) => {
    const written = typeof step === 'string' && isJsonObject(here) ? writtenKey(here, step) : step
    here = isCollection(here) ? (here as Readonly<Record<string | number, unknown>>)[written] : undefined
    return written
  })
}

function writtenKey(object: JsonObject, key: string): string {
  return Object.hasOwn(object, key) ? key : (otherSpellings(key).find((other) => Object.hasOwn(object, other)) ?? key)
}
