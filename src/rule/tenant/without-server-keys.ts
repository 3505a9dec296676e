import { isJsonObject } from '../../json/json-object'
import { deleteIn } from '../../yaml/edit-yaml'
import type { YamlDocument } from '../../yaml/yaml-document'
import { serverSetFields } from './server-set-fields'

/** The text of a rule's file without what Datadog alone sets, and the keys that went; all else stays as it was written. */
export function withoutServerKeys({ value, source }: YamlDocument): {
  readonly text: string
  readonly removed: readonly string[]
} {
  const removed = isJsonObject(value) ? serverSetFields.filter((key) => Object.hasOwn(value, key)) : []
  if (source.path.endsWith('.json') && isJsonObject(value)) {
    const kept = Object.entries(value).filter(([key]) => !removed.includes(key))
    const text = removed.length === 0 ? source.text : `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`
    return { text, removed }
  }
  return { text: removed.reduce((text, key) => deleteIn(text, [key]), source.text), removed }
}
