import { sameJson } from '../../json/canonical-json'
import type { JsonObject } from '../../json/json'

/** What a version changed of the one before it, as the history tells it: a field, how, and its new value as text. */
export function fieldHistory(
  before: JsonObject | undefined,
  after: JsonObject,
  fields: Iterable<string>,
): readonly JsonObject[] {
  if (!before) return []
  return [...fields].flatMap((field) => {
    const [was, is] = [Object.hasOwn(before, field), Object.hasOwn(after, field)]
    if (was === is && sameJson(before[field], after[field])) return []
    const type = was ? (is ? 'update' : 'delete') : 'create'
    return [{ field, type, change: JSON.stringify(after[field] ?? null) }]
  })
}
