import { WorldError } from '../../src/diagnostic/world-error'
import type { Json, JsonObject } from '../../src/json/json'

const overridable = new Set(['isEnabled', 'tags', 'customName', 'customMessage', 'cases', 'queries', 'options'])
const ofPartners = new Set(['isEnabled', 'tags'])

/** A provided rule after an update. What Datadog does not let one change is refused, so that a test shows it. */
export function mergeDefault(before: JsonObject, sent: JsonObject): JsonObject {
  const refused = (what: string): never => {
    throw new WorldError('rejected', `${what} of a default rule cannot be changed`)
  }
  if (before.isDeprecated === true) refused('anything')
  const free = before.isDefault === true ? overridable : ofPartners
  for (const key of Object.keys(sent)) if (!free.has(key)) refused(key)
  const { options, tags, ...fields } = sent
  for (const key of Object.keys((options ?? {}) as JsonObject)) {
    if (key !== 'decreaseCriticalityBasedOnEnv') refused(`options.${key}`)
  }
  sameBut(['customStatus', 'notifications'], before.cases, sent.cases, () => refused('cases'))
  sameBut(['customQueryExtension'], before.queries, sent.queries, () => refused('queries'))
  const after: JsonObject = {
    ...before,
    ...fields,
    ...(sent.queries !== undefined && { queries: (sent.queries as JsonObject[]).map(withoutEmptyExtension) }),
    ...(tags !== undefined && {
      tags: [...new Set([...((before.defaultTags ?? []) as string[]), ...(tags as string[])])],
    }),
    ...(options !== undefined && { options: { ...(before.options as JsonObject), ...(options as JsonObject) } }),
  }
  const kept = Object.entries(after).filter(([key, value]) => !(/^custom/.test(key) && value === ''))
  return Object.fromEntries(kept)
}

function withoutEmptyExtension({ customQueryExtension, ...query }: JsonObject): JsonObject {
  return customQueryExtension ? { ...query, customQueryExtension } : query
}

function sameBut(
  free: readonly string[],
  before: Json | undefined,
  sent: Json | undefined,
  otherwise: () => void,
): void {
  if (sent === undefined) return
  const fixed = (list: Json | undefined): string =>
    JSON.stringify(
      ((list ?? []) as JsonObject[]).map((item) =>
        Object.entries(item)
          .filter(([key]) => !free.includes(key))
          .sort(),
      ),
    )
  if (fixed(before) !== fixed(sent)) otherwise()
}
