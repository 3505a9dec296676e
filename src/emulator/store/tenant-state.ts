import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'

/** The lists of things that an emulated tenant holds. */
export const collections = [
  'rules',
  'suppressions',
  'securityFilters',
  'notificationRules',
  'criticalAssets',
  'pipelines',
  'logs',
  'jobs',
  'signals',
  'triages',
] as const

export type Collection = (typeof collections)[number]

/** One write: a new version of a thing, or its removal (`null`). */
export interface Change {
  readonly collection: Collection
  readonly id: string
  readonly value: JsonObject | null
}

/**
 * The tenant in memory, in the order in which things were created. Rules and suppressions keep every version, the last
 * being the present one; of everything else the last version is kept.
 */
export class TenantState {
  readonly #versions = Object.fromEntries(
    collections.map((collection) => [collection, new Map<string, readonly JsonObject[]>()]),
  ) as Readonly<Record<Collection, Map<string, readonly JsonObject[]>>>

  apply({ collection, id, value }: Change): void {
    const things = this.#versions[collection]
    if (value === null) {
      things.delete(id)
      return
    }
    const keepsHistory = collection === 'rules' || collection === 'suppressions'
    things.set(id, keepsHistory ? [...(things.get(id) ?? []), value] : [value])
  }

  get(collection: Collection, id: string): JsonObject | undefined {
    return this.#versions[collection].get(id)?.at(-1)
  }

  /** Every version that was ever written, the oldest first. */
  versions(collection: Collection, id: string): readonly JsonObject[] {
    return this.#versions[collection].get(id) ?? []
  }

  all(collection: Collection): readonly JsonObject[] {
    return [...this.#versions[collection].values()].flatMap((versions) => versions.slice(-1))
  }

  toJSON(): Record<Collection, Record<string, readonly JsonObject[]>> {
    const json = Object.create(null) as Record<Collection, Record<string, readonly JsonObject[]>>
    for (const collection of collections) json[collection] = Object.fromEntries(this.#versions[collection])
    return json
  }

  /** Rebuilds a tenant from what `toJSON` gave. Throws a plain Error that says what is wrong with the value. */
  static fromJSON(value: unknown): TenantState {
    const state = new TenantState()
    if (!isJsonObject(value)) throw new Error('it holds no object')
    for (const collection of collections) {
      const things = value[collection] ?? {}
      if (!isJsonObject(things)) throw new Error(`"${collection}" is no object`)
      for (const [id, versions] of Object.entries(things)) {
        if (!Array.isArray(versions) || !versions.every(isJsonObject)) {
          throw new Error(`"${collection}" holds "${id}", which is no list of versions`)
        }
        state.#versions[collection].set(id, versions as JsonObject[])
      }
    }
    return state
  }
}
