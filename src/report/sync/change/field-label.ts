import type { JsonObject } from '../../../json/json'
import { isJsonObject, listIn } from '../../../json/json-object'
import { isText } from '../../../json/json-text'
import type { Change } from '../../../sync/plan/plan'
import type { FieldChange } from '../../../wire/differences'

/** What is said beside the path of a field: the name of its case or query, and that it makes another rule necessary. */
export function fieldNote({ path, before, after }: FieldChange, change: Pick<Change, 'action' | 'body'>): string {
  const name = nameAt(path, after === undefined && before !== undefined ? { gone: before } : { body: change.body })
  const forces = change.action === 'replace' && replacing.has(path)
  return [...(name === undefined ? [] : [`(${name})`]), ...(forces ? ['# forces replacement'] : [])].join('  ')
}

/** Neither can be changed in place (API page 2). */
const replacing = new Set(['type', 'options.detectionMethod'])

/** The name of the item of a list that a path leads into; an item that is gone has its own. */
function nameAt(
  path: string,
  { body, gone }: { readonly body?: JsonObject | undefined; readonly gone?: unknown },
): string | undefined {
  const [, list = '', at, rest] = /^(\w+)\[(\d+)\](.*)$/.exec(path) ?? []
  if (list === '') return undefined
  const item = gone !== undefined && rest === '' ? gone : listIn(body?.[list])[Number(at)]
  const name = isJsonObject(item) ? item.name : undefined
  return isText(name) && name !== '' ? name : undefined
}
