import { sameJson } from '../../json/canonical-json'
import { isJsonObject, listIn } from '../../json/json-object'
import { valueAt } from '../../json/value-at-path'
import { insertItems, setIn } from '../../yaml/edit-yaml'
import { readYaml } from '../../yaml/yaml-document'
import { configFileName } from '../find-workspace'
import type { WrittenOverlay } from './overlay-entry'

/**
 * The text of `ddac.yaml` with more overlays of a tenant. The last one there is takes in what is for the same thing alone
 * and says nothing that depends on what lies below it; else each comes last, and so has the last word. However many they
 * are, the file is read a few times.
 */
export function withOverlays(text: string, tenant: string, overlays: readonly WrittenOverlay[]): string {
  const path = ['tenants', tenant, 'overlays']
  const before = listIn(valueAt(readYaml({ path: configFileName, text }).value, path))
  const added: WrittenOverlay[] = []
  const kept = before.at(-1)
  let last: WrittenOverlay | undefined = isJsonObject(kept) ? kept : undefined
  let result = text
  for (const overlay of overlays) {
    if (!last || !takesIn(last, overlay)) added.push(overlay)
    else if (added.length > 0) added[added.length - 1] = { ...last, ...overlay }
    else {
      for (const [key, value] of Object.entries(overlay)) {
        if (!scopes.has(key)) result = setIn(result, [...path, before.length - 1, key], value)
      }
    }
    last = added.at(-1) ?? { ...last, ...overlay }
  }
  if (added.length === 0) return result
  return before.length === 0 ? setIn(result, path, added) : insertItems(result, path, before.length, added)
}

/** Whether an overlay can say what another one says as well, which comes after it. */
function takesIn(last: WrittenOverlay, overlay: WrittenOverlay): boolean {
  if (!isSameScope(last, overlay) || !isPlain(last) || !isPlain(overlay)) return false
  return !Object.entries(overlay).some(([key, value]) => isJsonObject(value) && Object.hasOwn(last, key))
}

const scopes = new Set(['rules', 'suppressions'])
const relative = ['severity', 'notifications', 'cases', 'tags', 'withoutTags']

function isSameScope(one: WrittenOverlay, other: WrittenOverlay): boolean {
  return [...scopes].every((scope) => sameJson(one[scope], other[scope]))
}

function isPlain(overlay: WrittenOverlay): boolean {
  return !relative.some((key) => Object.hasOwn(overlay, key))
}
