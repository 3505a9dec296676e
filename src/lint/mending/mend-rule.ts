import { isJsonObject, isList } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { serverSetFields } from '../../rule/tenant/server-set-fields'
import { asBefore } from '../../yaml/as-before'
import { deleteIn, setTextIn } from '../../yaml/edit-yaml'
import { readYaml, type YamlDocument } from '../../yaml/yaml-document'
import { attackTagsOf, successorTag } from '../attack-tags'

/** The text of a rule's file after something that needs no thought was mended in it; all else stays as it was written. */
export interface Mended {
  readonly text: string
  /** What Datadog alone sets, and is gone. */
  readonly removed: readonly string[]
  /** Tags of techniques that ATT&CK gave up, with what stands in their place. */
  readonly replaced: readonly { readonly from: string; readonly to: string }[]
}

/** Takes out what Datadog alone sets, and where that is asked for writes the successors of techniques that ATT&CK gave up. */
export function mendRule(document: YamlDocument, { successors }: { readonly successors: boolean }): Mended {
  const { value, source } = document
  if (!isJsonObject(value)) return { text: source.text, removed: [], replaced: [] }
  const removed = serverSetFields.filter((key) => Object.hasOwn(value, key))
  const replaced = successors ? replacedTags(value.tags) : []
  if (removed.length + replaced.length === 0) return { text: source.text, removed, replaced }
  const text = source.path.endsWith('.json')
    ? jsonWithout(source.text, value, removed)
    : removed.reduce((left, key) => deleteIn(left, [key]), source.text)
  return { text: replaced.reduce(withSuccessor, text), removed, replaced }
}

/** JSON has no comments to lose: it is printed anew, by its own indent. */
function jsonWithout(text: string, value: object, removed: readonly string[]): string {
  if (removed.length === 0) return text
  const kept = Object.entries(value).filter(([key]) => !removed.includes(key))
  const indent = /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? '  '
  return asBefore(`${JSON.stringify(Object.fromEntries(kept), null, indent)}\n`, text)
}

function replacedTags(tags: unknown): Mended['replaced'] {
  const texts = isList(tags) ? tags.filter(isText) : []
  return attackTagsOf({ rule: { tags: texts } }).flatMap(({ kind, id, text }) => {
    const to = kind === 'technique' && id !== undefined ? successorTag(id) : undefined
    return to === undefined ? [] : [{ from: text, to }]
  })
}

/** Of a tag whose successor is there already nothing is left. */
function withSuccessor(text: string, { from, to }: Mended['replaced'][number]): string {
  const { tags } = readYaml({ path: '', text }).value as { readonly tags: readonly unknown[] }
  const at = tags.indexOf(from)
  return tags.includes(to) ? deleteIn(text, ['tags', at]) : setTextIn(text, ['tags', at], to)
}
