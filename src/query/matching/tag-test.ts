import type { Value } from '../query'
import { compileValueTest } from './value-test'
import { compileWildcard } from './wildcard'

/**
 * The test that `key:value` makes on one tag as a whole. A bare tag `key` has no value, so nothing that asks for one
 * finds it, `_exists_:key` no more than `key:*` (vectordotdev/vector#7633: confirmed with unit tests of Datadog's own).
 */
export function compileTagTest(key: string, value: Value): (tag: string) => boolean {
  const prefix = `${key}:`
  switch (value.kind) {
    case 'any':
    case 'exists':
      return (tag) => tag.startsWith(prefix)
    case 'term':
    case 'phrase': {
      const wanted = prefix + value.text
      return (tag) => tag === wanted
    }
    case 'wildcard':
      return compileWildcard([{ kind: 'text', text: prefix }, ...value.pattern])
    case 'comparison':
    case 'range': {
      const matches = compileValueTest(value)
      return (tag) => tag.startsWith(prefix) && matches(tag.slice(prefix.length))
    }
  }
}
