import { unquotedPath } from '../../event/attribute-path'
import { referencesIn } from '../../template/references-in'
import type { CompiledRule } from '../compiled-rule'

/**
 * The keys at the top of a log's attributes that title, message and group of a rule's signals may be read from: what else
 * a log carries shows in neither. A key may hold dots itself, so each beginning of a path is one.
 */
export function keysShown({ title, message, groupFields }: CompiledRule): ReadonlySet<string> {
  const paths = [
    ...referencesIn([...title, ...message]).flatMap((reference) =>
      reference.kind === 'attribute' ? [reference.path] : [],
    ),
    ...groupFields.flat().flatMap((field) => (field.startsWith('@') ? [field.slice(1)] : [])),
  ]
  const beginnings = paths.flatMap((path) => {
    const keys = unquotedPath(path).split('.')
    return keys.map((_, index) => keys.slice(0, index + 1).join('.'))
  })
  return new Set(beginnings)
}
