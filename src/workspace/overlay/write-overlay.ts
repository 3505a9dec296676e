import { sameJson } from '../../json/canonical-json'
import { isJsonObject, listIn } from '../../json/json-object'
import { valueAt } from '../../json/value-at-path'
import { setIn } from '../../yaml/edit-yaml'
import { readYaml } from '../../yaml/yaml-document'
import type { WrittenOverlay } from './overlay-entry'

/**
 * The text of `ddac.yaml` with one more overlay of a tenant. The last overlay takes it in where it is for the same thing
 * alone and says nothing that depends on what lies below it; else it comes last, and so has the last word.
 */
export function withOverlay(text: string, tenant: string, overlay: WrittenOverlay): string {
  const path = ['tenants', tenant, 'overlays']
  const before = listIn(valueAt(readYaml({ path: 'ddac.yaml', text }).value, path))
  const last = before.at(-1)
  if (before.length === 0) return setIn(text, path, [overlay])
  if (!isJsonObject(last) || !isSameScope(last, overlay) || !isPlain(last) || !isPlain(overlay)) {
    return setIn(text, [...path, before.length], overlay)
  }
  if (Object.entries(overlay).some(([key, value]) => isJsonObject(value) && Object.hasOwn(last, key))) {
    return setIn(text, [...path, before.length], overlay)
  }
  const at = [...path, before.length - 1]
  return Object.entries(overlay)
    .filter(([key]) => !scopes.has(key))
    .reduce((now, [key, value]) => setIn(now, [...at, key], value), text)
}

const scopes = new Set(['rules', 'suppressions'])
const relative = ['severity', 'notifications', 'cases', 'tags', 'withoutTags']

function isSameScope(one: WrittenOverlay, other: WrittenOverlay): boolean {
  return [...scopes].every((scope) => sameJson(one[scope], other[scope]))
}

function isPlain(overlay: WrittenOverlay): boolean {
  return !relative.some((key) => Object.hasOwn(overlay, key))
}
