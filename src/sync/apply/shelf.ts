import type { JsonObject } from '../../json/json'
import { isGivenUp } from '../../override/default-rule'
import { isProvided } from '../../rule/tenant/provided-rule'
import { encodeRuleUpdate } from '../../wire/encode-rule'
import { encodeSuppressionUpdate } from '../../wire/encode-suppression'
import { type Comparison, compareOverride, compareRule, compareSuppression, type SlugOf } from '../comparable'
import type { Remote } from '../remote'

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
  /** Why a thing that the tenant holds must not be written by way of this shelf; undefined where it may. */
  refuses(stored: Stored): string | undefined
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
    refuses: ({ body }) => (isProvided(body) ? 'it is a rule of Datadog or of a partner' : undefined),
  }
}

/** Datadog's and partners' rules, of which only what overrides may change is ever sent. None is made or deleted. */
export function overrideShelf(remote: Remote): Shelf {
  const never = async (): Promise<never> => {
    throw new Error('a default rule is neither created nor deleted')
  }
  return {
    list: () => remote.listRules(),
    get: (id) => remote.getRule(id),
    create: never,
    update: (before, body) => remote.updateRule(before.id, { ...body, version: before.version }),
    retag: (before, tags) => remote.updateRule(before.id, { tags, version: before.version }),
    remove: never,
    compare: compareOverride,
    refuses: ({ body }) => {
      if (!isProvided(body)) return 'it is no rule of Datadog or of a partner'
      return isGivenUp(body) ? 'Datadog has given it up since the plan was made' : undefined
    },
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
    refuses: () => undefined,
  }
}
