import { unquotedPath } from '../../event/attribute-path'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { referencesIn } from '../../template/references-in'
import type { CompiledRule } from '../compiled-rule'

/**
 * What of a log's attributes title, message and group of signals may be read from: what else a log carries shows in none
 * of them. A key may hold dots itself, so each run of keys from the top is held against whole paths.
 */
export class ShownAttributes {
  private readonly paths = new Set<string>()
  /** What stands before a dot in one of the paths. */
  private readonly beginnings = new Set<string>()

  /** Those that the signals of a rule show. */
  static of({ title, message, groupFields }: CompiledRule): ShownAttributes {
    const shown = new ShownAttributes()
    for (const reference of referencesIn([...title, ...message])) {
      if (reference.kind === 'attribute') shown.addPath(unquotedPath(reference.path))
    }
    for (const field of groupFields.flat()) if (field.startsWith('@')) shown.addPath(unquotedPath(field.slice(1)))
    return shown
  }

  /** Adds what others show. */
  add({ paths }: ShownAttributes): void {
    for (const path of paths) if (!this.paths.has(path)) this.addPath(path)
  }

  /** The attributes without what is not shown. Lists are left whole. */
  cut(attributes: JsonObject, above = ''): JsonObject {
    const kept: [string, Json][] = []
    for (const key of Object.keys(attributes)) {
      const path = `${above}${key}`
      const value = attributes[key]
      if (value === undefined) continue
      if (this.paths.has(path)) kept.push([key, value])
      else if (this.beginnings.has(path)) kept.push([key, isJsonObject(value) ? this.cut(value, `${path}.`) : value])
    }
    return Object.fromEntries(kept)
  }

  private addPath(path: string): void {
    this.paths.add(path)
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1))
      this.beginnings.add(path.slice(0, dot))
  }
}
