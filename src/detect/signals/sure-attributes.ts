import { unquotedPath } from '../../event/attribute-path'
import { isStandardAttribute } from '../../event/standard-attributes'
import type { Reference } from '../../template/template'

/**
 * Whether an attribute of its logs, by its path without `@`, is surely on a rule's signals: what its queries group by,
 * Datadog's standard attributes, what its method puts there, and what title and message name (docs, Notifications > Variables), each with what is
 * above and below it. Recorded signals also show a few others and lack most.
 */
export function sureAttributes({
  groupFields,
  references,
  adds,
}: {
  readonly groupFields: readonly string[]
  readonly references: readonly Reference[]
  readonly adds?: string | undefined
}): (path: string) => boolean {
  const named = new Set([
    ...(adds === undefined ? [] : [adds]),
    ...groupFields.flatMap((field) => (field.startsWith('@') ? [unquotedPath(field.slice(1))] : [])),
    ...references.flatMap((reference) => (reference.kind === 'attribute' ? [unquotedPath(reference.path)] : [])),
  ])
  const above = new Set([...named].flatMap(pathsAbove))
  return (path) =>
    isOnSignals(path) || named.has(path) || above.has(path) || pathsAbove(path).some((each) => named.has(each))
}

/** A standard attribute that a recorded signal lacks although its log has it. */
const absentFromSignals = new Set(['network.client.port'])

function isOnSignals(path: string): boolean {
  return isStandardAttribute(path) && !absentFromSignals.has(path)
}

function pathsAbove(path: string): readonly string[] {
  const keys = path.split('.')
  return keys.slice(0, -1).map((_, index) => keys.slice(0, index + 1).join('.'))
}
