import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, listIn } from '../json/json-object'
import type { Fields, Shape } from '../shape/shape'

/**
 * A kept value as it should be written: keys in the order of the shape with unknown ones last, durations and the like in
 * their short form. Where `inFile`, the value as a file has it, already says the same, its way of writing is kept.
 */
export function writtenForm(shape: Shape, kept: unknown, inFile?: unknown): unknown {
  switch (shape.kind) {
    case 'written':
      if (kept === null) return null
      return inFile !== undefined && isDeepStrictEqual(shape.read(inFile).value, kept) ? inFile : shape.write(kept)
    case 'list': {
      if (!Array.isArray(kept)) return kept
      const list = listIn(inFile)
      return kept.map((item, index) => writtenForm(shape.item, item, list[index]))
    }
    case 'named': {
      if (!isJsonObject(kept)) return kept
      return Object.fromEntries(
        Object.entries(kept).map(([key, each]) => [key, writtenForm(shape.item, each, valueIn(inFile, key))]),
      )
    }
    case 'map':
      return isJsonObject(kept) ? orderedMap(shape.fields, kept, inFile) : kept
    default:
      return kept
  }
}

function orderedMap(fields: Fields, kept: Readonly<Record<string, unknown>>, inFile: unknown): Record<string, unknown> {
  const known = Object.entries(fields).filter(([key]) => Object.hasOwn(kept, key) && kept[key] !== undefined)
  const unknown = Object.entries(kept).filter(([key, each]) => !Object.hasOwn(fields, key) && each !== undefined)
  return Object.fromEntries([
    ...known.map(([key, { shape }]) => [key, writtenForm(shape, kept[key], valueIn(inFile, key))]),
    ...unknown,
  ])
}

function valueIn(map: unknown, key: string): unknown {
  return isJsonObject(map) && Object.hasOwn(map, key) ? map[key] : undefined
}
