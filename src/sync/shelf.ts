import type { JsonObject } from '../event/log-event'
import { encodeRuleUpdate } from '../wire/encode-rule'
import { encodeSuppressionUpdate } from '../wire/encode-suppression'
import { type Comparison, compareRule, compareSuppression, type SlugOf } from './comparable'
import type { Remote } from './remote'

/** One thing as a tenant holds it, whatever its kind. */
export interface Stored {
  readonly id: string
  readonly version: number
  readonly body: JsonObject
}

/** The tenant's calls for one kind of thing in one shape, so that the rules of safe writing are told once. */
export interface Shelf {
  list(): Promise<readonly Stored[]>
  get(id: string): Promise<Stored | undefined>
  create(body: JsonObject): Promise<Stored>
  /** Sends what makes `before` equal to the wanted body, against the version that `before` had. */
  update(before: Stored, body: JsonObject): Promise<Stored>
  /** Sends other tags and nothing else. */
  retag(before: Stored, tags: readonly string[]): Promise<Stored>
  remove(id: string): Promise<void>
  compare(wanted: JsonObject, actual: JsonObject): Comparison
}

/** The rules of a tenant. References are compared as slugs, as far as `slugOf` knows them. */
export function ruleShelf(remote: Remote, slugOf: SlugOf): Shelf {
  return {
    list: () => remote.listRules(),
    get: (id) => remote.getRule(id),
    create: (body) => remote.createRule(body),
    update: (before, body) =>
      remote.updateRule(before.id, { ...encodeRuleUpdate(body, before.body), version: before.version }),
    retag: (before, tags) => remote.updateRule(before.id, { tags, version: before.version }),
    remove: (id) => remote.deleteRule(id),
    compare: (wanted, actual) => compareRule(wanted, actual, slugOf),
  }
}

/** The suppressions of a tenant. */
export function suppressionShelf(remote: Remote): Shelf {
  const stored = (one: { id: string; version: number; attributes: JsonObject }): Stored => ({
    id: one.id,
    version: one.version,
    body: one.attributes,
  })
  return {
    list: async () => (await remote.listSuppressions()).map(stored),
    get: async (id) => {
      const found = await remote.getSuppression(id)
      return found && stored(found)
    },
    create: async (body) => stored(await remote.createSuppression(body)),
    update: async (before, body) => {
      const changed = encodeSuppressionUpdate(body, before.body)
      return stored(await remote.updateSuppression(before.id, { ...changed, version: before.version }))
    },
    retag: async (before, tags) => stored(await remote.updateSuppression(before.id, { tags, version: before.version })),
    remove: (id) => remote.deleteSuppression(id),
    compare: compareSuppression,
  }
}
