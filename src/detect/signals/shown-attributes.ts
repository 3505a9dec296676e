import { unquotedPath } from '../../event/attribute-path'
import { putKey } from '../../event/copy-into'
import type { Json, JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { referencesIn } from '../../template/references-in'
import type { CompiledRule } from '../compiled-rule'

/** What is shown below a key of a path: all of it, or what further keys lead to. */
interface Shown {
  isWhole: boolean
  readonly below: Map<string, Shown>
}

/**
 * What of a log's attributes title, message and group of signals may be read from: what else a log carries shows in none
 * of them. A key may hold dots itself, so each run of keys from the top is held against whole paths.
 */
export class ShownAttributes {
  private readonly paths = new Set<string>()
  private readonly top = newShown()

  /** Those that the signals of a rule show. */
  static of({ title, message, groupFields }: CompiledRule): ShownAttributes {
    const shown = new ShownAttributes()
    for (const reference of referencesIn([...title, ...message])) {
      if (reference.kind === 'attribute') shown.addPath(unquotedPath(reference.path))
    }
    for (const field of groupFields.flat()) if (field.startsWith('@')) shown.addPath(unquotedPath(field.slice(1)))
    return shown
  }

  /** Adds what others show; answers whether that is more. */
  add({ paths }: ShownAttributes): boolean {
    const before = this.paths.size
    for (const path of paths) if (!this.paths.has(path)) this.addPath(path)
    return this.paths.size > before
  }

  /** The attributes without what is not shown. Lists are left whole. */
  cut(attributes: JsonObject): JsonObject {
    return cutTo(this.top, attributes)
  }

  private addPath(path: string): void {
    this.paths.add(path)
    let shown = this.top
    for (const key of path.split('.')) {
      const next = shown.below.get(key) ?? newShown()
      shown.below.set(key, next)
      shown = next
    }
    shown.isWhole = true
  }
}

function newShown(): Shown {
  return { isWhole: false, below: new Map() }
}

function cutTo({ below }: Shown, attributes: JsonObject): JsonObject {
  const kept: Record<string, Json> = {}
  for (const key of Object.keys(attributes)) {
    const shown = below.get(key) ?? (key.includes('.') ? behind(below, key) : undefined)
    if (shown === undefined) continue
    const value = attributes[key]
    if (value === undefined) continue
    putKey(kept, key, !shown.isWhole && isJsonObject(value) ? cutTo(shown, value) : value)
  }
  return kept
}

/** What is shown behind a key that is several keys of a path. */
function behind(below: Shown['below'], key: string): Shown | undefined {
  const [first = '', ...others] = key.split('.')
  return others.reduce<Shown | undefined>((shown, next) => shown?.below.get(next), below.get(first))
}
