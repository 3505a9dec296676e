import { isJsonObject } from '../../src/json/json-object'

export type Path = readonly (string | number)[]

/** A place of a document, and whether a file may hold any text there as far as its JSON Schema tells. */
export interface KnownField {
  readonly path: Path
  readonly takesText: boolean
}

/** Every place of a document that its JSON Schema knows: values, items of lists, values under names that users choose. */
export function fieldsIn(schema: unknown, nameOf: () => string): readonly KnownField[] {
  const found = new Map<string, KnownField>()
  const tell = (path: Path, takesText: boolean): void => {
    const key = JSON.stringify(path)
    found.set(key, { path, takesText: takesText || found.get(key)?.takesText === true })
  }
  const walk = (part: unknown, path: Path): void => {
    if (!isJsonObject(part)) return
    if (path.length > 0) tell(path, takesText(part))
    for (const [key, inner] of Object.entries(part['properties'] ?? {})) walk(inner, [...path, key])
    if (part['items'] !== undefined) walk(part['items'], [...path, 0])
    if (isJsonObject(part['additionalProperties'])) walk(part['additionalProperties'], [...path, nameOf()])
    for (const key of ['anyOf', 'oneOf', 'allOf']) {
      const parts = part[key]
      if (Array.isArray(parts)) for (const inner of parts) walk(inner, path)
    }
    if (part['type'] === 'object') tell([...path, nameOf()], true)
  }
  walk(schema, [])
  return [...found.values()]
}

function takesText(part: Readonly<Record<string, unknown>>): boolean {
  const limits = ['enum', 'pattern', 'anyOf', 'oneOf']
  return (part['type'] ?? 'string') === 'string' && limits.every((key) => part[key] === undefined)
}

/** Every text in a value, by its place. */
export function textsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'string') return [path]
  if (Array.isArray(value)) return value.flatMap((inner, index) => textsIn(inner, [...path, index]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]))
}

/** A copy of a document with another value at a place; what leads there is made where it is missing. */
export function withValue(document: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  if (typeof step === 'number') {
    const list = Array.isArray(document) ? [...document] : []
    list[step] = withValue(list[step], rest, value)
    return list
  }
  const map = isJsonObject(document) ? document : {}
  return { ...map, [step]: withValue(map[step], rest, value) }
}

/** A group of more would hide its own mistakes from each other. */
const mostTogether = 6

/** Places in few groups, so that none of a group lies inside another. */
export function together(paths: readonly Path[]): readonly (readonly Path[])[] {
  const groups: Path[][] = []
  for (const path of paths) {
    const group = groups.find((each) => each.length < mostTogether && !each.some((other) => meets(other, path)))
    if (group) group.push(path)
    else groups.push([path])
  }
  return groups
}

function meets(a: Path, b: Path): boolean {
  const shorter = Math.min(a.length, b.length)
  return a.slice(0, shorter).every((step, index) => step === b[index])
}
